"""Fields, expanded records and tables of lists that nest their rows in JSON."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from tests.formats import body
from tests.notes import NOTE_EN, NOTE_ZH

pytestmark = pytest.mark.django_db

LISTS = [
    *("observations", "series", "metrics", "regions", "units", "programmes", "parts", "achievements", "documents"),
    *("documents/ankang-report/passages", "documents/ankang-report/quotes", "verification", "revisions"),
    *("corrections", "search?q=搬迁", "metrics/poor-population/history", "derived", "relations"),
]


def results(client: Client, path: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def table(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(f"/api/v1/{path}")).decode(), newline="")))


def test_the_basic_fields_of_observations_are_those_that_a_person_reads(client: Client) -> None:
    assert results(client, "observations?metric=poor-population&period=2018&fields=basic") == [
        {
            "metric_name_zh": "贫困人口",
            "metric_name_en": "Poor population",
            "region_name_zh": "安康市",
            "region_name_en": "Ankang City",
            "time_period": "2018",
            "value": 229600,
            "value_text": "22.96万人",
            "unit": "person",
            "qualifier": "exact",
            "note_zh": NOTE_ZH,
            "note_en": NOTE_EN,
        }
    ]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_basic_fields_in_json_and_in_tables(client: Client, path: str) -> None:
    mark = "&" if "?" in path else "?"
    whole, short = results(client, path), results(client, f"{path}{mark}fields=basic")
    assert len(short) == len(whole)
    assert all(len(row) > 0 for row in short)
    name, _question, query = path.partition("?")
    [header] = list(csv.reader(io.StringIO(body(client.get(f"/api/v1/{name}.csv?{query}&fields=basic")).decode())))[:1]
    assert len(header) >= 2


def test_basic_may_stand_beside_other_fields(client: Client) -> None:
    [row] = results(client, "units?q=县&fields=code,basic")
    assert list(row) == ["code", "name_zh", "name_en", "symbol", "kind", "measure_words"]


def test_fields_of_series_choose_those_of_its_points_too(client: Client) -> None:
    assert results(client, "series?metric=poor-population&fields=metric,time_period,value") == [
        {
            "metric": "poor-population",
            "points": [{"time_period": "2012", "value": 1005000}, {"time_period": "2018", "value": 229600}],
        }
    ]
    assert results(client, "series?metric=poor-population&fields=code") == [{"code": "poor-population--610900"}]


def test_expand_adds_records_and_changes_no_field(client: Client) -> None:
    query = "metric=poor-population&period=2018"
    [plain] = results(client, f"observations?{query}")
    [row] = results(client, f"observations?{query}&expand=metric,quote,programme")
    [metric] = results(client, "metrics?q=某地区被认定为贫困的人口数")
    assert row.pop("metric_record") == metric
    assert row.pop("quote_record")["exact"] == "减少到22.96万人"
    assert row.pop("programme_record") is None
    assert row == plain
    [short] = results(client, f"observations?{query}&fields=value&expand=unit")
    assert short["value"] == 229600
    assert short.keys() == {"value", "unit_record"}
    assert short["unit_record"]["name_en"] == "people"
    record = client.get(f"/api/v1/observations/{plain['code']}?expand=region&fields=code").json()
    assert (record.keys(), record["region_record"]["name_en"]) == ({"code", "region_record"}, "Ankang City")


def test_expanded_records_are_of_the_same_revision(client: Client) -> None:
    [row] = results(client, "observations?metric=poor-population&period=2018&expand=metric&revision=1")
    assert row["metric_record"]["revision"] == 1


@pytest.mark.parametrize(
    ("path", "parameter", "code"),
    [
        ("observations?expand=colour", "expand", "unknown_field"),
        ("observations?expand=metric,metric", "expand", "repeated"),
        ("observations.csv?expand=metric", "expand", "unknown_parameter"),
        ("regions?expand=parent", "expand", "unknown_parameter"),
        ("series?pivot=time_period", "pivot", "not_of_this_format"),
        ("series.csv?pivot=region", "pivot", "invalid"),
        ("series.csv?pivot=time_period&fields=value", "fields", "invalid"),
        ("observations.csv?pivot=time_period", "pivot", "unknown_parameter"),
        ("search?q=县&fields=colour", "fields", "unknown_field"),
        ("search.csv?q=县&sort=code", "sort", "unknown_parameter"),
    ],
)
def test_what_cannot_be_is_refused(client: Client, path: str, parameter: str, code: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 400
    assert [(error["parameter"], error["code"]) for error in response.json()["errors"]] == [(parameter, code)]


def test_a_pivot_table_has_a_row_for_each_metric_and_region_and_a_column_for_each_period(client: Client) -> None:
    text = body(client.get("/api/v1/series.csv?pivot=time_period&metric=poor-population,poverty-incidence")).decode()
    assert text == (
        "metric,metric_name_zh,metric_name_en,region,region_name_zh,region_name_en,"
        "unit,unit_name_zh,unit_name_en,value_type,document,2012,2018\r\n"
        "poor-population,贫困人口,Poor population,610900,安康市,Ankang City,"
        "person,人,people,actual,ankang-report,1005000,229600\r\n"
        "poverty-incidence,贫困发生率,Poverty incidence (headcount ratio),610900,安康市,Ankang City,"
        "percent,百分比,per cent,actual,ankang-report,40.7,10.5\r\n"
    )
    rows = table(client, "series.csv?pivot=time_period")
    assert len(rows) == client.get("/api/v1/series").json()["count"] == 46
    assert list(rows[0])[11:] == ["2012", "2018", "../2019", "2011/2019", "2016/2019", "2019"]


def test_verification_as_a_table_has_a_column_for_each_part_of_a_check(client: Client) -> None:
    [row] = table(client, "verification.csv?metric=poor-population&period=2018")
    assert row == {
        "observation": "ankang-report-poor-population-610900-2018",
        "document": "ankang-report",
        "quote": "ankang-report-p1-poor-population-2018",
        "quote_exact": "减少到22.96万人",
        **{"number_record": "229600", "number_read": "229600", "number_agrees": "true"},
        **{"multiplier_record": "4", "multiplier_read": "4", "multiplier_agrees": "true"},
        **{"decimals_record": "2", "decimals_read": "2", "decimals_agrees": "true"},
        **{"sign_record": "1", "sign_read": "1", "sign_agrees": "true"},
        **{"unit_record": "人; 名", "unit_read": "人", "unit_agrees": "true"},
        **{"period_record": "2018", "period_read": "2018", "period_agrees": "true"},
        **{"qualifier_record": "exact", "qualifier_read": "exact", "qualifier_agrees": "true"},
        **{"value_type_record": "actual", "value_type_read": "actual", "value_type_agrees": "true"},
        **{"subject_record": "贫困人口", "subject_read": "贫困人口", "subject_agrees": "true"},
        **{"region_record": "610900", "region_read": "610900", "region_agrees": "true"},
        "agrees": "true",
    }


def test_verification_counts_what_agrees(client: Client) -> None:
    assert client.get("/api/v1/verification?metric=poor-population").json()["meta"]["checks"] == {
        "agree": 20,
        "disagree": 0,
        "cannot_tell": 0,
        "observations_agree": 2,
        "observations_disagree": 0,
    }


def test_search_quotes_and_coverage_as_tables(client: Client) -> None:
    hits = table(client, "search.csv?q=搬迁")
    assert [hit["code"] for hit in hits] == [hit["code"] for hit in results(client, "search?q=搬迁")]
    assert hits[0]["highlights"].startswith("definition_zh: 100户以上的移民搬迁集中安置社区")
    quotes = table(client, "documents/ankang-report/quotes.csv")
    assert [quote["code"] for quote in quotes] == [
        quote["code"] for quote in results(client, "documents/ankang-report/quotes?page_size=1000")
    ]
    assert quotes[0] == {
        "code": "ankang-report-p1-qinba",
        "document": "ankang-report",
        "passage": "ankang-report-p1",
        "exact": "安康全域位于秦巴山集中连片特困地区",
        "prefix": "",
        "suffix": "，全市所辖9县1区都是贫困县，贫",
        "start": "0",
        "end": "17",
        "excluded_zh": "",
        "excluded_en": "",
        "revision": "1",
    }
    numerals = table(client, "documents/ankang-report/coverage.csv")
    assert len(numerals) == 82
    assert numerals[0] == {
        "passage": "ankang-report-p1",
        "text": "9",
        "start": "22",
        "end": "23",
        "status": "value",
        "quotes": "ankang-report-p1-counties; ankang-report-p1-poor-counties",
    }


def test_an_export_of_a_search_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programmes.views.SearchViewSet.max_export_rows", 5)
    response = client.get("/api/v1/search.csv?q=搬迁")
    assert response.status_code == 400
    assert response.json()["detail"] == "An export here has at most 5 rows, and these are 40. Narrow the query."


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_table_in_every_format(client: Client, path: str) -> None:
    name, _question, query = path.partition("?")
    for suffix in ("csv", "jsonl", "xlsx", "parquet"):
        response = client.get(f"/api/v1/{name}.{suffix}?{query}")
        assert response.status_code == 200
        assert body(response) or path == "corrections"


@pytest.mark.parametrize(
    "path",
    [
        "observations?fields=value&expand=metric",
        "verification?fields=checks",
        "verification.csv?fields=number_read",
        "series?fields=points",
        "series.csv?pivot=time_period",
        "units/person?fields=links",
        "units/person.csv?fields=basic",
    ],
)
def test_each_address_in_a_link_header_is_served(client: Client, path: str) -> None:
    for url in re.findall("<http://testserver([^>]*)>", client.get(f"/api/v1/{path}")["Link"]):
        assert client.get(url).status_code == 200, url


def test_the_columns_of_a_pivot_table_are_described(client: Client) -> None:
    tables = client.get("/api/v1/series.csv-metadata.json?pivot=time_period&metric=poor-population").json()["tables"]
    assert [column["name"] for column in tables[0]["tableSchema"]["columns"]][-2:] == ["2012", "2018"]
