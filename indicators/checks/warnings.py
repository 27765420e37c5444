"""Warnings: values that look wrong and may be right. A person confirms them before publication."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.checks.contradictions import contradictions
from indicators.checks.names import figure_name, with_codes
from indicators.checks.words_warnings import words_warnings
from indicators.models import Metric, Observation, Quote, Record, Unit

AVERAGES = ("人均", "户均")


def record_warnings(record: Record) -> list[str]:
    """The warnings of a record, as sentences. Relations are checked once for each change: see `broken_relations`."""
    if isinstance(record, Observation):
        return list(observation_warnings(record))
    if isinstance(record, Metric):
        return list(metric_warnings(record))
    return list(quote_warnings(record)) if isinstance(record, Quote) else []


def observation_warnings(observation: Observation) -> Iterator[str]:
    yield from words_warnings(observation)
    yield from average_warnings(observation)
    yield from contradictions(observation)


def average_warnings(observation: Observation) -> Iterator[str]:
    """An average in a unit that counts: it would be taken for exact."""
    kind, words = observation.metric.unit.kind, observation.quote.exact
    if kind in (Unit.Kind.COUNT, Unit.Kind.CURRENCY) and any(average in words for average in AVERAGES):
        message = _("“%(words)s” gives an average: its unit is of the kind Quantity, such as yuan per person.")
        yield message % {"words": words}


def quote_warnings(quote: Quote) -> Iterator[str]:
    if quote.pk and not quote.excluded_zh and not quote.evidence_for():
        yield _("These words are evidence for no record, and no reason says why they are excluded.")


def metric_warnings(metric: Metric) -> Iterator[str]:
    """The warnings of its observations."""
    for observation in metric.observations.select_related("document", "region", "quote"):
        observation.metric = metric
        for problem in observation_warnings(observation):
            names = {"figure": figure_name(observation), "problem": problem}
            yield with_codes(_("%(figure)s: %(problem)s") % names, observation.code)
