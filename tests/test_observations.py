"""Observations: a figure with its unit, period, precision and the words it comes from."""

from typing import Any

import pytest
from django.test import Client

from tests.notes import NOTE_EN, NOTE_ZH

pytestmark = pytest.mark.django_db

POOR_POPULATION_2018: dict[str, Any] = {
    "code": "ankang-report-poor-population-610900-2018",
    "document": "ankang-report",
    "metric": "poor-population",
    "metric_name_zh": "贫困人口",
    "metric_name_en": "Poor population",
    "region": "610900",
    "region_name_zh": "安康市",
    "region_name_en": "Ankang City",
    "region_level": "prefecture",
    "programme": None,
    "programme_name_zh": None,
    "programme_name_en": None,
    "measure": "count",
    "temporality": "stock",
    "time_period": "2018",
    "period_start": "2018-01-01",
    "period_end": "2018-12-31",
    "period_basis": "stated",
    "base_period": None,
    "comparison": None,
    "value": 229600,
    "value_low": 229550,
    "value_high": 229650,
    "value_text": "22.96万人",
    "printed_mult": 4,
    "printed_decimals": 2,
    "unit": "person",
    "unit_name_zh": "人",
    "unit_name_en": "people",
    "value_type": "actual",
    "qualifier": "exact",
    "obs_status": "A",
    "derivation": "printed",
    "restates": None,
    "restated_by": [],
    "note_zh": NOTE_ZH,
    "note_en": NOTE_EN,
    "quote": "ankang-report-p1-poor-population-2018",
    "quote_exact": "减少到22.96万人",
    "corrected": False,
    "withdrawn": False,
    "revision": 1,
}


LINKS = {
    "self",
    "history",
    "observations",
    "quote",
    "verification",
    "relations",
    "derived",
    "document",
    "metric",
    "region",
    "restates",
}


def test_one_observation_says_all_of_itself(client: Client) -> None:
    response = client.get("/api/v1/observations/ankang-report-poor-population-610900-2018")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    body = response.json()
    assert body.pop("links").keys() == LINKS
    assert body == POOR_POPULATION_2018
    assert list(body) == list(POOR_POPULATION_2018)


def test_a_list_says_its_terms_and_the_query_as_understood(client: Client) -> None:
    body = client.get("/api/v1/observations?metric=poor-population&period=2018").json()
    assert body.pop("meta").pop("updated_at").endswith("Z")
    assert body == {"count": 1, "next": None, "previous": None, "results": [POOR_POPULATION_2018]}
    meta = client.get("/api/v1/observations?period=2018&metric=poor-population").json()["meta"]
    del meta["updated_at"], meta["citation"]
    assert meta == {
        "revision": 1,
        "as_of": None,
        "licence": "CC-BY-4.0",
        "attribution_zh": "资料来源：安康市脱贫办报告；数据整理：安康开放数据 API（CC BY 4.0）",
        "attribution_en": "Source: report of the Ankang City Poverty Alleviation Office; "
        "compiled by the Ankang open-data API (CC BY 4.0)",
        "query": {"metric": "poor-population", "period": "2018"},
    }


FIGURES = [
    # what the report prints, and what it is as data: value, bounds, multiplier, decimals, unit, qualifier
    ("poor-population-610900-2012", 1005000, 1004500, 1005500, 4, 1, "person", "exact"),
    ("poverty-incidence-610900-2012", 40.7, 40.65, 40.75, 0, 1, "percent", "exact"),
    ("poverty-incidence-610900-2018", 10.5, 10.45, 10.55, 0, 1, "percent", "exact"),
    ("poor-population-rank-610900-undated", 1, 1, 1, 0, 0, "rank", "exact"),
    ("counties-610900-undated", 9, 9, 9, 0, 0, "county-level-division", "exact"),
    ("poor-counties-610900-undated", 10, 10, 10, None, None, "county-level-division", "exact"),
    ("deeply-poor-counties-610000-undated", 11, 11, 11, 0, 0, "county-level-division", "exact"),
    ("deeply-poor-counties-610900-undated", 4, 4, 4, 0, 0, "county-level-division", "exact"),
    ("industry-covered-households-610900-at-report", 137200, 137150, 137250, 4, 2, "household", "exact"),
    ("industry-covered-people-610900-at-report", 450100, 450050, 450150, 4, 2, "person", "exact"),
    ("banquets-change-610900-undated", -66.666667, None, None, None, None, "percent", "approximate"),
    ("gift-money-change-610900-undated", -70, -75, -65, 1, 0, "percent", "approximate"),
    ("factory-employees-poor-share-610900-undated", 31, 30.5, 31.5, 0, 0, "percent", "exact"),
    ("factory-coverage-610900-at-report-target", 100, 100, 100, None, None, "percent", "exact"),
    ("loan-amount-610900-at-report", 26240000, 26235000, 26245000, 4, 0, "yuan", "exact"),
    ("self-reliance-meetings-hosted-610900-undated", 2, 2, 2, 0, 0, "time", "exact"),
    ("relocated-people-610900-since-2011", 920000, 915000, 925000, 4, 0, "person", "exact"),
]


@pytest.mark.parametrize(("code", *["value", "low", "high", "mult", "decimals", "unit", "qualifier"]), FIGURES)
def test_precision_is_that_of_the_print(
    client: Client,
    code: str,
    value: float,
    low: float,
    high: float,
    mult: int,
    decimals: int,
    unit: str,
    qualifier: str,
) -> None:
    row = client.get(f"/api/v1/observations/ankang-report-{code}").json()
    fields = ("value", "value_low", "value_high", "printed_mult", "printed_decimals", "unit", "qualifier")
    assert [row[field] for field in fields] == [value, low, high, mult, decimals, unit, qualifier]


def test_numbers_are_json_numbers_whole_where_they_are_whole(client: Client) -> None:
    text = client.get("/api/v1/observations/ankang-report-poor-population-610900-2018").content.decode()
    assert '"value":229600,"value_low":229550,"value_high":229650,' in text


def test_what_the_report_leaves_unsaid_is_a_null_with_a_note(client: Client) -> None:
    row = client.get("/api/v1/observations/ankang-report-gift-money-change-610900-undated").json()
    assert (row["base_period"], row["period_start"], row["period_end"]) == (None, None, "2019-12-31")
    assert (row["time_period"], row["period_basis"]) == ("../2019", "undated")
    assert "报告未说明基期" in row["note_zh"]
    assert "The report states neither the base period nor" in row["note_en"]


def test_an_inferred_year_is_in_no_code(client: Client) -> None:
    rows = client.get("/api/v1/observations").json()["results"]
    inferred = [row for row in rows if row["period_basis"] in ("report", "undated")]
    assert len(inferred) == 40
    assert [row["code"] for row in inferred if "2019" in row["code"]] == []
    assert [row["code"] for row in inferred if not (row["note_zh"] and row["note_en"])] == []


def test_all_figures_of_the_report_are_there(client: Client) -> None:
    rows = client.get("/api/v1/observations").json()["results"]
    assert len(rows) == 48
    assert {row["programme"] for row in rows} == {
        None,
        "branch-x-household",
        "new-civic-norms",
        "three-changes",
        "new-community-factory",
        "cadre-capacity",
    }
