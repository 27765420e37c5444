"""Formats: every table in five formats with the same rows, by suffix, by `format=` and by Accept."""

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from arro3.io import read_parquet
from django.test import Client

from ankang_api.environ import NO_DEADLINE
from ankang_api.renderers.workbook import XLSXRenderer
from tests.formats import MEDIA_TYPES, body

pytestmark = pytest.mark.django_db

TABLES = [
    "observations",
    "series",
    "metrics",
    "regions",
    "units",
    "programmes",
    "parts",
    "achievements",
    "derived",
    "relations",
    "documents",
    "documents/ankang-report/passages",
]


def from_csv(content: bytes) -> list[list[Any]]:
    frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""])
    return [[None if pd.isna(cell) else cell for cell in row] for row in frame.itertuples(index=False, name=None)]


def from_jsonl(content: bytes) -> list[list[Any]]:
    return [list(json.loads(line).values()) for line in content.decode().splitlines()]


def from_xlsx(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def from_parquet(content: bytes, folder: Path) -> list[list[Any]]:
    path = folder / "table.parquet"
    path.write_bytes(content)
    return [list(row) for row in duckdb.read_parquet(str(path)).fetchall()]


def plain(cell: Any) -> str | None:
    """A cell as text that is the same in whichever format it came: numbers shortest, lists joined."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list):
        return "; ".join(cell) or None
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00")


@pytest.mark.parametrize("table", TABLES)
def test_all_formats_hold_the_same_rows_in_the_same_order(client: Client, table: str, tmp_path: Path) -> None:
    url = f"/api/v1/{table}"
    rows = from_jsonl(body(client.get(f"{url}.jsonl")))
    if table != "series":
        results = client.get(f"{url}?page_size=1000").json()["results"]
        assert rows == [list(row.values()) for row in results]
    expected = [[plain(cell) for cell in row] for row in rows]
    assert len(expected) > 0
    for read_back in (
        from_csv(body(client.get(f"{url}.csv"))),
        from_xlsx(body(client.get(f"{url}.xlsx"))),
        from_parquet(body(client.get(f"{url}.parquet")), tmp_path),
    ):
        assert [[plain(cell) for cell in row] for row in read_back] == expected


def test_a_series_as_a_table_is_one_row_a_point(client: Client) -> None:
    lines = body(client.get("/api/v1/series.jsonl?metric=poor-population,poverty-incidence")).decode().splitlines()
    assert [(row["metric"], row["time_period"], row["value"]) for row in map(json.loads, lines)] == [
        ("poor-population", "2012", 1005000),
        ("poor-population", "2018", 229600),
        ("poverty-incidence", "2012", 40.7),
        ("poverty-incidence", "2018", 10.5),
    ]


def test_a_series_as_a_table_takes_fields_and_an_order(client: Client) -> None:
    query = "metric=poor-population&fields=time_period,value&sort=value"
    assert body(client.get(f"/api/v1/series.csv?{query}")) == b"time_period,value\r\n2018,229600\r\n2012,1005000\r\n"
    [error] = client.get("/api/v1/series?sort=value").json()["errors"]
    assert (error["parameter"], error["code"]) == ("sort", "unknown_parameter")


QUERY = "metric=poor-population&fields=code,period_end,value,value_text,base_period,corrected&sort=-value"
CSV = (
    "code,period_end,value,value_text,base_period,corrected\r\n"
    "ankang-report-poor-population-610900-2012,2012-12-31,1005000,100.5万人,,false\r\n"
    "ankang-report-poor-population-610900-2018,2018-12-31,229600,22.96万人,,false\r\n"
)


def test_filters_fields_and_order_hold_in_every_format(client: Client, tmp_path: Path) -> None:
    assert body(client.get(f"/api/v1/observations.csv?{QUERY}")).decode() == CSV
    cells = [line.split(",") for line in CSV.splitlines()[1:]]
    for rows in (
        from_jsonl(body(client.get(f"/api/v1/observations.jsonl?{QUERY}"))),
        from_xlsx(body(client.get(f"/api/v1/observations.xlsx?{QUERY}"))),
        from_parquet(body(client.get(f"/api/v1/observations.parquet?{QUERY}")), tmp_path),
    ):
        assert [[plain(cell) or "" for cell in row] for row in rows] == cells


@pytest.mark.database_independent
@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_suffix_parameter_and_accept_lead_to_the_same(client: Client, name: str) -> None:
    by_suffix = client.get(f"/api/v1/units.{name}")
    by_parameter = client.get(f"/api/v1/units?format={name}", headers={"Accept": "application/json"})
    by_accept = client.get("/api/v1/units", headers={"Accept": MEDIA_TYPES[name]})
    types = {response["Content-Type"].partition(";")[0] for response in (by_suffix, by_parameter, by_accept)}
    assert types == {MEDIA_TYPES[name]}
    if name not in ("json", "xlsx", "parquet"):  # these say their own query and so differ in it
        assert body(by_suffix) == body(by_parameter) == body(by_accept)


@pytest.mark.database_independent
def test_an_export_has_a_name(client: Client) -> None:
    response = client.get("/api/v1/documents/ankang-report/passages?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="passages.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "Content-Disposition" not in client.get("/api/v1/units.json")


@pytest.mark.database_independent
def test_older_excel_gets_its_mark(client: Client) -> None:
    assert body(client.get("/api/v1/units.csv?bom=true")).startswith(b"\xef\xbb\xbfcode,")
    assert body(client.get("/api/v1/units.csv?bom=false")).startswith(b"code,")


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json; charset=utf-8", "application/json"),
        ("text/csv;header=present", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("*/*, application/json;q=0", "text/csv; charset=utf-8"),
        ("", "application/json"),
        ("text/html", "application/json"),
        ("application/xhtml+xml, text/html", "application/json"),
        ("nonsense", "application/json"),
        ("text/csv;q=high, application/jsonl;q=0.5", "application/jsonl"),
        (";;, text/csv", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
    ],
)
def test_accept_is_read_as_rfc_9110_has_it(client: Client, accept: str, media_type: str) -> None:
    assert client.get("/api/v1/units", headers={"Accept": accept})["Content-Type"] == media_type


@pytest.mark.database_independent
def test_quotes_come_as_json_ld(client: Client) -> None:
    path = "/api/v1/documents/ankang-report/quotes/ankang-report-p1-a-road"
    response = client.get(path, headers={"Accept": "application/ld+json"})
    assert response["Content-Type"] == "application/ld+json"
    assert response.json() == client.get(path).json()
    assert client.get("/api/v1/units", headers={"Accept": "application/ld+json"}).status_code == 406


@pytest.mark.database_independent
def test_a_parquet_file_has_the_terms_where_pandas_reads_attributes(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "units.parquet"
    file.write_bytes(body(client.get("/api/v1/units.parquet")))
    metadata = read_parquet(file).schema.metadata_str
    attributes = json.loads(metadata["PANDAS_ATTRS"])
    assert (attributes["licence"], attributes["revision"]) == ("CC-BY-4.0", "1")


@pytest.mark.database_independent
def test_a_workbook_prints_one_page_wide_in_landscape_with_its_header_on_each_page(client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/api/v1/units.xlsx"))))
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"


@pytest.mark.database_independent
@pytest.mark.parametrize("accept", ["*/*;q=0", "image/png", "application/json;q=0", "image/png, text/csv;q=x"])
def test_what_accept_excludes_is_not_served(client: Client, accept: str) -> None:
    assert client.get("/api/v1/units", headers={"Accept": accept}).status_code == 406


@pytest.mark.database_independent
def test_what_quality_accept_likes_best_is_served(client: Client) -> None:
    response = client.get("/api/v1/units", headers={"Accept": "application/json;q=0.5, text/csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    response = client.get("/api/v1/units", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert response["Content-Type"] == "application/json"


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("units.csv?format=json", 400, "The path ends in .csv and format says json."),
        ("units?format=yaml", 400, "There is no format yaml here."),
        ("units/person?format=xlsx", 400, "There is no format xlsx here."),
        (
            "units/person.xlsx",
            404,
            "/api/v1/units/person.xlsx is not served; here are: json, csv, jsonl, bib, csl.json.",
        ),
        ("units.yaml", 404, "Nothing is served at /api/v1/units.yaml. Did you mean /api/v1/units?"),
        (
            "units.csv?page_size=5",
            400,
            "page_size is for pages of JSON; this format holds all rows at once. Leave it out.",
        ),
        ("units.csv?cursor=x", 400, "cursor is for pages of JSON; this format holds all rows at once. Leave it out."),
        ("units.xlsx?bom=true", 400, "There is no parameter bom here."),
        ("units?bom=true", 400, "There is no parameter bom here."),
        ("units.csv?bom=yes", 400, "bom is true or false, not yes."),
        ("units.csv?kind=x", 400, "There is no kind 'x'."),
        ("units.parquet?sort=x", 400, "There is no field to sort by 'x'."),
    ],
)
def test_a_format_that_cannot_be_is_a_problem(client: Client, path: str, status: int, detail: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["detail"] == detail


@pytest.mark.database_independent
def test_a_record_has_its_permalink_too(client: Client) -> None:
    assert client.get("/api/v1/units/person.json").json() == client.get("/api/v1/units/person").json()
    assert client.get("/api/v1/documents/ankang-report/coverage.json").status_code == 200


@pytest.mark.database_independent
def test_parquet_says_where_it_comes_from(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "units.parquet"
    path.write_bytes(body(client.get("/api/v1/units.parquet")))
    query = f"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE decode(key) = 'about'"
    found = duckdb.sql(query)
    assert found
    [(text,)] = found.fetchall()
    about = json.loads(text)
    assert about["licence"] == "CC-BY-4.0"
    assert about["revision"] == "1"
    assert about["url"] == "http://testserver/api/v1/units.parquet"


@pytest.mark.database_independent
def test_a_workbook_has_a_dictionary_and_its_terms(client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/api/v1/units.xlsx"))))
    assert book.sheetnames == ["units", "Dictionary", "About"]
    assert book["units"].freeze_panes == "A2"
    words = [row for row in book["Dictionary"].iter_rows(values_only=True) if row[0] == "measure_words"]
    assert words[0][2] == "Chinese measure words and signs by which a report prints this unit."
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["licence"] == "CC-BY-4.0"


def test_more_rows_than_a_sheet_holds_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(XLSXRenderer, "max_rows", 15)
    response = client.get("/api/v1/units.xlsx")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"] == [
        {
            "parameter": "format",
            "code": "invalid",
            "detail": "xlsx holds 15 rows, not 28. Narrow the query or take csv.",
            "allowed": ["csv", "jsonl", "parquet"],
        }
    ]
    assert client.get("/api/v1/units.xlsx?kind=count").status_code == 200


@pytest.mark.database_independent
@pytest.mark.parametrize("path", ["units.csv", "units.parquet", "units/person.json"])
def test_options_and_other_methods_need_no_format(client: Client, path: str) -> None:
    assert client.options(f"/api/v1/{path}").status_code == 204
    assert client.post(f"/api/v1/{path}").status_code == 405


@pytest.mark.database_independent
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx", "parquet"])
def test_an_export_may_take_long_before_its_first_byte(client: Client, suffix: str) -> None:
    exported = client.get(f"/api/v1/units.{suffix}").wsgi_request
    assert exported.META[NO_DEADLINE] is True
    assert NO_DEADLINE not in client.get("/api/v1/units").wsgi_request.META
