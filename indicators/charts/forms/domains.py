"""Which values an axis reaches."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.charts.forms.bars import extent
from indicators.charts.text.numbers import is_percent
from indicators.models import Metric, Observation

ZERO, HUNDRED = Decimal(0), Decimal(100)


def domain(observations: Sequence[Observation]) -> tuple[Decimal, Decimal]:
    """From zero to the largest value, or the smallest negative one; targets that are shares, and falls, fill 100 %."""
    values = [value for observation in observations for value in extent(observation)]
    low, high = min(ZERO, *values), max(ZERO, *values)
    if has_full_axis(observations):
        return (-HUNDRED, ZERO) if low < 0 else (ZERO, HUNDRED)
    return (low, high) if low < high else (ZERO, Decimal(1))


def has_full_axis(observations: Sequence[Observation]) -> bool:
    """Whether the axis is of all that a share or a fall can be, from 0 to 100 or −100 per cent."""
    metric = observations[0].metric
    values = [value for observation in observations for value in extent(observation)]
    if not is_percent(metric.unit) or not all(-HUNDRED <= value <= HUNDRED for value in values):
        return False
    if metric.measure == Metric.Measure.CHANGE:
        return all(value <= 0 for value in values)
    has_target = any(observation.value_type == Observation.ValueType.TARGET for observation in observations)
    return metric.measure == Metric.Measure.SHARE and (has_target or len(observations) == 1)
