"""How to cite: the reference of each list, and the links of each response."""

import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.editing import set_time

pytestmark = pytest.mark.django_db

PARTS = "http://testserver/api/v1/parts"
LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.fixture(autouse=True)
def time() -> None:
    set_time(1, "2026-03-05T16:30:00+00:00")


def links(client: Client, path: str) -> list[str]:
    return str(client.get(path)["Link"]).split(", ")


def test_a_list_has_a_reference_in_both_languages_and_a_permanent_address(client: Client) -> None:
    citation = client.get("/api/v1/parts?sort=code&page_size=3").json()["meta"]["citation"]
    assert citation == {
        "zh": "安康开放数据 API. 安康脱贫攻坚开放数据[DB/OL]. 第 1 次修订（2026-03-05）. "
        f"{PARTS}?sort=code&revision=1. CC-BY-4.0.",
        "en": "Ankang open-data API. (2026). Ankang open data on poverty reduction (Revision 1, 5 March 2026) "
        f"[Data set]. {PARTS}?sort=code&revision=1. CC-BY-4.0.",
        "url": f"{PARTS}?sort=code&revision=1",
    }
    pinned = client.get(citation["url"])
    assert pinned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert pinned.json()["meta"]["citation"] == citation


def test_a_past_list_is_cited_at_its_revision(client: Client) -> None:
    citation = client.get("/api/v1/parts?as_of=2026-03-06T00:00:00Z").json()["meta"]["citation"]
    assert citation["url"] == f"{PARTS}?revision=1"


@pytest.mark.usefixtures("no_data")
def test_before_the_first_load_there_is_nothing_to_cite(client: Client) -> None:
    response = client.get("/api/v1/units?page_size=1")
    assert response.json()["meta"]["citation"] is None
    assert "cite-as" not in response["Link"]


def test_every_format_links_to_licence_permanent_address_and_the_other_formats(client: Client) -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert links(client, "/api/v1/parts.csv?kind=slogan&bom=true") == [
        LICENCE,
        f'<{PARTS}.csv?kind=slogan&revision=1>; rel="cite-as"',
        f'<{PARTS}.json?kind=slogan>; rel="alternate"; type="application/json"',
        f'<{PARTS}.jsonl?kind=slogan>; rel="alternate"; type="application/jsonl"',
        f'<{PARTS}.xlsx?kind=slogan>; rel="alternate"; type="{sheet}"',
        f'<{PARTS}.parquet?kind=slogan>; rel="alternate"; type="application/vnd.apache.parquet"',
    ]
    for link in links(client, "/api/v1/parts"):
        address = re.findall("<http://testserver(.*)>", link)
        assert not address or client.get(address[0]).status_code == 200


@pytest.mark.parametrize("path", [""])
def test_what_is_no_table_links_to_licence_and_permanent_address(client: Client, path: str) -> None:
    assert links(client, f"/api/v1/{path}") == [LICENCE, f'<http://testserver/api/v1/{path}?revision=1>; rel="cite-as"']


def test_what_depends_on_no_data_links_to_the_licence(client: Client) -> None:
    assert links(client, "/api/v1/problems") == [LICENCE]


def test_exports_that_hold_metadata_hold_the_reference(client: Client) -> None:
    book = load_workbook(io.BytesIO(b"".join(client.get("/api/v1/parts.xlsx").streaming_content)))  # type: ignore[attr-defined]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["citation_url"] == f"{PARTS}.xlsx?revision=1"
