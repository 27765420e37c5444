"""Errors: values that are impossible given the record's quote. They prevent publication."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.checks.vocabulary import all_measure_words
from indicators.models import Metric, Observation, Quote, Record, Unit
from indicators.text.formats import grouped_number
from indicators.text.numbers.chinese_numbers import Reading, read

KINDS = {
    Metric.Measure.COUNT: (Unit.Kind.COUNT,),
    Metric.Measure.AMOUNT: (Unit.Kind.CURRENCY, Unit.Kind.QUANTITY),
    Metric.Measure.SHARE: (Unit.Kind.RATIO,),
    Metric.Measure.RATE: (Unit.Kind.RATIO,),
    Metric.Measure.RATIO: (Unit.Kind.RATIO,),
    Metric.Measure.RANK: (Unit.Kind.ORDINAL,),
}
"""The kinds of units that each measure is in; a change may be in any."""


def raise_errors(record: Record) -> None:
    """Raise ValidationError with the errors by field. The derived fields of the record are set."""
    if isinstance(record, Observation):
        raise_all(observation_errors(record))
    elif isinstance(record, Metric):
        raise_all(metric_errors(record))
    elif isinstance(record, Quote):
        raise_all(quote_errors(record))


def raise_all(found: Iterator[tuple[str, str]]) -> None:
    errors: dict[str, list[str]] = {}
    for field, message in found:
        errors.setdefault(field, []).append(message)
    if errors:
        raise ValidationError(errors)


def observation_errors(observation: Observation) -> Iterator[tuple[str, str]]:
    if observation.derivation == Observation.Derivation.PRINTED and observation.value is not None:
        yield from other_magnitude(observation, observation.value)


def other_magnitude(observation: Observation, number: Decimal) -> Iterator[tuple[str, str]]:
    """An error if the number differs by a factor of ten or more from the number in the text or the quote."""
    allowed, unit_words = all_measure_words(), set(observation.metric.unit.measure_words)
    for field, text in (("value_text", observation.value_text), ("quote", observation.quote.exact)):
        found = read(text, allowed)
        if found is None or found.number is None or not in_unit(found, unit_words):
            continue
        if field == "quote" and len(found.words) > 1:
            continue
        printed, value = abs(found.number), abs(number)
        if (printed or value) and not printed / 10 < value < printed * 10:
            message = _(
                "“%(text)s” prints %(printed)s: %(value)s is off by a factor of ten or more. "
                "“万” is 10,000 and “亿” is 100,000,000."
            )
            yield "value", message % {"text": text, "printed": grouped_number(printed), "value": grouped_number(value)}
            return


def in_unit(found: Reading, measure_words: set[str]) -> bool:
    """Whether a number is printed in the unit, or without one."""
    return set(found.words) - {""} <= measure_words


def metric_errors(metric: Metric) -> Iterator[tuple[str, str]]:
    kinds = KINDS.get(Metric.Measure(metric.measure))
    if kinds and metric.unit.kind not in kinds:
        message = _("A metric of this measure has a unit of the kind %(kind)s; %(unit)s is of the kind %(other)s.")
        yield (
            "measure",
            message
            % {
                "kind": ", ".join(pgettext("choice", kind.label) for kind in kinds),
                "unit": metric.unit.code,
                "other": metric.unit.get_kind_display(),
            },
        )
    if metric.part_of and metric.part_of.unit_id != metric.unit_id:
        message = _("A part and its whole are in one unit; %(code)s is in %(unit)s.")
        yield "part_of", message % {"code": metric.part_of.code, "unit": metric.part_of.unit.code}
    if metric.counterpart and metric.counterpart.unit_id == metric.unit_id:
        message = _("A counterpart is in another unit; %(code)s is in %(unit)s too.")
        yield "counterpart", message % {"code": metric.counterpart.code, "unit": metric.unit.code}
    for observation in metric.observations.select_related("document", "region", "quote"):
        observation.metric = metric
        try:
            observation.clean_value()
            raise_all(observation_errors(observation))
        except ValidationError as error:
            for message in error.messages:
                yield "measure", _("Observation %(code)s: %(problem)s") % {"code": observation.code, "problem": message}


def quote_errors(quote: Quote) -> Iterator[tuple[str, str]]:
    records = sorted(record.record_code for _field, record in quote.evidence_for()) if quote.pk else []
    if quote.excluded_zh and records:
        message = _("These words are evidence for %(records)s: they are not excluded.")
        yield "excluded_zh", message % {"records": ", ".join(records)}
