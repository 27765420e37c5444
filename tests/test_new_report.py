"""A later report with months, quarters, averages, ranges and a revised figure is loaded from fixtures alone."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.serving import ROOT

pytestmark = pytest.mark.django_db

FIXTURES = ROOT / "fixtures"
NEW_REPORT = ROOT / "tests" / "new_report"
COLUMNS = "metric,region,time_period,value,unit,value_low,value_high,qualifier,value_type,base_period,comparison"
FIGURES: list[list[Any]] = [
    ["poor-population", "610900", "2018", 229600, "person", 229550, 229650, "exact", "superseded", None, None],
    ["poor-population", "610900", "2018", 269600, "person", 269550, 269650, "exact", "actual", None, None],
    ["poor-population", "610900", "2020-06", 12100, "person", 12050, 12150, "exact", "actual", None, None],
    ["poverty-incidence", "610900", "2020-06", 0.5, "percent", 0.45, 0.55, "exact", "actual", None, None],
    [
        *("poverty-incidence-change", "610900", "2020-06", -10, "percentage-point", -10.5, -9.5),
        *("exact", "actual", "2018", "base"),
    ],
    ["poor-population", "610902", "2020-06", 3100, "person", 3100, 3100, "exact", "actual", None, None],
    ["poor-population", "610924", "2020-06", 2050, "person", 2050, 2050, "exact", "actual", None, None],
    ["women-among-poor-share", "610900", "2020-06", 46.2, "percent", 46.15, 46.25, "exact", "actual", None, None],
    ["rural-income", "610900", "2019", 10475, "yuan-per-person", 10474.5, 10475.5, "exact", "actual", None, None],
    ["rural-income-growth", "610900", "2019", 9.7, "percent", 9.65, 9.75, "exact", "actual", None, "year_on_year"],
    ["rural-income-ratio", "610900", "2019", 1.9, "multiple", 1.85, 1.95, "exact", "actual", "2012", "base"],
    [
        *("rise-in-income-per-poor-household", "610900", "2019", None, "yuan-per-household", 30000, 50000),
        *("range", "actual", None, None),
    ],
    [
        *("households-with-income-of-60000", "610900", "2019", 21000, "household", 21000, None),
        *("at_least", "actual", None, None),
    ],
    ["poor-labourers-with-jobs-share", "610900", "2019", 75, "percent", None, 75, "at_most", "actual", None, None],
    [
        *("special-funds", "610900", "2016/2020-S1", 1840000000, "yuan", 1835000000, 1845000000),
        *("exact", "actual", None, None),
    ],
    ["plan-fulfilment", "610900", "2016/2020-S1", 103.8, "percent", 103.75, 103.85, "exact", "actual", None, None],
    ["new-rural-roads", "610900", "2016/2020-S1", 1236.5, "kilometre", 1236.45, 1236.55, "exact", "actual", None, None],
    ["tea-gardens", "610900", "2016/2020-S1", 1008000, "mu", None, None, "approximate", "actual", None, None],
    ["households-reached", "610900", "2016/2020-S1", 4200, "household", 4200, None, "at_least", "actual", None, None],
    ["student-grants", "610900", "2019-09/2020-08", 96000, "grant", 95500, 96500, "exact", "actual", None, None],
    ["produce-sold", "610900", "2020-Q3", 360000000, "yuan", 355000000, 365000000, "exact", "actual", None, None],
    [
        *("produce-sold-change", "610900", "2020-Q3", -2.1, "percent", -2.15, -2.05),
        *("exact", "actual", None, "year_on_year"),
    ],
]


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_fixtures", FIXTURES, NEW_REPORT, verbosity=0, strict=True)


def test_every_figure_has_its_value_unit_period_and_interval(loaded: None, client: Client) -> None:
    response = client.get(f"/api/v1/observations?document=invented-report-2020&page_size=100&fields={COLUMNS}")
    rows = [[row[name] for name in COLUMNS.split(",")] for row in response.json()["results"]]
    assert sorted(rows, key=str) == sorted(FIGURES, key=str)


def test_every_figure_agrees_with_its_words(loaded: None, client: Client) -> None:
    response = client.get("/api/v1/verification?document=invented-report-2020&page_size=100")
    assert response.json()["meta"]["checks"]["observations_disagree"] == 0
    assert [row["observation"] for row in response.json()["results"] if not row["agrees"]] == []


def test_the_revised_figure_is_the_latest_and_the_replaced_one_is_listed(loaded: None, client: Client) -> None:
    latest = client.get("/api/v1/observations?metric=poor-population&region=610900&period=2018&latest=true").json()
    assert [(row["document"], row["value"]) for row in latest["results"]] == [("invented-report-2020", 269600)]
    restating = client.get("/api/v1/observations/ankang-report-poor-population-610900-2018").json()["restated_by"]
    assert restating == [
        "invented-report-2020-poor-population-610900-2018",
        "invented-report-2020-poor-population-610900-2018-superseded",
    ]
