"""What can be true is not refused: every published record passes, and what only looks odd is told."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.models import Metric, Observation, Quote
from indicators.text.numbers.chinese_numbers import read

pytestmark = pytest.mark.django_db


def observation(metric: str, **changed: Any) -> Observation:
    found: Observation = Observation.objects.filter(metric__code=metric)[0]
    for name, value in changed.items():
        setattr(found, name, value)
    found.derive()
    return found


def told(record: Observation) -> list[str]:
    """The impossible, with its field, or else the odd."""
    try:
        raise_errors(record)
    except ValidationError as error:
        return [f"{field}: {message}" for field, messages in error.message_dict.items() for message in messages]
    return record_warnings(record)


def test_all_that_is_published_is_possible_and_nothing_of_it_is_odd() -> None:
    records = [*Observation.objects.all(), *Metric.objects.all(), *Quote.objects.all()]
    assert len(Observation.objects.all()) == 48
    for record in records:
        raise_errors(record)
    assert {str(record): record_warnings(record) for record in records if record_warnings(record)} == {}


@pytest.mark.parametrize(
    ("metric", "changed"),
    [
        ("loan-amount", {"value": Decimal(2624)}),
        ("gift-money-change", {"value": Decimal(-7)}),
        ("gift-money-change", {"value": Decimal(-700)}),
        ("banquets-change", {"value": Decimal(-6)}),
        ("course-appearances", {"value": Decimal(30)}),
        ("poor-population-rank", {"value": Decimal(10)}),
        ("factory-employees", {"value": Decimal(0)}),
        ("factory-employees", {"value": Decimal(17632), "value_text": "1763人"}),
        ("factory-employees", {"value": Decimal(17632), "value_text": "17632万"}),
        ("factory-employees", {"value": Decimal(1763), "value_text": "众多"}),
    ],
)
def test_another_order_of_magnitude_than_the_text_prints_is_impossible(metric: str, changed: dict[str, Any]) -> None:
    [message] = told(observation(metric, **changed))
    assert "is off by a factor of ten or more. “万” is 10,000 and “亿” is 100,000,000." in message
    assert message.startswith("value: ")


@pytest.mark.parametrize(
    ("metric", "changed", "expected"),
    [
        (
            "factory-employees",
            {"value": Decimal(17631)},
            ["Value: the words “吸纳就业17632人” give 17,632; the record says 17,631."],
        ),
        (
            "gift-money-change",
            {"value": Decimal(70)},
            [
                "Value: the words ““人情份子”下降了七成” give -70; the record says 70.",
                "Sign: the words ““人情份子”下降了七成” give negative; the record says positive.",
            ],
        ),
        (
            "poor-counties",
            {"value": Decimal(9000)},
            ["Value: the words “9县1区都是贫困县” give 10; the record says 9,000."],
        ),
        (
            "relocated-people-13th-plan",
            {"value": Decimal(940000), "value_text": "94万人", "qualifier": "approximate"},
            [
                "Value text: the words “41.9万人” do not contain “94万人”.",
                "Value: the words “41.9万人” give 419,000; the record says 940,000.",
                "Printed decimals: the words “41.9万人” give 1; the record says 0.",
                "Qualifier: the words ““十二五”以来全市累计搬迁安置26.6万户92万人，"
                "其中“十三五”以来搬迁安置13.4万户41.9万人” give Exact; the record says Approximate.",
                "Part and whole: the part is larger than its whole. "
                "Part: People relocated and resettled since the 13th Five-Year Plan began, Ankang City, 2016–2019: "
                "940,000 (“41.9万人”). "
                "Whole: People relocated and resettled since the 12th Five-Year Plan began, Ankang City, 2011–2019: "
                "920,000 (“92万人”). "
                "(ankang-report-relocated-people-13th-plan-610900-since-2016, "
                "ankang-report-relocated-people-610900-since-2011)",
            ],
        ),
    ],
)
def test_what_may_be_true_is_only_odd(metric: str, changed: dict[str, Any], expected: list[str]) -> None:
    assert told(observation(metric, **changed)) == expected


def test_a_fraction_of_nothing_is_no_number() -> None:
    assert read("减少零分之三", []) is None
