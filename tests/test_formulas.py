"""The arithmetic of formulas: exact at the corners of the operands' box."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.relations.results import Status, status_of
from indicators.text.formula import Operation, Term, parse
from indicators.text.interval import INFINITY, Interval, UndefinedError, evaluate, shown

pytestmark = pytest.mark.database_independent

NUMBERS = st.integers(-50, 50)
SIGNS = st.sampled_from("+−×÷")


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Term, dict[str, Interval]]:
    """A formula in which each operand is used once, and the intervals of the operands."""
    terms: list[Term] = [f"x{number}" for number in range(draw(st.integers(1, 4)))]
    operands = {}
    for name in terms:
        low, value, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
        operands[str(name)] = Interval(Decimal(value), Decimal(low), Decimal(high))
    while len(terms) > 1:
        left, right = terms.pop(0), terms.pop()
        terms.append(Operation(left, draw(SIGNS), right))
    return terms[0], operands


def exact(term: Term, values: dict[str, Fraction]) -> Fraction:
    if isinstance(term, Operation):
        left, right = exact(term.left, values), exact(term.right, values)
        return {
            "+": lambda: left + right,
            "−": lambda: left - right,
            "×": lambda: left * right,
            "÷": lambda: left / right,
        }[term.sign]()
    return values[term] if isinstance(term, str) else Fraction(term)


@given(boxes())
def test_the_bounds_are_those_at_the_corners(box: tuple[Term, dict[str, Interval]]) -> None:
    term, operands = box
    try:
        found = evaluate(term, operands)
    except UndefinedError:
        assume(False)
    names = list(operands)
    corners = [
        exact(term, dict(zip(names, map(Fraction, corner), strict=True)))
        for corner in product(*((operands[name].low, operands[name].high) for name in names))
    ]
    middle = exact(term, {name: Fraction(operands[name].value or 0) for name in names})
    near = Fraction(1, 10**30)
    assert abs(Fraction(found.low) - min(corners)) < near
    assert abs(Fraction(found.high) - max(corners)) < near
    assert min(corners) <= middle <= max(corners)


def interval(low: str, high: str) -> Interval:
    return Interval(None, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("formula", "a", "b", "low", "high"),
    [
        ("a + b", ("1", "Infinity"), ("-Infinity", "2"), "-Infinity", "Infinity"),
        ("a − b", ("1", "Infinity"), ("2", "3"), "-2", "Infinity"),
        ("a × b", ("0", "0"), ("1", "Infinity"), "0", "0"),
        ("a × b", ("-1", "2"), ("1", "Infinity"), "-Infinity", "Infinity"),
        ("a ÷ b", ("1", "2"), ("4", "Infinity"), "0", "0.5"),
        ("a ÷ b", ("1", "Infinity"), ("4", "Infinity"), "0", "Infinity"),
    ],
)
def test_an_operand_without_a_bound_leaves_that_side_open(
    formula: str, a: tuple[str, str], b: tuple[str, str], low: str, high: str
) -> None:
    found = evaluate(parse(formula).left, {"a": interval(*a), "b": interval(*b)})
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("low", "high"), [("-1", "1"), ("0", "1"), ("0", "0"), ("-Infinity", "0")])
def test_what_may_be_divided_by_zero_is_undefined(low: str, high: str) -> None:
    with pytest.raises(UndefinedError):
        evaluate(parse("1 ÷ a × 0").left, {"a": interval(low, high)})


@pytest.mark.parametrize(
    ("formula", "low", "high", "status"),
    [
        ("a = 0", "0", "0", "holds"),
        ("a = 0", "-1", "1", "consistent"),
        ("a = 0", "1", "2", "does_not_hold"),
        ("a = 0", "1", "Infinity", "does_not_hold"),
        ("a = 0", "0", "Infinity", "cannot_tell"),
        ("a ≤ 0", "-1", "0", "holds"),
        ("a ≤ 0", "-Infinity", "0", "holds"),
        ("a ≤ 0", "0", "1", "consistent"),
        ("a ≤ 0", "1", "2", "does_not_hold"),
        ("a < 0", "-1", "0", "consistent"),
        ("a < 0", "0", "0", "does_not_hold"),
        ("a ≥ 0", "0", "1", "holds"),
        ("a ≥ 0", "-2", "-1", "does_not_hold"),
        ("a > 0", "0", "1", "consistent"),
        ("a > 0", "1", "1", "holds"),
        ("a > 0", "-Infinity", "Infinity", "cannot_tell"),
    ],
)
def test_a_status_is_of_all_values_within_the_bounds(formula: str, low: str, high: str, status: str) -> None:
    assert status_of(parse(formula), interval(low, high)) == Status(status)


def test_multiplication_comes_before_addition() -> None:
    formula = parse("(a + 2) × b − 6 ÷ c ÷ 1.5 ≤ 10")
    assert (formula.names, formula.comparison, formula.right) == (["a", "b", "c"], "≤", Decimal(10))
    values = {name: Interval(Decimal(one), Decimal(one), Decimal(one)) for name, one in zip("abc", "134", strict=True)}
    assert evaluate(formula.left, values).value == Decimal(8)


@pytest.mark.parametrize(
    ("value", "low", "high", "columns"),
    [
        ("5465.92", "5377.76", "5554.08", ("5466", "5378", "5554")),
        ("4.4", "4.3", "5.1", ("5", "5", "5")),
        ("4.4", "4.3", "4.6", ("4.4", "4.3", "4.6")),
        ("3", "3", "Infinity", ("3", "3", None)),
    ],
)
def test_what_is_counted_is_a_whole_number_between_the_bounds(
    value: str, low: str, high: str, columns: tuple[str | None, ...]
) -> None:
    found = shown(Interval(Decimal(value), Decimal(low), Decimal(high)), whole=True)
    assert found == tuple(None if one is None else Decimal(one) for one in columns)


def test_bounds_are_rounded_outwards_and_a_lone_value_to_the_nearest() -> None:
    third = Decimal(1) / 3
    assert shown(Interval(third, third, third + 1)) == (
        Decimal("0.333333"),
        Decimal("0.333333"),
        Decimal("1.333334"),
    )
    assert shown(Interval(third, third, third)) == (Decimal("0.333333"),) * 3
    assert shown(Interval(None, -INFINITY, INFINITY)) == (None, None, None)
