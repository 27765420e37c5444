"""Verification: a quote, parsed independently, compared with its record."""

from typing import Any, NamedTuple

from indicators.models import Observation, Unit
from indicators.text.chinese_numbers import read


class Check(NamedTuple):
    """One aspect of an observation: the recorded value, the value in the quote, and whether they agree."""

    name: str
    record: Any
    read: Any
    agrees: bool


def all_measure_words() -> frozenset[str]:
    """The measure words of every unit; one query."""
    return frozenset(word for words in Unit.objects.values_list("measure_words", flat=True) for word in words)


def checks(observation: Observation, measure_words: frozenset[str]) -> list[Check]:
    """Number, multiplier, decimals, sign and unit of an observation, compared with its parsed quote."""
    found = read(observation.quote.exact, measure_words)
    sign = -1 if observation.value < 0 else 1
    recorded = (observation.value, observation.printed_mult, observation.printed_decimals, sign)
    seen = found[:4] if found else (None,) * 4
    numbers = [
        Check(name, record, read, found is not None and record == read)
        for name, record, read in zip(("number", "multiplier", "decimals", "sign"), recorded, seen, strict=True)
    ]
    allowed, words = observation.metric.unit.measure_words, list(found.words) if found else []
    return [*numbers, Check("unit", allowed, words, bool(words) and set(words) <= set(allowed))]
