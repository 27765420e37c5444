"""The sitemap: each page in both languages, and an index where the pages are too many for one file."""

import re
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_script_prefix

from ankang_api.metadata import sitemap
from indicators.models import Observation
from tests.editing import correct, set_time, withdraw
from tests.fixture_files import FIRST, REPORTS

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client: Client, path: str = "/sitemap.xml") -> dict[str, str]:
    """The entries of a sitemap, as text, by address; each once."""
    text = client.get(path).content.decode()
    found = re.findall(r"<url><loc>([^<]*)</loc>(.*?)</url>\n", text)
    assert len(dict(found)) == len(found) == len(ElementTree.fromstring(text))
    return dict(found)


def test_a_page_has_an_entry_in_each_language_with_the_others(client: Client) -> None:
    set_time(1, "2026-11-24T08:00:00Z")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert not response.cookies
    found = entries(client)
    figures = (
        "<lastmod>2026-11-24T08:00:00Z</lastmod>"
        '<xhtml:link rel="alternate" hreflang="zh-Hans" href="http://testserver/zh/figures"/>'
        '<xhtml:link rel="alternate" hreflang="en" href="http://testserver/en/figures"/>'
        '<xhtml:link rel="alternate" hreflang="x-default" href="http://testserver/en/figures"/>'
    )
    assert found[f"{SITE}/zh/figures"] == found[f"{SITE}/en/figures"] == figures
    assert list(found)[:10] == [
        *(f"{SITE}/zh/", f"{SITE}/en/", f"{SITE}/zh/figures", f"{SITE}/en/figures"),
        *(f"{SITE}/zh/corrections", f"{SITE}/en/corrections", f"{SITE}/zh/about", f"{SITE}/en/about"),
        *(f"{SITE}/zh/reports/ankang-report", f"{SITE}/en/reports/ankang-report"),
    ]
    assert "lastmod" not in found[f"{SITE}/en/about"]
    assert found[f"{SITE}/docs/errors"] == ""  # in English alone
    assert 'hreflang="zh-Hans" href="http://testserver/docs/zh/citing"' in found[f"{SITE}/docs/citing"]
    assert len([url for url in found if "/observations/" in url]) == 2 * Observation.objects.count()


@pytest.mark.database_independent
def test_the_documentation_pages_are_served(client: Client) -> None:
    pages = [url.removeprefix(SITE) for url in entries(client) if "/docs" in url]
    assert len(pages) > 25
    assert [page for page in pages if client.get(page).status_code != 200] == []


def test_an_observation_changed_when_it_was_corrected(client: Client) -> None:
    set_time(1, "2026-11-24T08:00:00Z")
    correct(Observation.objects.get(code=FIRST), note_zh="注。", note_en="A note.")
    set_time(2, "2026-11-25T08:00:00Z")
    changed = {url for url, entry in entries(client).items() if "2026-11-25T08:00:00Z" in entry}
    names = ("", "figures", "corrections", "reports/ankang-report", f"observations/{FIRST}")
    assert changed == {f"{SITE}/{language}/{name}" for language in ("zh", "en") for name in names}


def test_a_withdrawn_observation_has_no_page(client: Client) -> None:
    withdraw(Observation.objects.get(code=FIRST))
    assert f"{SITE}/en/observations/{FIRST}" not in entries(client)
    assert f"{SITE}/en/observations/{FIRST}" in entries(client, "/sitemap.xml?revision=1")


def test_a_second_report_has_its_pages(client: Client) -> None:
    call_command("load_fixtures", REPORTS, verbosity=0)
    assert f"{SITE}/zh/reports/invented-bulletin-2020" in entries(client)


@pytest.mark.usefixtures("no_data")
def test_without_data_the_pages_without_records_remain(client: Client) -> None:
    found = entries(client)
    assert "lastmod" not in found[f"{SITE}/en/"]
    assert [url for url in found if "/observations/" in url or "/reports/" in url] == []


@pytest.mark.database_independent
def test_behind_a_prefix_addresses_have_it(client: Client) -> None:
    with override_script_prefix("/city/"):
        text = client.get("/sitemap.xml", SCRIPT_NAME="/city").content.decode()
    assert set(re.findall("<loc>http://testserver(/[a-z]+)/", text)) == {"/city"}


def test_more_pages_than_a_file_may_have_are_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = entries(client)
    count = 2 * Observation.objects.count()
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 50)
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{XML}sitemapindex"
    parts = [str(each.text).removeprefix(SITE) for each in root.iter(f"{XML}loc")]
    assert parts == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-2.xml"]
    found = [entries(client, part) for part in parts]
    assert [len(each) for each in found] == [len(whole) - count, 50, count - 50]
    assert found[0] | found[1] | found[2] == whole
    pinned = client.get("/sitemap.xml?revision=1").content.decode()
    assert "<loc>http://testserver/sitemap-2.xml?revision=1</loc>" in pinned


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/sitemap-9.xml", 404, "not-found"), ("/sitemap.xml?page=2", 400, "bad-parameters")],
)
def test_errors_are_problems(client: Client, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (status, code)
