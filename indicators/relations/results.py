"""Both sides of relations, and whether these hold."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models

from indicators.models import Observation, Relation
from indicators.models.computed.definition import Defined
from indicators.relations.operands import OperandValues, Value
from indicators.text.formula import Formula, Term
from indicators.text.interval import UNKNOWN, Interval, UndefinedError, difference, evaluate

EQUAL = Decimal("1e-12")
"""Sides that differ by less are equal: a quotient is rounded."""


class Status(models.TextChoices):
    HOLDS = "holds", "Holds"
    CONSISTENT = "consistent", "Consistent"
    DOES_NOT_HOLD = "does_not_hold", "Does not hold"
    CANNOT_TELL = "cannot_tell", "Cannot tell"
    NOT_ASSERTED = "not_asserted", "Not asserted"


class Result(NamedTuple):
    """A relation with the intervals of its sides, the gap between them (left minus right), and its status."""

    relation: Relation
    values: list[Value]
    left: Interval
    right: Interval
    gap: Interval
    status: Status


def results(relations: Iterable[Relation], replaced: Mapping[str, Any] | None = None) -> list[Result]:
    """The results of relations in their order; one query for each kind of operand.

    `replaced` has observations to use in place of the published ones, by code.
    """
    relations = list(relations)
    values = OperandValues(relations, replaced)
    return [result_of(relation, values.of(relation)) for relation in relations]


def result_of(relation: Relation, values: list[Value]) -> Result:
    formula, operands = relation.parsed_formula(), {value.operand.name: value.interval for value in values}
    left, right = side(formula.left, operands), side(formula.right or Decimal(0), operands)
    gap = difference(left, right)
    status = Status.NOT_ASSERTED if relation.reason_en else status_of(formula, gap)
    return Result(relation, values, left, right, gap, status)


def side(term: Term, operands: Mapping[str, Interval | None]) -> Interval:
    """A side of a relation; unknown if an operand has no value or a divisor may be zero."""
    try:
        return evaluate(term, operands)
    except UndefinedError:
        return UNKNOWN


def status_of(formula: Formula, gap: Interval) -> Status:
    """Whether a relation holds for all values within the bounds, for some, or for none.

    Without a bound on one side, what the other bound leaves open cannot be told.
    """
    always, never = verdicts(str(formula.comparison), gap)
    if always:
        return Status.HOLDS
    if never:
        return Status.DOES_NOT_HOLD
    return Status.CONSISTENT if gap.is_bounded else Status.CANNOT_TELL


def verdicts(comparison: str, gap: Interval) -> tuple[bool, bool]:
    """Whether the gap always meets the comparison with zero, and whether it never does."""
    low = Decimal(0) if abs(gap.low) < EQUAL else gap.low
    high = Decimal(0) if abs(gap.high) < EQUAL else gap.high
    return {
        "=": (low == high == 0, low > 0 or high < 0),
        "≤": (high <= 0, low > 0),
        "≥": (low >= 0, high < 0),
        "<": (high < 0, low >= 0),
        ">": (low > 0, high <= 0),
    }[comparison]


def relations_of(observation: Observation) -> list[Relation]:
    """The relations that an observation is an operand of, or is counted in."""
    return [relation for relation in Relation.objects.order_by("code") if names(relation, {observation.code})]


def names(definition: Defined, codes: set[str]) -> bool:
    """Whether one of these observations is an operand, or is counted in one."""
    return any(
        operand.is_of_observations and codes.intersection(operand.codes) for operand in definition.parsed_operands()
    )
