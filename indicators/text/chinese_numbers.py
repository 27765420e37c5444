"""Parses the number in a quote, independently of the record."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
CHINESE = "[零〇一二两三四五六七八九十百千]+"
UNMEASURED = re.compile(r"第一书记|\d+[^\d，、；。]以[上下]")
"""Numerals of titles and of thresholds: they measure nothing."""
FALL = "(?P<fall>(?:减少|下降|降低)了?)?"


class Reading(NamedTuple):
    """A number in its unit, signed; the powers of ten and decimals it is printed with; the words of its unit."""

    number: Decimal
    mult: int | None
    decimals: int | None
    sign: int
    words: tuple[str, ...]


def chinese_number(text: str) -> int:
    """三 is 3, 十二 is 12, 二十五 is 25, 一千零五 is 1005."""
    total = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += (digit or 1) * 10 ** POWERS[character]
            digit = 0
    return total + digit


def pattern(measure_words: Iterable[str]) -> re.Pattern[str]:
    """What prints a number: figures before any word, Chinese numerals only before a word that measures."""
    words = "|".join(re.escape(word) for word in sorted(measure_words, key=len, reverse=True))
    return re.compile(
        f"{FALL}(?:"
        f"(?P<whole>(?![零〇]+分){CHINESE})分之(?P<part>{CHINESE})"
        f"|(?P<tenths>{CHINESE})成"
        f"|第(?P<place>{CHINESE})"
        rf"|(?P<figure>\d+(?:\.(?P<decimals>\d+))?)(?P<mult>[万亿]?)(?P<after>{words}|.)?"
        f"|(?P<count>{CHINESE})(?P<counted>{words}))"
    )


def reading_of(match: re.Match[str]) -> Reading:
    sign = -1 if match["fall"] else 1
    if match["whole"]:
        share = Decimal(100 * chinese_number(match["part"])) / chinese_number(match["whole"])
        return Reading(sign * round(share, 6), None, None, sign, ("分之",))
    if match["tenths"]:
        return Reading(Decimal(sign * 10 * chinese_number(match["tenths"])), 1, 0, sign, ("成",))
    if match["place"]:
        return Reading(Decimal(chinese_number(match["place"])), 0, 0, sign, ("第",))
    if match["count"]:
        return Reading(Decimal(sign * chinese_number(match["count"])), 0, 0, sign, (match["counted"],))
    mult = POWERS.get(match["mult"], 0)
    number = sign * Decimal(match["figure"]) * 10**mult
    return Reading(number, mult, len(match["decimals"] or ""), sign, (match["after"] or "",))


def read(exact: str, measure_words: Iterable[str]) -> Reading | None:
    """The number of a quote: 100 for full coverage, a sum where numbers are printed alike (9县1区); else None."""
    if "全覆盖" in exact:
        return Reading(Decimal(100), None, None, 1, ("全覆盖",))
    found = [reading_of(match) for match in pattern(measure_words).finditer(UNMEASURED.sub("", exact))]
    if not found or len({(one.mult, one.decimals, one.sign) for one in found}) > 1:
        return None
    words = tuple(word for one in found for word in one.words)
    return found[0]._replace(number=sum((one.number for one in found), Decimal(0)), words=words)
