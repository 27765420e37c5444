"""Every column of every list is explained, in both languages."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client, override_settings

from ankang_api.metadata.fields_page import page

DOCS = Path(__file__).parent.parent / "docs"


def rows(client: Client, query: str = "") -> list[dict[str, object]]:
    results: list[dict[str, object]] = client.get(f"/api/v1/fields{query}").json()["results"]
    return results


@pytest.mark.database_independent
def test_each_column_is_described_in_both_languages_with_what_null_means(client: Client) -> None:
    found = rows(client)
    assert len(found) > 400
    assert [row for row in found if not (row["description_zh"] and row["description_en"])] == []
    assert [row for row in found if row["nullable"] != bool(row["null_means_zh"] and row["null_means_en"])] == []
    assert [row for row in found if row["type"] == "number" and not (row["unit_zh"] and row["unit_en"])] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("observations", "observations"),
        ("regions", "regions"),
        ("revisions", "revisions"),
        ("documents-passages", "documents/ankang-report/passages"),
        ("search", "search?q=贫困"),
        ("metrics-history", "metrics/poor-population/history"),
        ("fields", "fields"),
    ],
)
def test_the_columns_of_a_list_are_those_of_its_rows(client: Client, name: str, path: str) -> None:
    row = client.get(f"/api/v1/{path}").json()["results"][0]
    assert [each["name"] for each in rows(client, f"?list={name}")] == list(row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "path", "table"),
    [
        ("documents-quotes", "documents/ankang-report/quotes", "documents/ankang-report/quotes.csv"),
        ("verification", "verification", "verification.csv"),
        ("series", "series", "series.csv"),
    ],
)
def test_the_columns_of_a_list_that_nests_are_those_of_its_table_and_of_its_rows(
    client: Client, name: str, path: str, table: str
) -> None:
    row = client.get(f"/api/v1/{path}").json()["results"][0]
    header = b"".join(client.get(f"/api/v1/{table}")).decode().splitlines()[0].split(",")
    assert [each["name"] for each in rows(client, f"?list={name}")] == [
        *header,
        *(member for member in row if member not in header),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["observations", "metrics", "regions", "units", "programmes", "parts", "achievements"])
def test_only_columns_that_say_so_are_ever_null(client: Client, name: str) -> None:
    nullable = {row["name"] for row in rows(client, f"?list={name}") if row["nullable"]}
    records = client.get(f"/api/v1/{name}?page_size=1000").json()["results"]
    assert {column for record in records for column in record if record[column] is None} <= nullable


@pytest.mark.database_independent
def test_a_column_as_a_client_reads_it(client: Client) -> None:
    response = client.get("/api/v1/fields?list=observations,units")
    body = response.json()
    assert (body["count"], body["next"], body["previous"]) == (51, None, None)
    assert body["meta"]["query"] == {"list": "observations,units"}
    [value_low] = [row for row in body["results"] if row["name"] == "value_low"]
    assert value_low == {
        "list": "observations",
        "name": "value_low",
        "type": "number",
        "unit_zh": "以同一行的 unit 列为准",
        "unit_en": "as the column unit of the same row says",
        "nullable": True,
        "null_means_zh": "文字没有给出下限",
        "null_means_en": "the words set no lower bound",
        "description_zh": "文字所允许的最小值（含界限）；文字没有给出下限则为空。",
        "description_en": "Smallest value that the words allow, bound included; null where they set no lower bound.",
    }
    again = client.get("/api/v1/fields?list=observations&list=units", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.database_independent
def test_the_columns_are_a_table_too(client: Client) -> None:
    response = client.get("/api/v1/fields.csv?list=units")
    assert response["Content-Disposition"] == 'attachment; filename="fields.csv"'
    lines = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert list(csv.DictReader(io.StringIO(lines)))[3] == {
        "list": "units",
        "name": "symbol",
        "type": "text",
        "unit_zh": "",
        "unit_en": "",
        "nullable": "true",
        "null_means_zh": "单位没有符号",
        "null_means_en": "the unit has no symbol",
        "description_zh": "计量单位的符号（如有）。",
        "description_en": "Symbol, where the unit has one.",
    }
    for suffix in ("jsonl", "xlsx", "parquet"):
        assert len(b"".join(client.get(f"/api/v1/fields.{suffix}").streaming_content)) > 10_000  # type: ignore[attr-defined]


@pytest.mark.database_independent
@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("list=unit", "There is no list 'unit'. Did you mean units?"),
        ("page_size=2", "There is no parameter page_size here."),
        ("list=", "list is empty; leave it out or give it a value."),
    ],
)
def test_what_is_not_understood_is_refused(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/fields?{query}")
    assert (response.status_code, response.json()["detail"]) == (400, detail)


@pytest.mark.database_independent
@override_settings(ROOT_URLCONF="tests.urls_with_a_further_list")
def test_the_columns_of_a_list_that_is_added_appear_by_themselves(client: Client) -> None:
    assert [row["name"] for row in rows(client, "?list=quotations")] == ["code", "start", "end", "revision"]


@pytest.mark.database_independent
def test_the_committed_page_is_that_of_the_code() -> None:
    assert (DOCS / "fields.md").read_text() == page(), "run manage.py write_fields"
