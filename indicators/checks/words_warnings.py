"""Warnings where a record and its words, read independently, say different things."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.checks.claim import Check, before
from indicators.checks.names import listed, own_name, period_name, quoted
from indicators.checks.verification import checks
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Observation, Quote, Region
from indicators.text.formats import grouped_number
from indicators.text.numbers.chinese_numbers import read

LABELS = {
    "number": gettext_lazy("Value"),
    "multiplier": gettext_lazy("Printed multiplier"),
    "decimals": gettext_lazy("Printed decimals"),
    "sign": gettext_lazy("Sign"),
    "unit": gettext_lazy("Unit"),
    "period": gettext_lazy("Period"),
    "qualifier": gettext_lazy("Qualifier"),
    "value_type": gettext_lazy("Value type"),
    "subject": gettext_lazy("Subject words"),
    "region": gettext_lazy("Region"),
}
SIGNS = {1: gettext_lazy("positive"), -1: gettext_lazy("negative")}
CLAUSE_END = re.compile("[，。；：！？\n]")


def words_warnings(observation: Observation) -> Iterator[str]:
    vocabulary = Vocabulary()
    exact = observation.quote.exact
    if observation.value_text not in exact:
        names = {"text": observation.value_text, "words": exact}
        yield _("Value text: the words “%(words)s” do not contain “%(text)s”.") % names
    found = [check for check in checks(observation, vocabulary) if check.agrees is False]
    differing = {check.name for check in found}
    if any(check.name == "number" and check.read is None for check in found):
        yield _("Value: no number can be read in the words “%(words)s”.") % {"words": exact}
        found = [check for check in found if check.name == "period"]
    elif "number" not in differing:
        yield from value_text_warnings(observation, vocabulary)
    for check in found:
        yield warning(check, observation)


def value_text_warnings(observation: Observation, vocabulary: Vocabulary) -> Iterator[str]:
    """A printed value that gives another number than the value; its words give the sign elsewhere."""
    printed = read(observation.value_text, vocabulary.measure_words)
    if printed is None or printed.number is None or observation.value is None:
        return
    if abs(printed.number) != abs(observation.value):
        names = {"text": observation.value_text, "read": grouped_number(printed.number), "record": observation.figure}
        yield _("Value text: “%(text)s” is %(read)s; the value is %(record)s.") % names


def warning(check: Check, observation: Observation) -> str:
    names = {
        "label": LABELS[check.name],
        "words": words_read(check, observation),
        "read": shown(check.name, check.read),
        "record": shown(check.name, check.record),
    }
    if check.name == "period":
        basis = choice_label("period_basis", observation.period_basis)
        names["record"] = _("%(period)s (%(basis)s)") % {"period": names["record"], "basis": basis}
        if check.read is None and observation.period_basis == Observation.PeriodBasis.STATED:
            return _("%(label)s: the words %(words)s state no year; the record says %(record)s.") % names
    if not check.read:
        return _("%(label)s: the words %(words)s do not give it; the record says %(record)s.") % names
    return _("%(label)s: the words %(words)s give %(read)s; the record says %(record)s.") % names


def words_read(check: Check, observation: Observation) -> str:
    """The words that a check reads: the quote, that of the period, or the part of the sentence around the quote."""
    quote = observation.quote
    if check.name == "period" and observation.period_quote:
        return quoted(quote.exact, observation.period_quote.exact)
    if check.name in ("qualifier", "value_type", "subject", "region"):
        return quoted(clause(quote))
    return quoted(quote.exact)


def clause(quote: Quote) -> str:
    return before(quote) + quote.exact + CLAUSE_END.split(quote.passage.text[quote.end :])[0]


def shown(name: str, value: Any) -> str:
    if value is None or value == []:
        return "-"
    if name in ("qualifier", "value_type"):
        return choice_label(name, value)
    if name == "multiplier":
        return grouped_number(Decimal(10) ** value)
    if name == "sign":
        return str(SIGNS[value])
    if name == "region":
        return listed(region_names([value] if isinstance(value, str) else value))
    if name == "period":
        return listed(period_name(key) for key in str(value).split(", "))
    if isinstance(value, Decimal):
        return grouped_number(value)
    return listed(word or "-" for word in value) if isinstance(value, list) else str(value)


def choice_label(name: str, value: str) -> str:
    field: Any = Observation._meta.get_field(name)
    return str(dict(field.flatchoices)[value])


def region_names(codes: list[str]) -> Iterator[str]:
    """In the order of the codes."""
    regions = {region.code: region for region in Region.objects.filter(code__in=codes)}
    return (own_name(regions[code]) for code in codes)
