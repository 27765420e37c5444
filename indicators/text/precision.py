"""What a printed number says of its own precision, and the ends of a printed range."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from indicators.text.chinese_numbers import DIGITS, chinese_number

POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.(?P<decimals>\d+))?(?P<powers>[百千万亿]*)(?!分[之点])")
CHINESE = "零〇一二两三四五六七八九十百千万亿"
WORD = re.compile(f"第?(?=[{CHINESE}])[{CHINESE}]*?(?P<powers>[千万亿]*)(?![{CHINESE}])(?P<tenths>成)?")
ONLY_TENTHS = re.compile("[一二两三四五六七八九]成")
WITHOUT_DIGITS = ("分之", "半", "番")
"""Words of fractions and of doublings, whose numerals are not the number itself."""

END = rf"(?:(?P<figure%s>\d+(?:,\d{{3}})*(?:\.\d+)?)|(?P<word%s>[{CHINESE}]+?))(?P<powers%s>[十百千万亿]*)"
TWO_ENDS = re.compile(
    f"{END % (('_low',) * 3)}(?P<between>[^{CHINESE}\\d至到~–—-]*)[至到~–—-]+{END % (('_high',) * 3)}(?![{CHINESE}])"
    "[^成]?(?P<tenths>成)?"
)
NEIGHBOURS = re.compile(
    f"(?<![{CHINESE}有])(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])"
    f"(?P<powers>[十百千万亿]*)(?![{CHINESE}])(?P<tenths>成)?"
)
FALL = re.compile("减|降|下滑|缩|跌")


class Printed(NamedTuple):
    """The power of ten that a printed number is multiplied by, and its decimals: 100.5万 is (4, 1), 七成 is (1, 0)."""

    mult: int
    decimals: int

    @classmethod
    def read(cls, value_text: str) -> "Printed | None":
        """Read it off the text; None where no number is printed (全覆盖) or it is a fraction in words (三分之二).

        九万六千 is printed to the thousand: (3, 0). 三百 is printed as 300 is: (0, 0).
        """
        text = unicodedata.normalize("NFKC", value_text)
        if match := FIGURE.search(text):
            return cls(power(match["powers"]), len(match["decimals"] or ""))
        if any(word in text for word in WITHOUT_DIGITS):
            return None
        if match := WORD.search(text):
            return cls(1 if match["tenths"] else power(match["powers"]), 0)
        return None

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
    def read(cls, value_text: str) -> "Ends | None":
        """Read 3-5万元, 3万至5万元, 三到五成 or 七八成; None for no range.

        The ends of a fall (下降2-3个百分点) are negative.
        """
        text = unicodedata.normalize("NFKC", value_text)
        ends = two_ends(text) or neighbours(text)
        if ends is None or ends.low > ends.high:
            return None
        return cls(-ends.high, -ends.low, ends.printed) if FALL.search(text) else ends


def two_ends(text: str) -> Ends | None:
    """Two numbers with a dash, 至 or 到 between them. A multiplier of the second is one of the first too (3-5万)."""
    match = TWO_ENDS.search(text)
    if match is None:
        return None
    low, high = (plain(match[f"figure_{end}"], match[f"word_{end}"]) for end in ("low", "high"))
    decimals = max(len((match[f"figure_{end}"] or "").partition(".")[2]) for end in ("low", "high"))
    shared = not match["powers_low"] and low <= high
    tenths = 10 if match["tenths"] else 1
    low_mult = power(match["powers_high"] if shared else match["powers_low"])
    high_mult = power(match["powers_high"])
    mult = 1 if match["tenths"] else min(low_mult, high_mult)
    return Ends(low * 10**low_mult * tenths, high * 10**high_mult * tenths, Printed(mult, decimals))


def neighbours(text: str) -> Ends | None:
    """Two digits in succession: 七八成, 三四百."""
    for match in NEIGHBOURS.finditer(text):
        low, high = DIGITS[match["low"]], DIGITS[match["high"]]
        if high == low + 1:
            mult = 1 if match["tenths"] else power(match["powers"])
            return Ends(Decimal(low * 10**mult), Decimal(high * 10**mult), Printed(mult, 0))
    return None


def plain(figure: str | None, word: str | None) -> Decimal:
    return Decimal(figure.replace(",", "")) if figure else Decimal(chinese_number(word or ""))


def power(multipliers: str) -> int:
    """百万 is 6, 万亿 is 12, nothing is 0."""
    return sum(POWERS[multiplier] for multiplier in multipliers)


def is_only_tenths(value_text: str) -> bool:
    """Whether the text is a number of tenths and nothing else: 七成, but not 约七成."""
    return ONLY_TENTHS.fullmatch(value_text) is not None
