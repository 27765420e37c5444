"""Formulas of relations and of derived indicators: names, numbers, + − × ÷, parentheses, and one comparison."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

COMPARISONS = ("=", "≤", "≥", "<", ">")
NAME = "[a-z][a-z0-9_]*"
TOKEN = re.compile(rf"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>{NAME})|(?P<sign>[-+−×÷*/()=≤≥<>])|(?P<other>\S))")
ASCII = {"-": "−", "*": "×", "/": "÷"}
"""Signs of programs, and what a formula has in their place."""
MAX_CHARS, MAX_PARENTHESES = 300, 20


class Operation(NamedTuple):
    """Two terms with + − × or ÷ between them."""

    left: "Term"
    sign: str
    right: "Term"


Term = Decimal | str | Operation
"""A number, the name of an operand, or an operation."""


class Formula(NamedTuple):
    """A term; of a relation, two with a comparison between them."""

    left: Term
    comparison: str | None = None
    right: Term | None = None

    @property
    def names(self) -> list[str]:
        """The names of the operands in their order."""
        return [*names_of(self.left), *(names_of(self.right) if self.right is not None else ())]


def names_of(term: Term) -> Iterator[str]:
    if isinstance(term, str):
        yield term
    elif isinstance(term, Operation):
        yield from names_of(term.left)
        yield from names_of(term.right)


def parse(text: str) -> Formula:
    """The formula of a text. A ValueError says what is wrong and what is allowed."""
    if len(text) > MAX_CHARS:
        raise ValueError(_("A formula has at most %(max)s characters.") % {"max": MAX_CHARS})
    if text.count("(") > MAX_PARENTHESES:
        raise ValueError(_("A formula has at most %(max)s parentheses.") % {"max": MAX_PARENTHESES})
    tokens = Tokens(text)
    left = tokens.total()
    comparison = tokens.take(*COMPARISONS)
    formula = Formula(left, comparison, tokens.total()) if comparison else Formula(left)
    if tokens.next is not None:
        raise tokens.unexpected(_("an operator, or the end of the formula"))
    if repeated := [name for name, count in Counter(formula.names).items() if count > 1]:
        message = _(
            "The operand %(name)s is used twice. Use each operand once, so that the interval is exact: "
            "write a ÷ (a + b) as 1 ÷ (1 + b ÷ a)."
        )
        raise ValueError(message % {"name": repeated[0]})
    return formula


class Tokens:
    """A recursive descent through the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.found = list(TOKEN.finditer(text.strip()))
        self.place = 0

    @property
    def next(self) -> re.Match[str] | None:
        return self.found[self.place] if self.place < len(self.found) else None

    def take(self, *signs: str) -> str | None:
        """The next token if it is one of these signs."""
        sign = self.next and self.next["sign"]
        if sign not in signs:
            return None
        self.place += 1
        return sign

    def total(self) -> Term:
        term = self.product()
        while sign := self.take("+", "−"):
            term = Operation(term, sign, self.product())
        return term

    def product(self) -> Term:
        term = self.factor()
        while sign := self.take("×", "÷"):
            term = Operation(term, sign, self.factor())
        return term

    def factor(self) -> Term:
        if self.take("("):
            term = self.total()
            if not self.take(")"):
                raise self.unexpected(_("a closing parenthesis"))
            return term
        token = self.next
        if token is None or not (token["number"] or token["name"]):
            raise self.unexpected(_("a name, a number or an opening parenthesis"))
        self.place += 1
        return Decimal(token["number"]) if token["number"] else token["name"]

    def unexpected(self, wanted: str) -> ValueError:
        if self.next is None:
            return ValueError(_("The formula ends where %(wanted)s should be.") % {"wanted": wanted})
        sign = self.next[0].strip()
        if sign in ASCII:
            return ValueError(_("Write %(sign)s in place of %(other)s.") % {"sign": ASCII[sign], "other": sign})
        names = {"position": self.next.end() - len(sign) + 1, "sign": sign, "wanted": wanted}
        message = _(
            "Character %(position)s is %(sign)s, where %(wanted)s should be. A formula has names, numbers, + − × ÷, "
            "parentheses, and in a relation one of = ≤ ≥ < >."
        )
        return ValueError(message % names)
