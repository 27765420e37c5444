"""The values of operands: of observations, of numbers in quotes, and of counts of records."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from indicators.models import Observation, Quote
from indicators.models.computed.definition import Defined, counted_models
from indicators.text.interval import INFINITY, Interval, exactly
from indicators.text.numbers.numerals import CHINESE, chinese_number
from indicators.text.operand import OBSERVATION, QUOTE, Operand

DIGITS = re.compile("[0-9]+")
NUMERALS = re.compile(CHINESE)
OBSERVATIONS = Observation.objects.select_related("document", "metric", "region", "quote__passage", "period_quote")


class Value(NamedTuple):
    """An operand, its interval (None if its record is withdrawn), and the observations and the quote that it is of."""

    operand: Operand
    interval: Interval | None
    observations: tuple[Any, ...] = ()
    quote: Quote | None = None


class OperandValues:
    """The values of the operands of some definitions; one query for each kind of records.

    `replaced` has observations to use in place of the published ones, by code.
    """

    def __init__(self, definitions: Iterable[Defined], replaced: Mapping[str, Any] | None = None) -> None:
        self.operands = {definition.pk: definition.parsed_operands() for definition in definitions}
        codes: dict[str, set[str]] = defaultdict(set)
        for operand in (operand for operands in self.operands.values() for operand in operands):
            codes[operand.kind] |= set(operand.codes)
        self.records = {kind: records_of(kind, of_kind) for kind, of_kind in codes.items()}
        if replaced:
            self.records.setdefault(OBSERVATION, {}).update(replaced)

    def of(self, definition: Defined) -> list[Value]:
        return [self.value(operand) for operand in self.operands[definition.pk]]

    def value(self, operand: Operand) -> Value:
        found = [record for code in operand.codes if (record := self.records[operand.kind].get(code))]
        if operand.is_count:
            observations = tuple(found) if operand.kind == OBSERVATION else ()
            return Value(operand, exactly(Decimal(len(found))), observations)
        if not found:
            return Value(operand, None)
        record = found[0]
        if operand.kind == QUOTE:
            return Value(operand, number_in(record.exact), (), record)
        return Value(operand, interval_of(record), (record,), record.quote)


def records_of(kind: str, codes: set[str]) -> dict[str, Any]:
    """The published records of a kind by code."""
    records: QuerySet[Any]
    if kind == OBSERVATION:
        records = OBSERVATIONS
    elif kind == QUOTE:
        records = Quote.objects.select_related("passage")
    else:
        records = counted_models()[kind]._default_manager.all()
    return {record.code: record for record in records.filter(code__in=codes)}


def interval_of(observation: Any) -> Interval:
    """The value of an observation or of a version, and its bounds; infinite where the text fixes none."""
    low, high = observation.value_low, observation.value_high
    return Interval(observation.value, -INFINITY if low is None else low, INFINITY if high is None else high)


def number_in(words: str) -> Interval | None:
    """The number that counts a list in words: 五大工程 is 5, 一约四会 is 1 + 4; None if there is none."""
    numbers = [chinese_number(numeral) for numeral in NUMERALS.findall(words)]
    numbers = numbers or [int(digits) for digits in DIGITS.findall(words)]
    return exactly(Decimal(sum(numbers))) if numbers else None
