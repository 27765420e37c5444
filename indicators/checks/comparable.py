"""The observations with which an observation is compared: of the same document, region and type of value."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q, QuerySet

from indicators.models import Metric, Observation, Region

PEOPLE_AND_HOUSEHOLDS = ("person", "household")
"""Codes of the units of people and of households."""
ADDED_UP = (Metric.Measure.COUNT, Metric.Measure.AMOUNT)
"""The measures by which a region has no more than the region that contains it."""


def comparable_observations(observation: Observation) -> QuerySet[Observation]:
    return (
        Observation.objects.filter(
            document=observation.document_id, region=observation.region_id, value_type=observation.value_type
        )
        .exclude(pk=observation.pk)
        .select_related("metric__unit")
    )


def same_period(observation: Observation) -> QuerySet[Observation]:
    return comparable_observations(observation).filter(time_period=observation.time_period)


def bounds(observation: Observation) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest possible value; None on a side that the qualifier leaves open (至少, 约).

    An exact fraction in words has no printed precision: it is its own bounds.
    """
    low, high = observation.value_low, observation.value_high
    if observation.qualifier == Observation.Qualifier.EXACT and low is None and high is None:
        return observation.value, observation.value
    return low, high


def wholes_of(observation: Observation) -> Iterator[Observation]:
    whole = observation.metric.part_of
    for other in comparable_observations(observation).filter(metric=whole) if whole else ():
        if comparable(observation, other):
            yield other


def parts_of(observation: Observation) -> Iterator[Observation]:
    for other in comparable_observations(observation).filter(metric__part_of=observation.metric_id):
        if comparable(other, observation):
            yield other


def comparable(part: Observation, whole: Observation) -> bool:
    """Same unit; a stock only for the same period, a flow also for a period within that of the whole."""
    if part.metric.unit_id != whole.metric.unit_id:
        return False
    if part.time_period == whole.time_period:
        return True
    if Metric.Temporality.STOCK in (part.metric.temporality, whole.metric.temporality):
        return False
    starts = whole.period_start is None or (part.period_start is not None and whole.period_start <= part.period_start)
    return starts and part.period_end <= whole.period_end


def people_and_households(observation: Observation) -> Iterator[tuple[Observation, Observation]]:
    """The observation and that of its counterpart in people or households, people first."""
    metric = observation.metric
    of_counterparts = Q(metric__counterpart=metric.pk)
    if metric.counterpart_id:
        of_counterparts |= Q(metric=metric.counterpart_id)
    for other in same_period(observation).filter(of_counterparts):
        units = observation.metric.unit.code, other.metric.unit.code
        if units == PEOPLE_AND_HOUSEHOLDS:
            yield observation, other
        elif units == PEOPLE_AND_HOUSEHOLDS[::-1]:
            yield other, observation


def around(observation: Observation) -> QuerySet[Observation]:
    """The same counts and amounts of the regions and areas that contain the region of the observation."""
    return in_other_regions(observation).filter(region__in=Region.objects.containing(observation.region_id))


def inside(observation: Observation) -> QuerySet[Observation]:
    """The same counts and amounts of the regions within the region of the observation."""
    return in_other_regions(observation).filter(region__in=Region.objects.within([observation.region_id]))


def in_other_regions(observation: Observation) -> QuerySet[Observation]:
    same = {name: getattr(observation, name) for name in ("document_id", "metric_id", "time_period", "value_type")}
    others = Observation.objects.filter(**same, metric__measure__in=ADDED_UP).exclude(region=observation.region_id)
    return others.order_by("code")


def shares(observation: Observation) -> Iterator[tuple[Observation, list[Observation], Observation]]:
    """Shares that depend on the observation: each with the parts of its denominator, one of which is the numerator."""
    found = {one.metric.code: one for one in same_period(observation)} | {observation.metric.code: observation}
    for share in found.values():
        whole = next((one for one in found.values() if one.metric_id == share.metric.denominator_id), None)
        parts = [one for one in found.values() if whole and one.metric.part_of_id == whole.metric_id]
        if whole and parts and observation in (share, whole, *parts):
            yield share, parts, whole
