"""What a printed number says of its own precision, and the ends of a printed range."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from indicators.text.numbers.chinese_numbers import read
from indicators.text.numbers.numerals import (
    CHINESE,
    FIGURE,
    MULTIPLIER,
    POWER_OF_SHARE,
    plain,
    power_of,
    printed_precision,
    without_inner_spaces,
)

FRACTION = re.compile("分之|一半|半数|全覆盖|/")
NUMBER = re.compile(
    f"(?P<number>{FIGURE}|{CHINESE}|万(?=[余多]))(?:[余多来几](?=[百千万亿]))?(?P<mult>{MULTIPLIER})?[余多来几]?(?P<share>[成‰])?"
)
ONLY_TENTHS = re.compile("[一二两三四五六七八九]成")
INTERVAL = re.compile("[-—–~～至到]+")


class Printed(NamedTuple):
    """The power of ten that a printed number is multiplied by, and its decimals: 100.5万 is (4, 1), 七成 is (1, 0)."""

    mult: int
    decimals: int

    @classmethod
    def read(cls, value_text: str) -> "Printed | None":
        """Read it off the text; None where no number is printed (全覆盖) or it is a fraction (三分之二).

        Of an interval, 3-5万元, the second number gives it.
        """
        text, _offsets = without_inner_spaces(plain(value_text))
        found = [] if FRACTION.search(text) else list(NUMBER.finditer(text))
        if not found:
            return None
        printed = found[0]
        if len(found) > 1 and INTERVAL.fullmatch(text[found[0].end() : found[1].start()]):
            printed = found[1]
        power, decimals = printed_precision(printed["number"])
        share = POWER_OF_SHARE.get(printed["share"], 0)
        return cls(power + power_of(printed["mult"] or "") + share, decimals)

    def interval(self, value: Decimal, *, countable: bool) -> tuple[Decimal, Decimal]:
        """Half a unit of the last printed digit either way; a countable number printed to the last unit is exact."""
        if countable and self == (0, 0):
            return value, value
        half = Decimal(10) ** (self.mult - self.decimals) / 2
        return value - half, value + half


class Ends(NamedTuple):
    """The ends of a printed range as numbers in the unit, the lower one first, and how they are printed."""

    low: Decimal
    high: Decimal
    printed: Printed

    @classmethod
    def read(cls, value_text: str, measure_words: Iterable[str]) -> "Ends | None":
        """Read 3-5万元, 3万至5万元 or 七八成; None for no range. The ends of a fall are negative."""
        found = read(value_text, measure_words)
        if found is None or found.low is None or found.high is None:
            return None
        return cls(found.low, found.high, Printed(found.mult or 0, found.decimals or 0))


def is_only_tenths(value_text: str) -> bool:
    """Whether the text is a number of tenths and nothing else: 七成, but not 约七成."""
    return ONLY_TENTHS.fullmatch(without_inner_spaces(value_text)[0]) is not None
