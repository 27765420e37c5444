"""What a printed number says of its own precision."""

import re
from decimal import Decimal
from typing import NamedTuple

MULTIPLIERS = {"": 0, "万": 4, "亿": 8}
FIGURE = re.compile(r"\d+(?:\.(?P<decimals>\d+))?(?P<mult>[万亿]?)")
WORD = re.compile(r"第?[一二两三四五六七八九十]+(?P<tenths>成)?")


class Printed(NamedTuple):
    """The power of ten that a printed number is multiplied by, and its decimals: 100.5万 is (4, 1), 七成 is (1, 0)."""

    mult: int
    decimals: int

    @classmethod
    def read(cls, value_text: str) -> "Printed | None":
        """Read it off the text; None where no number is printed (全覆盖) or it is a fraction in words (三分之二)."""
        if match := FIGURE.search(value_text):
            return cls(MULTIPLIERS[match["mult"]], len(match["decimals"] or ""))
        if "分之" in value_text:
            return None
        if match := WORD.search(value_text):
            return cls(1 if match["tenths"] else 0, 0)
        return None

    def interval(self, value: Decimal, *, countable: bool) -> tuple[Decimal, Decimal]:
        """Half a unit of the last printed digit either way; a countable number printed to the last unit is exact."""
        if countable and self == (0, 0):
            return value, value
        half = Decimal(10) ** (self.mult - self.decimals) / 2
        return value - half, value + half
