"""Values, units, periods and counts as pages show them, in the language of the page."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.checks.names import in_chinese, in_language
from indicators.models import Observation, Unit
from indicators.text.formats import grouped_number

MINUS = "\u2212"
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
        precision(observation),
        observation.value_type == Observation.ValueType.TARGET,
        unit.kind == Unit.Kind.COUNT,
    )


def number_of(observation: Observation) -> str:
    """The number as people read it: ≥ 21,000; 1st; ≈ −70 %. Of a fraction in words, which has no bounds, ≈ −67 %."""
    unit = observation.metric.unit
    if observation.value is None:
        return in_unit(f"{signed(observation.value_low)}–{signed(observation.value_high)}", unit)
    has_bounds = observation.value_low is not None or observation.value_high is not None
    number = in_unit(signed(observation.value if has_bounds else round(observation.value, 0)), unit)
    if unit.kind == Unit.Kind.ORDINAL:
        return ordinal(observation.value)
    return f"{sign(observation.qualifier)}{number}"


def sign(qualifier: str) -> str:
    signs = {
        "approximate": "约" if in_chinese() else "≈ ",
        "at_least": "≥ ",
        "at_most": "≤ ",
    }
    return signs.get(qualifier, "")


def in_unit(number: str, unit: Unit) -> str:
    """A number with the sign of a percentage."""
    if unit.symbol != "%":
        return number
    return f"{number}%" if in_chinese() else f"{number}\u00a0%"


def unit_of(unit: Unit) -> str:
    """The name of the unit; empty where the number says it."""
    if unit.symbol == "%" or unit.kind == Unit.Kind.ORDINAL:
        return ""
    return in_language(unit, "name")


def signed(number: Decimal | None) -> str:
    """In thousands and with a minus sign."""
    return "" if number is None else grouped_number(number).replace("-", MINUS)


def ordinal(number: Decimal) -> str:
    """第1位; 1st."""
    place = int(number)
    if in_chinese():
        return f"第{place}位"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def precision(observation: Observation) -> str:
    low, high, value = observation.value_low, observation.value_high, observation.value
    if value is None or low is None or high is None or low == high:
        return ""
    is_percent = observation.metric.unit.symbol == "%"
    points = ("个百分点" if in_chinese() else "\u00a0pp") if is_percent else ""
    if high - value == value - low:
        return f"±{signed(high - value)}{points}" if in_chinese() else f"±\u00a0{signed(high - value)}{points}"
    return interval(observation)


def interval(observation: Observation) -> str:
    """229,550–229,650; empty where the words set no bounds."""
    low, high = observation.value_low, observation.value_high
    if low is None or high is None:
        return "" if low is None and high is None else (f"≥ {signed(low)}" if high is None else f"≤ {signed(high)}")
    return signed(low) if low == high else f"{signed(low)}{' 至 ' if in_chinese() else ' to '}{signed(high)}"


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
