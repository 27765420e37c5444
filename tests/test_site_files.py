"""Files at fixed addresses: the API catalogue, security.txt, llms.txt, robots.txt, the icon, and CITATION.cff."""

import json
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from django.test import Client, override_settings
from django.test.utils import override_script_prefix
from django.utils import timezone

from ankang_api.configuration.public_url import PublicUrl
from ankang_api.metadata.site_texts import expires

pytestmark = pytest.mark.database_independent

ROOT = Path(__file__).parent.parent
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


def test_the_api_catalog_is_a_linkset_to_the_api_and_its_descriptions(client: Client) -> None:
    response = client.get("/.well-known/api-catalog")
    assert response["Content-Type"] == LINKSET
    assert response["Link"] == '<http://testserver/.well-known/api-catalog>; rel="api-catalog"'
    assert response["Access-Control-Allow-Origin"] == "*"
    catalog, api = response.json()["linkset"]
    assert catalog == {
        "anchor": "http://testserver/.well-known/api-catalog",
        "item": [{"href": "http://testserver/api/v1/"}],
    }
    assert api["anchor"] == "http://testserver/api/v1/"
    assert api["service-desc"] == [
        {"href": "http://testserver/api/v1/openapi.json", "type": "application/json", "title": "OpenAPI 3.1"}
    ]
    assert [link["href"] for link in api["service-meta"]] == [
        "http://testserver/api/v1/",
        "http://testserver/api/v1/datapackage.json",
        "http://testserver/catalog.jsonld",
        "http://testserver/api/v1/fields",
    ]
    assert {"href": "http://testserver/api/v1/units", "type": "application/json", "title": "units"} in api["item"]


@pytest.mark.django_db
def test_every_address_of_the_api_catalog_is_served(client: Client) -> None:
    _, api = client.get("/.well-known/api-catalog").json()["linkset"]
    links = [link for relation in api.values() if isinstance(relation, list) for link in relation]
    addresses = [link["href"].removeprefix("http://testserver") for link in links if "testserver" in link["href"]]
    assert len(addresses) > 15
    assert [path for path in addresses if client.get(path).status_code != 200] == []


def test_head_of_the_api_catalog_has_the_same_link(client: Client) -> None:
    response = client.head("/.well-known/api-catalog")
    assert response["Link"] == '<http://testserver/.well-known/api-catalog>; rel="api-catalog"'
    assert response.content == b""


@pytest.mark.parametrize("path", ["/.well-known/api-catalog", "/llms.txt", "/robots.txt", "/favicon.ico"])
def test_a_file_is_asked_for_again_cheaply_and_not_written(client: Client, path: str) -> None:
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.post(path).status_code == 405


@override_settings(CONTACT_EMAIL="data@example.org", CONTACT_URL="https://data.example.org/contact")
def test_security_txt_names_the_contact(client: Client) -> None:
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[:2] == ["Contact: https://data.example.org/contact", "Contact: mailto:data@example.org"]
    assert lines[3:] == ["Preferred-Languages: zh, en", "Canonical: http://testserver/.well-known/security.txt"]
    left = datetime.fromisoformat(lines[2].removeprefix("Expires: ")) - timezone.now()
    assert 180 < left.days < 367


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-01", "2027-01-01"),
        ("2026-06-30", "2027-01-01"),
        ("2026-07-01", "2027-07-01"),
        ("2026-12-31", "2027-07-01"),
    ],
)
def test_security_txt_changes_twice_a_year(today: str, expected: str) -> None:
    assert expires(date.fromisoformat(today)).replace(tzinfo=UTC) == datetime.fromisoformat(f"{expected}T00:00:00Z")


@override_settings(CONTACT_EMAIL=None, CONTACT_URL=None)
def test_without_a_contact_there_is_no_security_txt(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_llms_txt_leads_to_the_descriptions_and_lists(client: Client) -> None:
    response = client.get("/llms.txt")
    text = response.content.decode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# Ankang open data on poverty reduction 安康脱贫攻坚开放数据\n")
    assert "- [units](http://testserver/api/v1/units): What numbers count" in text
    assert "- [Catalogue](http://testserver/catalog.jsonld): the publication" in text
    assert "- [Sitemap](http://testserver/sitemap.xml): every page" in text
    links = re.findall(r"\(http://testserver(/docs/[^)]*)\)", text)
    assert len(links) >= 9
    assert "- [Documentation in Chinese 中文文档](http://testserver/docs/zh)" in text
    assert [link for link in links if client.get(link).status_code != 200] == []


@override_settings(PUBLIC_URL=PublicUrl("https", "data.example.org", "/city"))
def test_robots_may_read_all_but_the_admin(client: Client) -> None:
    with override_script_prefix("/city/"):
        text = client.get("/robots.txt").content.decode()
    assert text == "User-agent: *\nDisallow: /city/admin/\n\nSitemap: http://testserver/city/sitemap.xml\n"


@override_settings(ROOT_URLCONF="tests.urls_with_a_further_list")
def test_a_list_that_is_added_appears_by_itself(client: Client) -> None:
    _, api = client.get("/.well-known/api-catalog").json()["linkset"]
    assert "http://testserver/api/v1/quotations" in [link["href"] for link in api["item"]]
    assert (
        "http://testserver/api/v1/quotations): The quotes of all documents." in client.get("/llms.txt").content.decode()
    )


def test_the_icon_is_served_to_browsers(client: Client) -> None:
    icon = client.get("/favicon.ico")
    assert icon["Content-Type"] == "image/vnd.microsoft.icon"
    assert icon.content[:6] == b"\x00\x00\x01\x00\x02\x00"  # an ICO file with two images


def test_the_citation_file_agrees_with_the_publication_and_the_project() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    publication = json.loads((ROOT / "fixtures" / "publication.json").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert cited["title"] == publication["title_en"]
    assert cited["abstract"] == publication["description_en"]
    assert cited["authors"] == [{"name": publication["publisher_en"]}]
    assert (cited["license"], cited["license-url"]) == (publication["licence"], publication["licence_url"])
    assert cited["version"] == project["version"]
