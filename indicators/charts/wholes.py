"""The whole that an observation is a part of, among the observations of its document."""

from collections.abc import Iterable

from indicators.charts.forms.parts import Part
from indicators.models import Metric, Observation


def part_and_whole(observation: Observation, among: Iterable[Observation]) -> Part | None:
    """An observation with its whole, or with its only part; a share by itself; None where there is neither."""
    others = [each for each in among if is_candidate(each, observation)]
    if observation.metric.measure == Metric.Measure.SHARE:
        return Part(observation, first(each for each in others if is_denominator(each, observation)))
    wholes = [each for each in others if is_whole(each, observation)]
    if wholes:
        return Part(observation, max(wholes, key=lambda whole: whole.metric_id == observation.metric_id))
    parts = [each for each in others if is_whole(observation, each)]
    return Part(parts[0], observation) if len(parts) == 1 else None


def first(observations: Iterable[Observation]) -> Observation | None:
    return next(iter(observations), None)


def is_candidate(other: Observation, observation: Observation) -> bool:
    """Whether it is another actual value of the document, up to the same day."""
    return (
        other.pk != observation.pk
        and other.document_id == observation.document_id
        and other.value_type == Observation.ValueType.ACTUAL
        and other.value is not None
        and other.period_end == observation.period_end
    )


def is_denominator(whole: Observation, share: Observation) -> bool:
    return whole.metric_id == share.metric.denominator_id and whole.region_id == share.region_id


def is_whole(whole: Observation, part: Observation) -> bool:
    """Whether the metric says so for one region, or it is the same count of the region directly above."""
    if part.metric.measure != Metric.Measure.COUNT or part.metric.unit_id != whole.metric.unit_id:
        return False
    if part.value is None or whole.value is None or not 0 <= part.value <= whole.value or not whole.value:
        return False
    if part.region_id == whole.region_id:
        return part.metric.part_of_id == whole.metric_id
    is_above = part.region.parent_id == whole.region_id
    return is_above and part.metric_id == whole.metric_id and part.time_period == whole.time_period
