"""Which values of a series may be compared, and the change from one to another."""

import re
from decimal import Decimal

from ankang_api.pages.content.values import language
from indicators.charts.text.numbers import number_label
from indicators.charts.text.words import PERCENT, PERCENTAGE_POINTS, PLUS_MINUS
from indicators.models import Metric, Observation

INCOMPARABLE = (Metric.Measure.RANK, Metric.Measure.CHANGE)
"""Measures whose differences mean nothing: places in an order, and changes themselves."""


def are_comparable(earlier: Observation, later: Observation) -> bool:
    """Whether the difference of two values of a series means something.

    Both are exact values of the same type and of single periods of the same kind, as of two years or two quarters.
    """
    return (
        earlier.metric.measure not in INCOMPARABLE
        and earlier.value_type == later.value_type
        and earlier.qualifier == later.qualifier == Observation.Qualifier.EXACT
        and kind_of_period(earlier) == kind_of_period(later) != ""
        and earlier.period_end < later.period_end
    )


def kind_of_period(observation: Observation) -> str:
    """0000 for a year, 0000-Q0 for a quarter; empty for a range."""
    return "" if "/" in observation.time_period else re.sub(r"\d", "0", observation.time_period)


def direction(earlier: Observation, later: Observation) -> int:
    """1 if the value rose, -1 if it fell, 0 if the printed numbers leave that open."""
    bounds = (earlier.value_low, earlier.value_high, later.value_low, later.value_high)
    if None in bounds:
        return 0
    low_before, high_before, low_after, high_after = (bound or Decimal(0) for bound in bounds)
    return (low_after > high_before) - (high_after < low_before)


def change(earlier: Observation, later: Observation) -> str:
    """−775,400 ± 550 (−77.2 %); of percentages, in percentage points. Empty if they may not be compared."""
    if not are_comparable(earlier, later) or earlier.value is None or later.value is None:
        return ""
    unit, difference = earlier.metric.unit, later.value - earlier.value
    margin = half_width(earlier) + half_width(later)
    points = PERCENTAGE_POINTS[language()] if unit.symbol == "%" else ""
    told = with_sign(difference, number_label(difference))
    if margin:
        told += f"{'' if language() == 'zh' else ' '}{PLUS_MINUS[language()].format(number=number_label(margin))}"
    if points or not earlier.value:
        return told + points
    share = round(difference / earlier.value * 100, 1)
    relative = with_sign(share, PERCENT[language()].format(number=number_label(share)))
    return f"{told}（{relative}）" if language() == "zh" else f"{told} ({relative})"


def half_width(observation: Observation) -> Decimal:
    """Half of the interval of an exact value, which is as wide on both sides."""
    low, high = observation.value_low, observation.value_high
    return Decimal(0) if low is None or high is None else (high - low) / 2


def with_sign(number: Decimal, label: str) -> str:
    return f"+{label}" if number > 0 else label
