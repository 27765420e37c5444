"""Verification: a quote, parsed independently, compared with its record."""

from itertools import islice

from django.db.models import QuerySet

from indicators.checks.claim import (
    Check,
    period_check,
    qualifier_check,
    region_check,
    subject_check,
    value_type_check,
)
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Observation
from indicators.text.numbers.chinese_numbers import Reading, read

MAX_SUMMARY = 10_000
"""Observations that a summary reads."""


def with_words(observations: QuerySet[Observation]) -> QuerySet[Observation]:
    """With the records that the checks read, so that they need no further queries."""
    return observations.select_related("document", "region", "metric__unit", "quote__passage", "period_quote")


def checks(observation: Observation, vocabulary: Vocabulary) -> list[Check]:
    """What an observation says and what its words say: number and unit, then the rest of the claim."""
    found = read(observation.quote.exact, vocabulary.measure_words)
    return [
        *number_checks(observation, found),
        unit_check(observation, found),
        period_check(observation, found),
        qualifier_check(observation, found),
        value_type_check(observation),
        subject_check(observation, found, vocabulary),
        region_check(observation, vocabulary),
    ]


def number_checks(observation: Observation, found: Reading | None) -> list[Check]:
    """Number, multiplier, decimals and sign; of a range, both ends."""
    value = observation.value
    ends = (observation.value_low, observation.value_high)
    least = ends[0] if value is None else value
    sign = -1 if least is not None and least < 0 else 1
    if found is None:
        recorded = (value, observation.printed_mult, observation.printed_decimals, sign)
        names = ("number", "multiplier", "decimals", "sign")
        return [Check(name, record, None, False) for name, record in zip(names, recorded, strict=True)]
    same = value == found.number and (value is not None or ends == (found.low, found.high))
    return [
        Check("number", value, found.number, same),
        precision_check("multiplier", observation, observation.printed_mult, found.mult),
        precision_check("decimals", observation, observation.printed_decimals, found.decimals),
        Check("sign", sign, found.sign, sign == found.sign),
    ]


def precision_check(name: str, observation: Observation, record: int | None, printed: int | None) -> Check:
    """An implied value has no precision of its own, whatever its words print."""
    implied = record is None and observation.derivation == Observation.Derivation.IMPLIED
    return Check(name, record, printed, None if implied and printed is not None else record == printed)


def unit_check(observation: Observation, found: Reading | None) -> Check:
    allowed, words = observation.metric.unit.measure_words, list(found.words) if found else []
    if found and not words:
        return Check("unit", allowed, words, None)
    return Check("unit", allowed, words, bool(words) and set(words) <= set(allowed))


def summary(observations: QuerySet[Observation]) -> dict[str, int] | None:
    """How many checks agree, disagree and cannot tell, and how many observations have a check that disagrees.

    None for more than 10,000 observations.
    """
    vocabulary, results = Vocabulary(), []
    for observation in islice(with_words(observations).order_by().iterator(chunk_size=1000), MAX_SUMMARY + 1):
        results.append([check.agrees for check in checks(observation, vocabulary)])
    if len(results) > MAX_SUMMARY:
        return None
    outcomes = [agrees for result in results for agrees in result]
    disagreeing = sum(False in result for result in results)
    return {
        "agree": outcomes.count(True),
        "disagree": outcomes.count(False),
        "cannot_tell": outcomes.count(None),
        "observations_agree": len(results) - disagreeing,
        "observations_disagree": disagreeing,
    }
