"""Warnings: values that look wrong and may be right. A person confirms them before publication."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.checks.comparable import bounds, named, parts_of, people_and_households, shares, wholes_of
from indicators.checks.verification import checks
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Metric, Observation, Quote, Record, Unit
from indicators.relations.results import Status, relations_of, results
from indicators.text.formats import grouped_number

ASPECTS = {
    "number": gettext_lazy("The words print the number %(read)s; the record says %(record)s."),
    "multiplier": gettext_lazy("The words print the power of ten %(read)s; the record says %(record)s."),
    "decimals": gettext_lazy("The words print so many decimals: %(read)s; the record says %(record)s."),
    "sign": gettext_lazy("The words give the sign %(read)s; the record says %(record)s."),
    "unit": gettext_lazy("The words print the unit as %(read)s; the metric's unit is printed as %(record)s."),
    "period": gettext_lazy("The words give the period %(read)s; the record says %(record)s."),
    "qualifier": gettext_lazy("The words give the qualifier %(read)s; the record says %(record)s."),
    "value_type": gettext_lazy("The words give the type of value %(read)s; the record says %(record)s."),
    "subject": gettext_lazy("The words name the subject %(read)s; the metric is named by %(record)s."),
    "region": gettext_lazy("The words name the region %(read)s; the record says %(record)s."),
}
PERSONS_PER_HOUSEHOLD = (1, 8)
AVERAGES = ("人均", "户均")


def record_warnings(record: Record) -> list[str]:
    """The warnings of a record, as sentences."""
    if isinstance(record, Observation):
        return [*observation_warnings(record), *relation_warnings(record)]
    if isinstance(record, Metric):
        return list(metric_warnings(record))
    return list(quote_warnings(record)) if isinstance(record, Quote) else []


def observation_warnings(observation: Observation) -> Iterator[str]:
    yield from words_warnings(observation)
    yield from average_warnings(observation)
    yield from wholes_warnings(observation)
    yield from households_warnings(observation)
    yield from shares_warnings(observation)


def words_warnings(observation: Observation) -> Iterator[str]:
    """Differences between the record and its parsed quote."""
    if observation.value_text not in observation.quote.exact:
        names = {"text": observation.value_text, "words": observation.quote.exact}
        yield _("The words of the report do not contain “%(text)s”: “%(words)s”.") % names
    found = [check for check in checks(observation, Vocabulary()) if check.agrees is False]
    if any(check.name == "number" and check.read is None for check in found):
        yield _("No number can be read in the words of the report: “%(words)s”.") % {"words": observation.quote.exact}
        return
    for check in found:
        yield str(ASPECTS[check.name]) % {"read": shown(check.read), "record": shown(check.record)}


def average_warnings(observation: Observation) -> Iterator[str]:
    """An average in a unit that counts: it would be taken for exact."""
    kind, words = observation.metric.unit.kind, observation.quote.exact
    if kind in (Unit.Kind.COUNT, Unit.Kind.CURRENCY) and any(average in words for average in AVERAGES):
        message = _("“%(words)s” gives an average: its unit is of the kind Quantity, such as yuan per person.")
        yield message % {"words": words}


def shown(value: object) -> str:
    if isinstance(value, Decimal):
        return grouped_number(value)
    if isinstance(value, list):
        return "、".join(word or "-" for word in value) or "-"
    return "-" if value is None else str(value)


def wholes_warnings(observation: Observation) -> Iterator[str]:
    """Parts larger than their whole as far as approximate words tell; exact ones are refused elsewhere."""
    pairs = [
        *((observation, one) for one in wholes_of(observation)),
        *((one, observation) for one in parts_of(observation)),
    ]
    for part, whole in pairs:
        if part.value is None or whole.value is None:
            continue
        if part.value > whole.value and None in (bounds(part)[0], bounds(whole)[1]):
            names = {"part": part.figure, "part_code": part.code} | named(whole)
            yield _("The part %(part_code)s (%(part)s) is larger than its whole %(code)s (%(other)s).") % names


def households_warnings(observation: Observation) -> Iterator[str]:
    fewest, most = PERSONS_PER_HOUSEHOLD
    for people, households in people_and_households(observation):
        if people.value is None or households.value is None:
            continue
        if not fewest * households.value <= people.value <= most * households.value:
            names = {"people": people.figure, "households": households.figure}
            names |= {"code": (households if people is observation else people).code}
            yield (
                _(
                    "%(people)s people in %(households)s households (with %(code)s): "
                    "that is not between 1 and 8 people in each."
                )
                % names
            )


def shares_warnings(observation: Observation) -> Iterator[str]:
    """Shares that no part of their denominator gives, beyond the precision that is printed."""
    for share, parts, whole in shares(observation):
        if not any(agrees(share, part, whole) for part in parts):
            names = {"share": share.figure, "code": share.code, "whole": whole.code}
            names |= {"parts": ", ".join(part.code for part in parts)}
            yield _("The share %(code)s (%(share)s) is not that of %(parts)s in %(whole)s.") % names


def agrees(share: Observation, part: Observation, whole: Observation) -> bool:
    """Whether the interval of the share and that of the quotient have a value in common."""
    least, most = bounds(share)
    low, high = quotient(bounds(part)[0], bounds(whole)[1]), quotient(bounds(part)[1], bounds(whole)[0])
    below = high is not None and least is not None and high < least
    above = low is not None and most is not None and low > most
    return not below and not above


def quotient(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole else 100 * part / whole


def relation_warnings(observation: Observation) -> Iterator[str]:
    """Relations that held, or might have held, before the change, and do not hold after it."""
    previous = Observation.history.filter(id=observation.pk, revision_to=observation.revision_id).first()
    if previous is None:
        return
    relations = relations_of(observation)
    pairs = zip(results(relations, {observation.code: previous}), results(relations), strict=True)
    for before, after in pairs:
        if after.status == Status.DOES_NOT_HOLD and before.status != Status.DOES_NOT_HOLD:
            names = {"name": after.relation.name_en, "formula": after.relation.formula, "code": after.relation.code}
            names["name"] = after.relation.name_zh if str(get_language()).startswith("zh") else names["name"]
            yield _("The relation “%(name)s” (%(formula)s, %(code)s) no longer holds.") % names


def quote_warnings(quote: Quote) -> Iterator[str]:
    if quote.pk and not quote.excluded_zh and not quote.evidence_for():
        yield _("These words are evidence for no record, and no reason says why they are excluded.")


def metric_warnings(metric: Metric) -> Iterator[str]:
    """The warnings of its observations."""
    for observation in metric.observations.select_related("document", "region", "quote"):
        observation.metric = metric
        for message in observation_warnings(observation):
            yield _("Observation %(code)s: %(problem)s") % {"code": observation.code, "problem": message}
