"""Verification: a quote, parsed independently, compared with its record."""

from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from indicators.models import Observation, Unit
from indicators.text.chinese_numbers import read

MAX_SUMMARY = 10_000
"""Observations that a summary reads."""


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
    least = observation.value_low if observation.value is None else observation.value
    sign = -1 if least is not None and least < 0 else 1
    recorded = (observation.value, observation.printed_mult, observation.printed_decimals, sign)
    seen = found[:4] if found else (None,) * 4
    if found and observation.derivation == Observation.Derivation.IMPLIED:
        seen = (found.number, None, None, found.sign)
    numbers = [
        Check(name, record, read, found is not None and record == read)
        for name, record, read in zip(("number", "multiplier", "decimals", "sign"), recorded, seen, strict=True)
    ]
    allowed, words = observation.metric.unit.measure_words, list(found.words) if found else []
    return [*numbers, Check("unit", allowed, words, bool(words) and set(words) <= set(allowed))]


def summary(observations: QuerySet[Observation]) -> dict[str, int] | None:
    """How many checks and how many observations agree and disagree; None for more than 10,000 observations."""
    measure_words, results = all_measure_words(), []
    for observation in islice(observations.order_by().iterator(chunk_size=1000), MAX_SUMMARY + 1):
        results.append([check.agrees for check in checks(observation, measure_words)])
    if len(results) > MAX_SUMMARY:
        return None
    agree = sum(map(sum, results))
    observations_agree = sum(map(all, results))
    return {
        "agree": agree,
        "disagree": sum(map(len, results)) - agree,
        "observations_agree": observations_agree,
        "observations_disagree": len(results) - observations_agree,
    }
