"""The observations with which an observation is compared: of the same document, region and type of value."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet

from indicators.models import Metric, Observation

PEOPLE_AND_HOUSEHOLDS = (("people", "households"), ("population", "households"))
"""Words of the codes of metrics that count the same in people and in households."""


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
    """The observation and its counterpart, people first."""
    code = observation.metric.code
    for people, households in PEOPLE_AND_HOUSEHOLDS:
        for other in same_period(observation).filter(metric__code=swapped(code, people, households)):
            yield observation, other
        for other in same_period(observation).filter(metric__code=swapped(code, households, people)):
            yield other, observation


def swapped(code: str, word: str, other: str) -> str:
    """The code with one word replaced; empty if it does not contain the word."""
    words = code.split("-")
    return "-".join(other if one == word else one for one in words) if word in words else ""


def shares(observation: Observation) -> Iterator[tuple[Observation, list[Observation], Observation]]:
    """Shares that depend on the observation: each with the parts of its denominator, one of which is the numerator."""
    found = {one.metric.code: one for one in same_period(observation)} | {observation.metric.code: observation}
    for share in found.values():
        whole = next((one for one in found.values() if one.metric_id == share.metric.denominator_id), None)
        parts = [one for one in found.values() if whole and one.metric.part_of_id == whole.metric_id]
        if whole and parts and observation in (share, whole, *parts):
            yield share, parts, whole


def named(observation: Observation) -> dict[str, str]:
    """The placeholders of messages about another observation."""
    return {"other": observation.figure, "code": observation.code}
