"""Arithmetic with intervals: the smallest and the largest result that values within their bounds can give."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import product
from typing import NamedTuple

from indicators.text.formula import Term

INFINITY = Decimal("Infinity")
CONTEXT = Context(prec=50)
STEP = Decimal("0.000001")
"""The last decimal that a column of values has."""
ONE = Decimal(1)
Columns = tuple[Decimal | None, Decimal | None, Decimal | None]
"""A value and its bounds; None where there is none."""


class UndefinedError(ArithmeticError):
    """A result does not exist: an operand has no value, or a divisor may be zero."""


class Interval(NamedTuple):
    """A value, None where it is not known, and its bounds; infinite where there are none."""

    value: Decimal | None
    low: Decimal = -INFINITY
    high: Decimal = INFINITY

    @property
    def is_bounded(self) -> bool:
        return self.low.is_finite() and self.high.is_finite()


UNKNOWN = Interval(None)


def exactly(number: Decimal) -> Interval:
    return Interval(number, number, number)


def evaluate(term: Term, operands: Mapping[str, Interval | None]) -> Interval:
    """The value and the bounds of a term whose operands each stand once.

    The bounds are the smallest and the largest result at the corners of the box of the operands. Raises UndefinedError
    if an operand is None or a divisor may be zero.
    """
    with localcontext(CONTEXT):
        return result(term, operands)


def result(term: Term, operands: Mapping[str, Interval | None]) -> Interval:
    if isinstance(term, Decimal):
        return exactly(term)
    if isinstance(term, str):
        operand = operands[term]
        if operand is None:
            raise UndefinedError
        return operand
    left, right = result(term.left, operands), result(term.right, operands)
    return combined(left, term.sign, right)


def combined(left: Interval, sign: str, right: Interval) -> Interval:
    if sign == "÷" and right.low <= 0 <= right.high:
        raise UndefinedError
    value = None if left.value is None or right.value is None else applied(left.value, sign, right.value)
    corners = [applied(one, sign, other) for one, other in product(left[1:], right[1:]) if exists(one, sign, other)]
    return Interval(value, min(corners), max(corners))


def exists(left: Decimal, sign: str, right: Decimal) -> bool:
    """Whether two bounds have a result: of ∞ − ∞ there is none, and other corners give the bounds."""
    if sign not in "+−" or left.is_finite() or right.is_finite():
        return True
    return (left > 0) == ((right > 0) == (sign == "+"))


def applied(left: Decimal, sign: str, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "−":
        return left - right
    if sign == "×":
        return left * right if left and right else Decimal(0)  # a bound of 0 stays 0, however large the other
    return left / right if right.is_finite() or left.is_finite() else INFINITY.copy_sign(left * right)


def difference(left: Interval, right: Interval) -> Interval:
    """How far the left side exceeds the right one."""
    with localcontext(CONTEXT):
        return combined(left, "−", right)


def rounded(number: Decimal | None, direction: str = ROUND_HALF_EVEN, step: Decimal = STEP) -> Decimal | None:
    """A number to the step; None for an infinite one."""
    if number is None or not number.is_finite():
        return None
    with localcontext(CONTEXT):
        return (number / step).to_integral_value(direction) * step


def shown(interval: Interval, *, whole: bool = False) -> Columns:
    """The value and the bounds as columns have them: six decimals, bounds rounded outwards unless they are the value.

    Of things that are counted the bounds are the smallest and the largest whole number between them.
    """
    if whole:
        return within_whole_numbers(interval)
    if interval.value == interval.low == interval.high:
        return (rounded(interval.value),) * 3
    return rounded(interval.value), rounded(interval.low, ROUND_FLOOR), rounded(interval.high, ROUND_CEILING)


def within_whole_numbers(interval: Interval) -> Columns:
    value, low, high = rounded(interval.value, step=ONE), interval.low, interval.high
    least, most = rounded(low, ROUND_CEILING, ONE), rounded(high, ROUND_FLOOR, ONE)
    if least is not None and most is not None and least > most:  # no whole number is between them
        return shown(interval)
    if value is not None:
        value = max(value, value if least is None else least)
        value = min(value, value if most is None else most)
    return value, least, most
