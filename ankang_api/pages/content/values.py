"""Values, units, periods and counts as pages show them, in the language of the page."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.charts.text.numbers import figure_label, is_percent, precision_label, quantity_label
from indicators.charts.text.words import BETWEEN, Language
from indicators.checks.names import figure_name, in_chinese, in_language, with_colon
from indicators.models import Observation, Unit

EN_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ZH_NUMBERS = "零一两三四五六七八九十"
MAX_IN_WORDS = 10
MIN_YEAR_CHARS = 4


class Shown(NamedTuple):
    """A value in parts: the number with its sign, the unit (empty if the number has it), and how precise it is."""

    number: str
    unit: str
    precision: str
    """± half of the interval, or the interval; empty for an exact value and where there are no bounds."""
    is_target: bool
    counts: bool
    """Whether the value counts what its metric names, so that the unit adds nothing."""


def shown(observation: Observation) -> Shown:
    unit = observation.metric.unit
    return Shown(
        number_of(observation),
        unit_of(unit),
        precision_label(observation, language()),
        observation.value_type == Observation.ValueType.TARGET,
        unit.kind == Unit.Kind.COUNT,
    )


def value_with_unit(observation: Observation) -> str:
    """229,600 people; 229,600人."""
    value = shown(observation)
    return f"{value.number}{value.unit}" if in_chinese() else f"{value.number} {value.unit}".strip()


def named_value(observation: Observation) -> str:
    """Poor population, Ankang City, 2018: 229,600 people."""
    return with_colon(figure_name(observation), value_with_unit(observation))


def language() -> Language:
    """The language of the page, as charts name it."""
    return "zh" if in_chinese() else "en"


def number_of(observation: Observation) -> str:
    """The number as charts have it too: ≥ 21,000; ≈ −70 %. A place in an order is 1st."""
    if observation.metric.unit.kind == Unit.Kind.ORDINAL and observation.value is not None:
        return ordinal(observation.value)
    return figure_label(observation, language())


def unit_of(unit: Unit) -> str:
    """The name of the unit; empty where the number says it."""
    return "" if is_percent(unit) or unit.kind == Unit.Kind.ORDINAL else in_language(unit, "name")


def ordinal(number: Decimal) -> str:
    """第1位; 1st."""
    place = int(number)
    if in_chinese():
        return f"第{place}位"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def interval(observation: Observation) -> str:
    """229,550 to 229,650; 30.5 % to 31.5 %; ≥ 21,000. Empty where the words set no bounds."""
    low, high = (
        None if bound is None else quantity_label(bound, observation.metric.unit, language())
        for bound in (observation.value_low, observation.value_high)
    )
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else ""
    return low if low == high else BETWEEN[language()].format(low=low, high=high)


def period_words(observation: Observation) -> str:
    """The period, with what is known of its ends."""
    start, _separator, end = observation.time_period.rpartition("/")
    basis, last = observation.period_basis, period_end(end)
    if start == "..":
        if basis == Observation.PeriodBasis.UNDATED:
            return _("no date, %(end)s at the latest") % {"end": last}
        return _("until the report, %(end)s") % {"end": last}
    if start:
        dash = "—" if in_chinese() else "–"
        return f"{start}{dash}{last}"
    return last


def period_end(key: str) -> str:
    return f"{key}年" if in_chinese() and key.isdecimal() and len(key) == MIN_YEAR_CHARS else key


def in_words(number: int) -> str:
    """Small numbers in words: five; 五."""
    if number > MAX_IN_WORDS:
        return f"{number:,}"
    return ZH_NUMBERS[number] if in_chinese() else EN_NUMBERS[number]
