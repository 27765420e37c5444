"""Operands of formulas, written as `name = CODE`, `name = quote CODE` or `name = count of part CODE, CODE`."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.text.formula import NAME

CODE = "[a-z0-9]+(?:-[a-z0-9]+)*"
OBSERVATION, QUOTE = "observation", "quote"
PATTERN = re.compile(
    rf"(?P<name>{NAME}) = (?:(?P<quote>quote )?(?P<code>{CODE})"
    rf"|count of (?P<kind>{CODE}) (?P<codes>{CODE}(?:, {CODE})*))"
)


class Operand(NamedTuple):
    """A name in a formula, and its value: that of an observation, the number in a quote, or a count of records."""

    name: str
    kind: str
    codes: tuple[str, ...]
    is_count: bool = False

    @property
    def is_of_observations(self) -> bool:
        return self.kind == OBSERVATION

    @classmethod
    def parse(cls, text: object) -> "Operand":
        """Read it; a ValueError names the forms that are allowed."""
        match = PATTERN.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            message = _(
                "%(text)r is no operand; write name = CODE for an observation, name = quote CODE for the number in a "
                "quote, or name = count of part CODE, CODE for a count of records."
            )
            raise ValueError(message % {"text": text})
        if match["code"]:
            return cls(match["name"], QUOTE if match["quote"] else OBSERVATION, (match["code"],))
        return cls(match["name"], match["kind"], tuple(match["codes"].split(", ")), is_count=True)
