"""How to cite: the reference of each list, and the links of each response."""

import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.editing import set_time
from tests.formats import MEDIA_TYPES

pytestmark = pytest.mark.django_db

PARTS = "http://testserver/api/v1/parts"
REFERENCES = {"bib": "application/x-bibtex", "csl.json": "application/vnd.citationstyles.csl+json"}
LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.fixture(autouse=True)
def time() -> None:
    set_time(1, "2026-03-05T16:30:00+00:00")


def links(client: Client, path: str) -> list[str]:
    return str(client.get(path)["Link"]).split(", ")


@pytest.mark.database_independent
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


def alternates(stem: str, query: str, formats: dict[str, str]) -> list[str]:
    return [f'<{stem}.{name}{query}>; rel="alternate"; type="{media}"' for name, media in formats.items()]


@pytest.mark.database_independent
def test_every_format_links_to_licence_permanent_address_columns_and_the_other_formats(client: Client) -> None:
    assert links(client, "/api/v1/parts.csv?kind=slogan&bom=true") == [
        LICENCE,
        f'<{PARTS}.csv?kind=slogan&revision=1>; rel="cite-as"',
        f'<{PARTS}.csv-metadata.json?kind=slogan>; rel="describedby"; type="application/csvm+json"',
        *alternates(PARTS, "?kind=slogan", {name: media for name, media in MEDIA_TYPES.items() if name != "csv"}),
        *alternates(PARTS, "?kind=slogan", REFERENCES),
    ]
    for link in links(client, "/api/v1/parts"):
        address = re.findall("<http://testserver(.*)>", link)
        assert not address or client.get(address[0]).status_code == 200


@pytest.mark.database_independent
def test_a_record_links_to_the_columns_of_its_list_and_to_its_references(client: Client) -> None:
    person = "http://testserver/api/v1/units/person"
    assert links(client, "/api/v1/units/person") == [
        LICENCE,
        f'<{person}?revision=1>; rel="cite-as"',
        '<http://testserver/api/v1/units.csv-metadata.json>; rel="describedby"; type="application/csvm+json"',
        *alternates(person, "", {name: MEDIA_TYPES[name] for name in ("csv", "jsonl")} | REFERENCES),
    ]


@pytest.mark.database_independent
def test_what_is_no_row_links_to_licence_permanent_address_and_its_references(client: Client) -> None:
    root, coverage = "http://testserver/api/v1/", "http://testserver/api/v1/documents/ankang-report/coverage"
    assert links(client, "/api/v1/") == [LICENCE, f'<{root}?revision=1>; rel="cite-as"']
    cited = [LICENCE, f'<{coverage}?revision=1>; rel="cite-as"']
    assert links(client, "/api/v1/documents/ankang-report/coverage") == [
        *cited,
        *alternates(coverage, "", {name: media for name, media in MEDIA_TYPES.items() if name != "json"} | REFERENCES),
    ]


@pytest.mark.database_independent
def test_a_long_query_leaves_out_the_other_formats(client: Client) -> None:
    """The header would be longer than proxies accept."""
    period = ",".join(str(year) for year in range(1950, 2010))
    found = links(client, f"/api/v1/observations.csv?period={period}")
    assert [re.findall('rel="([a-z-]+)"', link) for link in found] == [["license"], ["cite-as"], ["describedby"]]


@pytest.mark.database_independent
def test_a_format_without_fields_is_no_alternative_of_a_list_with_them(client: Client) -> None:
    assert ".jsonstat" in client.get("/api/v1/observations?metric=poor-population")["Link"]
    assert ".jsonstat" not in client.get("/api/v1/observations?fields=value")["Link"]


BIBTEX = """% {zh}
% {en}
@misc{{{key},
  author = {{{{Ankang open-data API}}}},
  title = {{{{Ankang open data on poverty reduction}}}},
  year = {{2026}},
  month = mar,
  version = {{Revision 1}},
  howpublished = {{Data set, Revision 1, 5 March 2026}},
  note = {{CC-BY-4.0}},
  url = {{{url}}}
}}
"""


@pytest.mark.database_independent
def test_a_list_has_a_bibtex_entry_with_the_same_citation(client: Client) -> None:
    citation = client.get("/api/v1/parts?kind=slogan").json()["meta"]["citation"]
    response = client.get("/api/v1/parts.bib?kind=slogan")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.content.decode() == BIBTEX.format(key="ankang-open-data-parts-r1-d464bce1", **citation)
    assert client.get("/api/v1/parts?kind=slogan&format=bib").content == response.content
    accepted = client.get("/api/v1/parts?kind=slogan", headers={"Accept": "application/x-bibtex"})
    assert accepted.content == response.content


@pytest.mark.database_independent
def test_a_record_has_a_reference_in_csl_json(client: Client) -> None:
    response = client.get("/api/v1/units/person.csl.json")
    url = "http://testserver/api/v1/units/person?revision=1"
    assert response["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert response.json() == [
        {
            "id": "ankang-open-data-units-person-r1",
            "type": "dataset",
            "title": "Ankang open data on poverty reduction",
            "author": [{"literal": "Ankang open-data API"}],
            "publisher": "Ankang open-data API",
            "issued": {"date-parts": [[2026, 3, 5]]},
            "version": "Revision 1",
            "URL": url,
            "note": "CC-BY-4.0",
            "language": "en",
            "custom": {
                "title_zh": "安康脱贫攻坚开放数据",
                "citation_zh": "安康开放数据 API. 安康脱贫攻坚开放数据[DB/OL]. 第 1 次修订（2026-03-05）. "
                f"{url}. CC-BY-4.0.",
                "citation_en": "Ankang open-data API. (2026). Ankang open data on poverty reduction (Revision 1, "
                f"5 March 2026) [Data set]. {url}. CC-BY-4.0.",
            },
        }
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("verification.bib", 200),
        ("search.bib?q=贫困", 200),
        ("series/poor-population--610900.bib", 200),
        ("documents/ankang-report/quotes.csl.json", 200),
        ("observations/ankang-report-poor-population-610900-2018/history.bib", 200),
        ("units/foot.bib", 404),
        ("problems.bib", 404),
        ("parts.bib?colour=red", 400),
        ("parts.bib?page_size=2", 400),
        ("units/person.bib?fields=code", 200),
        ("units/person.bib?fields=colour", 400),
        ("parts.bib?format=csv", 400),
    ],
)
def test_each_list_and_record_has_a_reference_and_refuses_what_the_list_refuses(
    client: Client, path: str, status: int
) -> None:
    assert client.get(f"/api/v1/{path}").status_code == status


@pytest.mark.usefixtures("no_data")
def test_before_the_first_load_references_are_empty(client: Client) -> None:
    assert client.get("/api/v1/units.bib").content == b""
    assert client.get("/api/v1/units.csl.json").json() == []


@pytest.mark.database_independent
def test_what_depends_on_no_data_links_to_the_licence(client: Client) -> None:
    assert links(client, "/api/v1/problems") == [LICENCE]


@pytest.mark.database_independent
def test_exports_that_hold_metadata_hold_the_reference(client: Client) -> None:
    book = load_workbook(io.BytesIO(b"".join(client.get("/api/v1/parts.xlsx").streaming_content)))  # type: ignore[attr-defined]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["citation_url"] == f"{PARTS}.xlsx?revision=1"
