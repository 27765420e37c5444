"""The forms in which Chinese text prints a number, each with its pattern and the value of a match."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from indicators.text.numbers.numeral_words import AT_MOST, COMMON_UNITS, EXACT, NO_UNIT, QUALIFIERS, RANGE, alternatives
from indicators.text.numbers.numerals import (
    CHINESE,
    DIGIT,
    FIGURE,
    MULTIPLIER,
    POWER_OF_SHARE,
    number_of,
    power_of,
    printed_precision,
)

NUMBER = f"{FIGURE}|{CHINESE}"


ACHIEVED = "脱贫|摘帽|退出|完成|达标|出列|解决|实现|覆盖|建成|到位|落实"
ABSENT = "增长|事故|返贫|上访|伤亡|死亡|案件|差错|投诉|感染|发生|辍学|失学|新增|排放"


class Core(NamedTuple):
    """A number without the words around it: its value or both ends, how it is printed, and the word of its unit."""

    number: Decimal | None
    mult: int | None
    decimals: int | None
    word: str | None
    qualifier: str = EXACT
    low: Decimal | None = None
    high: Decimal | None = None

    def grown(self) -> "Core":
        """A rise by 2.3 times is one of 230 percent."""
        return self if self.word != "倍" or self.number is None else self._replace(number=100 * self.number)


class Form(NamedTuple):
    pattern: str
    read: Callable[[re.Match[str]], Core]


def fraction(part: Decimal, whole: Decimal) -> Core:
    return Core(round(100 * part / whole, 6).normalize() + 0, None, None, "分之")


def in_words(match: re.Match[str]) -> Core:
    return fraction(number_of(match["part"]), number_of(match["whole"]))


def with_stroke(match: re.Match[str]) -> Core:
    return fraction(number_of(match["numerator"]), number_of(match["denominator"]))


def half(match: re.Match[str]) -> Core:
    return fraction(Decimal(1), Decimal(2))


def proportion(match: re.Match[str]) -> Core:
    number = number_of(match["antecedent"]) / number_of(match["consequent"])
    return Core(number, 0, printed_precision(match["antecedent"])[1], ":")


def rank(match: re.Match[str]) -> Core:
    return Core(number_of(match["place"]), 0, 0, "第")


def first_ranks(match: re.Match[str]) -> Core:
    return Core(number_of(match["top"]), 0, 0, "第", AT_MOST)


def doubling(match: re.Match[str]) -> Core:
    return Core(100 * (2 ** number_of(match["doublings"] or "一") - 1), None, None, "番")


def full(match: re.Match[str]) -> Core:
    return Core(Decimal(100), None, None, "全覆盖")


def nothing(match: re.Match[str]) -> Core:
    return Core(Decimal(0), None, None, None)


def run(match: re.Match[str]) -> Core:
    """七八成, 二三十户: two numbers side by side."""
    mult = power_of(match["run_mult"]) + POWER_OF_SHARE.get(match["run_unit"], 0)
    low, high = (number_of(digit).scaleb(mult) + 0 for digit in match["run"])
    return Core(None, mult, 0, match["run_unit"], RANGE, low, high)


def span(match: re.Match[str]) -> Core:
    """3-5万元: the multiplier is that of both numbers, unless the ends would change places."""
    unit = match["span_unit"] or match["low_unit"] or ""
    last = match["high"].rstrip("万亿") or match["high"]
    power, decimals = printed_precision(last)
    mult = power_of(match["high"][len(last) :] + (match["high_mult"] or ""))
    scale = POWER_OF_SHARE.get(unit, 0)
    low, high = number_of(match["low"]), number_of(last)
    shared = not match["low_mult"] and not match["low_unit"] and low < high
    low_mult = mult if shared else power_of(match["low_mult"] or "")
    low, high = low.scaleb(low_mult + scale) + 0, high.scaleb(mult + scale) + 0
    return Core(None, power + mult + scale, decimals, unit, RANGE, low, high)


def count(match: re.Match[str], prefix: str) -> Core:
    """A figure or a Chinese numeral with its multiplier and its unit."""
    unit = match[f"{prefix}_unit"] or ""
    mult = power_of(match[f"{prefix}_mult"] or "") + POWER_OF_SHARE.get(unit, 0)
    power, decimals = printed_precision(match[prefix])
    more = match[f"{prefix}_more"] or match[f"{prefix}_over"]
    number = number_of(match[prefix]).scaleb(mult) + 0
    return Core(number, power + mult, decimals, unit, QUALIFIERS.get(more, EXACT))


def counting(prefix: str, numeral: str, multiplier: str, unit: str) -> Form:
    """The form of a number that is counted in a unit; 多 and 余 may be before or after the multiplier."""
    pattern = (
        f"(?P<{prefix}>{numeral})(?P<{prefix}_more>[余多来几](?=[百千万亿]))?(?P<{prefix}_mult>{multiplier})?"
        f"(?P<{prefix}_over>[余多来几])?(?:PERCENTAGE)?(?P<{prefix}_unit>{unit})"
    )
    return Form(pattern, partial(count, prefix=prefix))


ASIDE = "一二|两三|二三|三四|三五|四五|五六|六七|七八|八九"
FORMS = {
    "in_words": Form(f"(?P<whole>(?![零〇0]+分)(?:{NUMBER}|万))分之(?P<part>{NUMBER})", in_words),
    "with_stroke": Form(r"(?P<numerator>(?<![\d/.])\d+)/(?P<denominator>[1-9]\d*)(?![\d/])", with_stroke),
    "half": Form("一半|半数|(?<=[过近超])半(?![年个天月])", half),
    "proportion": Form(rf"(?P<antecedent>{FIGURE})[:：](?P<consequent>[1-9]\d*(?:\.\d+)?)(?![\d.])", proportion),
    "rank": Form(rf"第(?P<place>{CHINESE}|\d+)(?:[位名]|(?![\u4e00-\u9fff\d□])|(?=的))", rank),
    "first_ranks": Form(rf"前(?P<top>{CHINESE}|\d+)(?:[位名强]|(?![\u4e00-\u9fff\d.□]))", first_ranks),
    "doubling": Form(f"翻了?(?P<doublings>{CHINESE})?番", doubling),
    "full": Form(f"(?:{CHINESE}个)?全覆盖|百分百|全部(?={ACHIEVED})", full),
    "nothing": Form(f"清零|归零|零(?={ABSENT})", nothing),
    "adjacent": Form(f"(?P<run>{ASIDE})(?P<run_mult>[十百千万亿]{{0,3}})(?P<run_unit>UNITS)", run),
    "interval": Form(
        f"(?P<low>{NUMBER})(?P<low_mult>{MULTIPLIER})?(?P<low_unit>UNITS)?[-—–~～至到]+"
        f"(?P<high>{NUMBER})(?P<high_mult>{MULTIPLIER})?(?:PERCENTAGE)?(?P<span_unit>UNITS|FALLBACK)?",
        span,
    ),
    "figure": counting("figure_of", FIGURE, MULTIPLIER, "(?:UNITS|FALLBACK)?"),
    "high_count": counting(
        "high_of",
        f"(?={DIGIT}?[十百千万廿卅卌])(?:{CHINESE}|万(?=[余多]))",
        "[百千万亿]+",
        "UNITS|(?<=[^余多][万亿])",
    ),
    "count": counting("count_of", f"{CHINESE}|万(?=[余多])", "[百千万亿]+", "GIVEN"),
}
"""By the name of the group that a match is of; of those that match at a place the first counts.

UNITS are the measure words of the records and the common ones, GIVEN the former, FALLBACK is any other character.
"""


def form_pattern(measure_words: Iterable[str]) -> re.Pattern[str]:
    """What prints a number: figures before any word, Chinese numerals only before a word that measures."""
    given = {*measure_words, "成", "倍", "百分点"} - {"第", "分之", "全覆盖"}
    places = {
        "UNITS": alternatives({*given, *COMMON_UNITS}),
        "GIVEN": alternatives(given),
        "FALLBACK": f"(?!{NO_UNIT}).",
        "(?:PERCENTAGE)?": "" if "个百分点" in given else "(?:个(?=百分点))?",
    }
    pattern = "|".join(f"(?P<{name}>{form.pattern})" for name, form in FORMS.items())
    return re.compile(re.sub("|".join(map(re.escape, places)), lambda place: places[place[0]], pattern))
