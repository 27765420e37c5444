"""Records that say something else than their words: each differs from a published observation in one field."""

from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from typing import Any, NamedTuple

from indicators.models import Metric, Observation, Quote, Region, Unit

REGIONS = ("610000", "610902", "610929", "cn")
UNITS = ("county-level-division", "factory", "farm", "household", "organization", "percent", "person", "yuan")
QUOTES_TRIED = 6


class Mutation(NamedTuple):
    """The field, the code of the record without that of its document, the other value, and the changed record."""

    field: str
    code: str
    other: str
    observation: Observation


def changed(observation: Observation, field: str, other: str, **values: Any) -> Mutation:
    """A copy of the observation with other values and with what is derived from them."""
    mutant = copy(observation)
    mutant._state = copy(observation._state)
    mutant._state.fields_cache = dict(observation._state.fields_cache)
    for name, value in values.items():
        setattr(mutant, name, value)
    if "value_text" in values:
        mutant.derive_precision(mutant.metric.unit)
    return Mutation(field, observation.code.removeprefix(f"{observation.document.code}-"), other, mutant)


def mutations(observations: list[Observation]) -> Iterator[Mutation]:
    """Every change that is tried, of each observation in turn; no query for each."""
    metrics = list(Metric.objects.select_related("unit"))
    units = list(Unit.objects.filter(code__in=UNITS))
    regions = [Region.objects.get(code=code) for code in REGIONS]
    for index, observation in enumerate(observations):
        following = observations[index + 1 :] + observations[:index]
        yield from other_choices(observation)
        yield from other_periods(observation)
        yield from other_numbers(observation)
        yield from other_units(observation, units)
        for metric in metrics:
            if metric.unit_id == observation.metric.unit_id and metric != observation.metric:
                yield changed(observation, "metric", metric.code, metric=metric)
        for region in regions:
            if region != observation.region:
                yield changed(observation, "region", region.code, region=region)
        for quote in other_quotes(observation, following):
            yield changed(observation, "quote", quote.exact, quote=quote)
        yield from swapped_values(observation, following)


def other_choices(observation: Observation) -> Iterator[Mutation]:
    for field in ("qualifier", "value_type", "period_basis"):
        for value, _label in getattr(Observation._meta.get_field(field), "choices", ()):
            if value not in (getattr(observation, field), "range"):
                yield changed(observation, field, str(value), **{field: value})


def other_periods(observation: Observation) -> Iterator[Mutation]:
    """The year before and the year after, at either end; the last year alone; and an unknown start."""
    first, _stroke, last = observation.time_period.rpartition("/")
    keys = [f"{first}/{int(last) + step}" if first else str(int(last) + step) for step in (-1, 1, -6)]
    keys.append(last if first else f"../{last}")
    if first.isdigit():
        keys += [f"{int(first) + step}/{last}" for step in (-5, -1, 1)]
    for key in keys:
        yield changed(observation, "time_period", key, time_period=key)


def other_numbers(observation: Observation) -> Iterator[Mutation]:
    """Another sign, ten times the value, and one unit of the last digit more."""
    if observation.value is None:
        return
    step = Decimal(10) ** ((observation.printed_mult or 0) - (observation.printed_decimals or 0))
    values = {"sign": -observation.value, "value": observation.value + step, "power": observation.value * 10}
    for field, value in values.items():
        yield changed(observation, field, f"{value.normalize():f}", value=value)


def other_units(observation: Observation, units: list[Unit]) -> Iterator[Mutation]:
    for unit in units:
        if unit == observation.metric.unit:
            continue
        metric = copy(observation.metric)
        metric._state = copy(metric._state)
        metric._state.fields_cache = {**metric._state.fields_cache, "unit": unit}
        metric.unit_id = unit.pk
        yield changed(observation, "unit", unit.code, metric=metric)


def other_quotes(observation: Observation, following: list[Observation]) -> list[Quote]:
    quotes = dict.fromkeys(other.quote for other in following if other.quote != observation.quote)
    return list(quotes)[:QUOTES_TRIED]


def swapped_values(observation: Observation, following: list[Observation]) -> Iterator[Mutation]:
    """The value of the next observation in the same unit."""
    for other in following:
        if other.metric.unit_id == observation.metric.unit_id and other.value != observation.value:
            values = {"value": other.value, "value_text": other.value_text, "qualifier": other.qualifier}
            yield changed(observation, "swapped", other.value_text, **values)
            return
