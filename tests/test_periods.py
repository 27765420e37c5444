"""Periods of a year or a part of it, at either end of a range; what a change is compared with; measured units."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.models import Metric, Observation, Unit
from indicators.text.period import Period, code_part
from tests.editing import correct, tampering
from tests.fixture_files import REPORTS, edit_record

pytestmark = pytest.mark.django_db

CHANGE = "ankang-report-gift-money-change-610900-undated"


@pytest.mark.parametrize(
    ("key", "start", "end", "code"),
    [
        ("2018", "2018-01-01", "2018-12-31", "2018"),
        ("2018-S1", "2018-01-01", "2018-06-30", "2018-s1"),
        ("2018-S2", "2018-07-01", "2018-12-31", "2018-s2"),
        ("2018-Q1", "2018-01-01", "2018-03-31", "2018-q1"),
        ("2018-Q4", "2018-10-01", "2018-12-31", "2018-q4"),
        ("2020-02", "2020-02-01", "2020-02-29", "2020-02"),
        ("2020-06-30", "2020-06-30", "2020-06-30", "2020-06-30"),
        ("2011/2019", "2011-01-01", "2019-12-31", "2011-2019"),
        ("2016/2020-S1", "2016-01-01", "2020-06-30", "2016-2020-s1"),
        ("2019-09/2020-08", "2019-09-01", "2020-08-31", "2019-09-2020-08"),
        ("../2019", None, "2019-12-31", "until-2019"),
        ("../2020-06-30", None, "2020-06-30", "until-2020-06-30"),
    ],
)
def test_a_key_is_read_to_its_first_and_last_day(key: str, start: str | None, end: str, code: str) -> None:
    period = Period.parse(key)
    assert (period.start.isoformat() if period.start else None, period.end.isoformat()) == (start, end)
    assert code_part(key, "stated") == code


@pytest.mark.parametrize(
    "key",
    [
        *("", "18", "2018-6", "2018-13", "2018-00", "2018-02-30", "2018-Q5", "2018-S3", "2018-q3", "20180630", "0000"),
        *("2018/", "/2018", "2018/..", "../..", "2018/2019/2020", "２０１８", "2018\n", "0000-06/2018"),
    ],
)
def test_another_key_is_refused_with_the_allowed_forms(key: str) -> None:
    with pytest.raises(
        ValueError, match="is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019"
    ):
        Period.parse(key)


@pytest.mark.parametrize("key", ["2019/2018", "2018-07/2018-S1", "2018-06-30/2018-06-29"])
def test_a_range_does_not_end_before_it_starts(key: str) -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period.parse(key)


@pytest.fixture
def loaded_periods(fixtures_with_second_report: Path) -> None:
    """Observations of one metric for four periods, as a second report."""
    folder = fixtures_with_second_report / "second-report"
    rows = json.loads((folder / "observations.json").read_text())
    periods = ("2020-06", "2020-Q2", "2020-S1", "2020-06-30/2020-08")
    copies = [rows[0] | {"time_period": period, "restates": None} for period in periods]
    (folder / "observations.json").write_text(json.dumps([*rows, *copies]))
    call_command("load_fixtures", fixtures_with_second_report, verbosity=0)


@pytest.fixture
def fixtures_with_second_report(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REPORTS, tmp_path / "reports"))


LIST = "/api/v1/observations?document=invented-bulletin-2020"


@pytest.mark.usefixtures("loaded_periods")
@pytest.mark.parametrize(
    ("query", "periods"),
    [
        ("", ["2018", "2020-06", "2020-Q2", "2020-S1", "2020-06-30/2020-08"]),
        ("&period=2020-06", ["2020-06"]),
        ("&period=2020-Q2,2020-S1", ["2020-Q2", "2020-S1"]),
        ("&period=2020-06-30/2020-08", ["2020-06-30/2020-08"]),
        ("&end_period=2020-Q1", ["2018", "2020-S1"]),
        ("&end_period=2020-05", ["2018", "2020-Q2", "2020-S1"]),
        ("&start_period=2020-07-01", ["2020-06-30/2020-08"]),
        ("&start_period=2020-S2", ["2020-06-30/2020-08"]),
        ("&start_period=2020-06&end_period=2020-06", ["2020-06", "2020-Q2", "2020-S1", "2020-06-30/2020-08"]),
    ],
)
def test_lists_filter_by_parts_of_a_year(client: Client, query: str, periods: list[str]) -> None:
    rows = client.get(f"{LIST}&fields=time_period{query}").json()["results"]
    assert sorted(row["time_period"] for row in rows) == sorted(periods)


@pytest.mark.usefixtures("loaded_periods")
def test_parts_of_a_year_have_codes_days_and_an_order(client: Client) -> None:
    rows = client.get(f"{LIST}&sort=period_end,period_start&fields=code,period_start,period_end").json()["results"]
    code = "invented-bulletin-2020-poor-population-610900"
    assert rows == [
        {"code": f"{code}-2018", "period_start": "2018-01-01", "period_end": "2018-12-31"},
        {"code": f"{code}-2020-s1", "period_start": "2020-01-01", "period_end": "2020-06-30"},
        {"code": f"{code}-2020-q2", "period_start": "2020-04-01", "period_end": "2020-06-30"},
        {"code": f"{code}-2020-06", "period_start": "2020-06-01", "period_end": "2020-06-30"},
        {"code": f"{code}-2020-06-30-2020-08", "period_start": "2020-06-30", "period_end": "2020-08-31"},
    ]
    latest = client.get("/api/v1/observations?metric=poor-population&latest=true&fields=time_period").json()["results"]
    assert latest == [{"time_period": "2020-06-30/2020-08"}]
    pivot = b"".join(client.get("/api/v1/series.csv?pivot=time_period&metric=poor-population")).decode()
    assert pivot.splitlines()[0].split(",")[11:] == [
        "2012",
        "2018",
        "2020-S1",
        "2020-Q2",
        "2020-06",
        "2020-06-30/2020-08",
    ]


def test_an_undated_figure_has_no_known_start(fixtures_with_second_report: Path) -> None:
    path = fixtures_with_second_report / "second-report" / "observations.json"
    edit_record(path, 0, period_basis="undated", period_quote=None, time_period="2020")
    with pytest.raises(Exception, match=r"time_period: An undated period has no known start: write \.\./2020\."):
        call_command("load_fixtures", fixtures_with_second_report, verbosity=0)


def test_no_published_figure_without_a_date_has_a_start(client: Client) -> None:
    rows = client.get("/api/v1/observations?period_basis=undated&period_start__isnull=false").json()
    assert rows["count"] == 0
    rows = client.get("/api/v1/observations?metric=industry-covered-people&fields=code,time_period,period_start").json()
    assert rows["results"] == [
        {
            "code": "ankang-report-industry-covered-people-610900-at-report",
            "time_period": "../2019",
            "period_start": None,
        }
    ]


def test_a_change_says_what_it_is_compared_with(client: Client) -> None:
    correct(Observation.objects.get(code=CHANGE), comparison="year_on_year")
    path = "/api/v1/observations?comparison=year_on_year&fields=code,base_period,comparison"
    assert client.get(path).json()["results"] == [{"code": CHANGE, "base_period": None, "comparison": "year_on_year"}]
    correct(Observation.objects.get(code=CHANGE), comparison="base", base_period="2018-S1")
    body = client.get(f"/api/v1/observations/{CHANGE}").json()
    assert (body["base_period"], body["comparison"]) == ("2018-S1", "base")


@pytest.mark.parametrize(
    ("code", "fields", "problem"),
    [
        (CHANGE, {"comparison": "base"}, "A comparison with a base period needs the base period."),
        (
            "ankang-report-counties-610900-undated",
            {"comparison": "year_on_year"},
            "Only a change, a rate or a ratio has a comparison.",
        ),
    ],
)
def test_a_comparison_that_cannot_be_is_refused(code: str, fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        correct(Observation.objects.get(code=code), **fields)


def test_the_database_refuses_a_base_without_a_period() -> None:
    with tampering(), pytest.raises(IntegrityError, match="observation_base_has_a_period"), transaction.atomic():
        Observation.objects.filter(code=CHANGE).update(comparison="base")


@pytest.mark.parametrize(
    ("measure", "unit"),
    [("amount", "kilometre"), ("amount", "yuan-per-person"), ("rate", "percent"), ("ratio", "multiple")],
)
def test_a_measure_is_in_units_of_its_kinds(measure: str, unit: str) -> None:
    raise_errors(Metric(pk=0, measure=measure, unit=Unit.objects.get(code=unit)))


@pytest.mark.parametrize(
    ("measure", "unit", "kinds", "kind"),
    [
        ("count", "kilometre", "Count", "Quantity"),
        ("amount", "person", "Currency, Quantity", "Count"),
        ("rate", "yuan", "Ratio", "Currency"),
        ("ratio", "rank", "Ratio", "Ordinal"),
    ],
)
def test_a_measure_in_a_unit_of_another_kind_is_impossible(measure: str, unit: str, kinds: str, kind: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        raise_errors(Metric(pk=0, measure=measure, unit=Unit.objects.get(code=unit)))
    message = f"A metric of this measure has a unit of the kind {kinds}; {unit} is of the kind {kind}."
    assert refusal.value.message_dict == {"measure": [message]}


def test_a_rate_may_exceed_a_hundred_and_a_share_may_not() -> None:
    share = Observation.objects.get(metric__code="factory-employees-poor-share")
    share.value, share.value_text = Decimal("105.3"), "105.3%"
    with pytest.raises(ValidationError, match="A share is between 0 and 100"):
        share.clean()
    share.metric.measure = "rate"
    share.clean()


@pytest.mark.parametrize(
    ("unit", "text", "value", "low", "high"),
    [
        ("yuan-per-person", "10475元", 10475, 10474.5, 10475.5),
        ("yuan", "10475元", 10475, 10475, 10475),
        ("kilometre", "1236公里", 1236, 1235.5, 1236.5),
        ("multiple", "1.9倍", 1.9, 1.85, 1.95),
    ],
)
def test_a_measured_number_is_never_exact(unit: str, text: str, value: float, low: float, high: float) -> None:
    observation = Observation.objects.get(metric__code="loan-amount")
    observation.metric.unit = Unit.objects.get(code=unit)
    observation.value, observation.value_text = Decimal(str(value)), text
    observation.derive()
    assert (observation.value_low, observation.value_high) == (Decimal(str(low)), Decimal(str(high)))


def test_an_average_in_a_unit_that_counts_is_told() -> None:
    observation = Observation.objects.get(metric__code="loan-amount")
    observation.quote.exact = "户均2624万元"
    message = "“户均2624万元” gives an average: its unit is of the kind Quantity, such as yuan per person."
    assert message in record_warnings(observation)
    observation.metric.unit = Unit.objects.get(code="yuan-per-household")
    assert message not in record_warnings(observation)
