"""What the words say of a value's bounds: one-sided, approximate, implied, and ranges, which have no value."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.checks.warnings import record_warnings
from indicators.models import Observation
from indicators.text.precision import Ends, Printed
from tests.editing import correct, tampering

pytestmark = pytest.mark.django_db

LOAN = "ankang-report-loan-amount-610900-at-report"
FACTORIES = "ankang-report-loan-factories-610900-at-report"
MEASURE_WORDS = ("元", "户", "亩", "人", "%", "成", "个百分点")
RANGE = {"value": None, "qualifier": "range", "value_text": "3-5万元"}


def change(code: str, **fields: Any) -> Observation:
    observation = Observation.objects.get(code=code)
    correct(observation, **fields)
    return observation


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("100.5万人", (4, 1)),
        ("七成", (1, 0)),
        ("三分之二", None),
        ("一半", None),
        ("全覆盖", None),
        ("3.5千公里", (3, 1)),
        ("15万亿元", (12, 0)),
        ("1,236.5公里", (0, 1)),
        ("1，236人", (0, 0)),
        ("九万六千人次", (3, 0)),
        ("两千三百零五人", (0, 0)),
        ("三百户", (2, 0)),
        ("十万人", (4, 0)),
        ("第二", (0, 0)),
        ("3百分点", (0, 0)),
    ],
)
def test_precision_is_read_from_figures_and_from_words(text: str, printed: tuple[int, int] | None) -> None:
    assert Printed.read(text) == printed


@pytest.mark.parametrize(
    ("text", "low", "high", "printed"),
    [
        ("3-5万元", 30000, 50000, (4, 0)),
        ("３－５万元", 30000, 50000, (4, 0)),
        ("3万元至5万元", 30000, 50000, (4, 0)),
        ("5000-1万元", 5000, 10000, (4, 0)),
        ("1.5～2.5万亩", 15000, 25000, (4, 1)),
        ("1,000—2,000户", 1000, 2000, (0, 0)),
        ("30%—40%", 30, 40, (0, 0)),
        ("三到五成", 30, 50, (1, 0)),
        ("七八成", 70, 80, (1, 0)),
        ("三四百户", 300, 400, (2, 0)),
        ("三千至五千户", 3000, 5000, (3, 0)),
        ("十到二十户", 10, 20, (0, 0)),
        ("下降2-3个百分点", -3, -2, (0, 0)),
        ("3-5 万 元", 30000, 50000, (4, 0)),
        ("3 - 5 万元", 30000, 50000, (4, 0)),
        ("3 万元 至 5 万元", 30000, 50000, (4, 0)),
        ("七八 成", 70, 80, (1, 0)),
    ],
)
def test_both_ends_of_a_range_are_read(text: str, low: int, high: int, printed: tuple[int, int]) -> None:
    assert Ends.read(text, MEASURE_WORDS) == (Decimal(low), Decimal(high), printed)


@pytest.mark.parametrize("text", ["22.96万人", "十七八人", "十有八九", "三分之二"])
def test_what_is_no_range_has_no_ends(text: str) -> None:
    assert Ends.read(text, MEASURE_WORDS) is None


@pytest.mark.parametrize(
    ("code", "changes", "value", "low", "high"),
    [
        (FACTORIES, {"value": 21000, "value_text": "2.1万家", "qualifier": "at_least"}, 21000, 21000, None),
        (FACTORIES, {"value": 2000, "value_text": "2000多家", "qualifier": "at_least"}, 2000, 2000, None),
        (FACTORIES, {"value": 75, "value_text": "75家", "qualifier": "at_most"}, 75, None, 75),
        (FACTORIES, {"value": 40, "value_text": "40家", "qualifier": "approximate"}, 40, None, None),
        (LOAN, {"value": 26240000, "value_text": "2624万元", "qualifier": "approximate"}, 26240000, None, None),
        (LOAN, {"value": None, "value_text": "3-5万元", "qualifier": "range"}, None, 30000, 50000),
        (FACTORIES, {"value": 40, "value_text": "全部", "derivation": "implied"}, 40, 40, 40),
        (
            FACTORIES,
            {"value": 40, "value_text": "众多", "derivation": "implied", "qualifier": "at_least"},
            40,
            40,
            None,
        ),
    ],
)
def test_the_qualifier_opens_the_interval(
    client: Client, code: str, changes: dict[str, Any], value: int | None, low: int | None, high: int | None
) -> None:
    change(code, **changes)
    body = client.get(f"/api/v1/observations/{code}").json()
    assert (body["value"], body["value_low"], body["value_high"]) == (value, low, high)


def test_an_implied_value_has_no_printed_precision(client: Client) -> None:
    rows = client.get(
        "/api/v1/observations?derivation=implied&fields=metric,value,printed_mult,printed_decimals"
    ).json()
    assert rows["results"] == [
        {"metric": "factory-coverage", "value": 100, "printed_mult": None, "printed_decimals": None},
        {"metric": "loan-coverage", "value": 100, "printed_mult": None, "printed_decimals": None},
        {"metric": "poor-counties", "value": 10, "printed_mult": None, "printed_decimals": None},
    ]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"value": None},
            "value",
            "Give the value. Only a printed range such as “3-5万元” has none: its qualifier is Range.",
        ),
        (
            {"qualifier": "range"},
            "value",
            "A range has no value: leave it empty; both ends are read from the printed value.",
        ),
        (
            {"qualifier": "range", "value": None, "value_text": "若干家"},
            "value_text",
            "The two ends of the range cannot be read in “若干家”; write them as “3-5万元”, “三到五成” or “七八成”.",
        ),
        (
            {"qualifier": "range", "value": None, "value_text": "下降3-5家"},
            "value_text",
            "A count is not negative: -5.",
        ),
    ],
)
def test_what_cannot_be_a_range_is_refused(fields: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        change(FACTORIES, **fields)
    assert refusal.value.message_dict[field][0] == message


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"value": None}, "observation_value_or_range"),
        ({"qualifier": "range"}, "observation_value_or_range"),
        ({"value": None, "qualifier": "range", "value_low": None, "value_high": 5}, "observation_value_or_range"),
        ({"value": None, "qualifier": "range", "value_low": 6, "value_high": 5}, "observation_value_or_range"),
        ({"value_low": 41, "value_high": None}, "observation_value_in_interval"),
        ({"value_low": None, "value_high": 39}, "observation_value_in_interval"),
    ],
)
def test_the_database_refuses_a_value_that_contradicts_its_bounds(fields: dict[str, Any], name: str) -> None:
    with tampering(), pytest.raises(IntegrityError, match=name), transaction.atomic():
        Observation.objects.filter(code=FACTORIES).update(**fields)


def test_the_database_takes_one_bound_alone() -> None:
    with tampering(), transaction.atomic():
        assert Observation.objects.filter(code=FACTORIES).update(value_low=40, value_high=None) == 1
        assert Observation.objects.filter(code=FACTORIES).update(value_low=None, value_high=40) == 1


def test_a_range_comes_last_in_the_order_of_values(client: Client) -> None:
    change(LOAN, **RANGE)
    for sort in ("value", "-value"):
        pages = client.get(f"/api/v1/observations?sort={sort}&page_size=47&fields=code,value").json()
        assert all(row["value"] is not None for row in pages["results"])
        last = client.get(pages["next"]).json()["results"]
        assert last == [{"code": LOAN, "value": None}]


def test_a_range_has_no_value_to_compare(client: Client) -> None:
    change(LOAN, **RANGE)
    path = "/api/v1/observations?metric=loan-amount&fields=value,value_low,value_high,value_text,qualifier"
    found = [
        {"value": None, "value_low": 30000, "value_high": 50000, "value_text": "3-5万元", "qualifier": "range"},
    ]
    for query in ("", "&value__isnull=true", "&qualifier=range", "&latest=true"):
        assert client.get(path + query).json()["results"] == found
    for query in ("&value__gt=0", "&value__lt=100000", "&value__isnull=false"):
        assert client.get(path + query).json()["results"] == []


def test_series_and_tables_show_a_range_by_its_ends(client: Client) -> None:
    change(LOAN, **RANGE)
    [series] = client.get("/api/v1/series?metric=loan-amount&fields=value,value_low,value_high").json()["results"]
    assert series == {"points": [{"value": None, "value_low": 30000, "value_high": 50000}]}
    query = "metric=loan-amount&fields=value,value_low,value_high"
    assert b"".join(client.get(f"/api/v1/observations.csv?{query}")) == (
        b"value,value_low,value_high\r\n,30000,50000\r\n"
    )
    pivot = b"".join(client.get("/api/v1/series.csv?pivot=time_period&metric=loan-amount")).decode()
    assert pivot.splitlines()[1].endswith(",安康市,Ankang City,yuan,元,yuan,actual,ankang-report,")


def test_json_stat_has_a_cell_without_a_value_for_a_range(client: Client) -> None:
    change(LOAN, **RANGE)
    body = json.loads(b"".join(client.get("/api/v1/observations?metric=loan-amount&format=jsonstat")))
    assert body["value"] == {"0": None}
    assert (body["extension"]["value_low"], body["extension"]["value_high"]) == ({"0": 30000}, {"0": 50000})


def test_pages_of_a_corrector_show_a_range(admin_client: Client) -> None:
    observation = change(LOAN, **RANGE)
    page = admin_client.get(f"/admin/indicators/observation/{observation.pk}/change/").content.decode()
    assert "30,000 – 50,000" in page
    page = admin_client.get(f"/admin/indicators/metric/{observation.metric_id}/change/").content.decode()
    assert "until 2019</a> 30,000 – 50,000 CN¥ " in page


def test_a_range_is_compared_by_its_ends() -> None:
    households = Observation.objects.get(metric__code="relocated-households-13th-plan")
    households.value, households.qualifier, households.value_text = None, "range", "30-40万户"
    households.derive()
    assert record_warnings(households)[0] == "Value text: the words “搬迁安置13.4万户” do not contain “30-40万户”."
