"""The periods that Chinese words name, as text keys (see `period`)."""

import re
from typing import NamedTuple

from indicators.text.numbers.numerals import DIGITS, plain

CHINESE_YEAR = re.compile("[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")
NAMES = re.compile("[“《][^”》]*[”》]")
"""Names may hold years: “2017年中国改革十大案例”."""
COMPARISONS = re.compile(r"(?:比|较|相比|同|为|是|相当于)(?:19|20)\d\d年(?:\d\d?月)?[底末初]?")
POINT = (
    r"(?P<year{0}>(?<!\d)(?:19|20)\d\d)(?:年度?)?"
    r"(?:(?P<month{0}>\d\d?)(?:月份?(?:(?P<day{0}>\d\d?)[日号])?)?(?=[月至到—-]|(?<=[月份日号]))"
    r"|(?P<half{0}>[上下])半年|第?(?P<quarter{0}>[一二三四1-4])季度)?"
)
PERIOD = re.compile(
    rf"(?P<school>(?:19|20)\d\d)[-—–~至]+(?P<school_end>(?:19|20)?\d\d)学年"
    rf"|(?P<part_year>(?:19|20)\d\d)年(?:(?P<from_month>\d\d?)(?:月份?)?[-—–~至到]+(?P<to_month>\d\d?)月|前三(?P<three>)季度)"
    rf"|{POINT.format(1)}(?:[底末初])?(?:(?:[-—–~至到]+){POINT.format(2)})?(?=[年底末初、月日号度，连]|(?<=[年月日号度]))"
)
PLAN = re.compile('(?P<tens>十)?(?P<digit>[一二三四五六七八九])?五(?=[”"]|规划|时期|期间|以来)')
PART_OF_YEAR = re.compile("第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年")
CUES = re.compile("今年|本年度?|截至目前|截止目前|截至当前|目前|迄今|至今|第?[一二三四1-4]季度|[上下]半年|(?<!早)已")
"""Words that set a number in the year of the report."""


class Words(NamedTuple):
    """What words say of time: periods (one or two keys each), the first year of a plan, and a word of the report."""

    periods: list[tuple[str, ...]]
    plan: int | None
    cue: str | None


def time_words(text: str) -> Words:
    text = COMPARISONS.sub("", CHINESE_YEAR.sub(year_in_figures, plain(text)))
    plan = PLAN.search(text)
    cue = CUES.search(text)
    periods = [keys(match) for match in PERIOD.finditer(NAMES.sub("", text))]
    return Words(periods, plan_start(plan) if plan else None, cue[0] if cue else None)


def year_in_figures(match: re.Match[str]) -> str:
    return "".join(str(DIGITS[digit]) for digit in match[0])


def plan_start(match: re.Match[str]) -> int:
    """The first year of a five-year plan: 2011 of the twelfth (十二五)."""
    number = (10 if match["tens"] else 0) + DIGITS.get(match["digit"] or "零", 0)
    return 1951 + 5 * number


def keys(match: re.Match[str]) -> tuple[str, ...]:
    """One key, or the keys of the first and the last period of a range."""
    if match["school"]:
        return f"{match['school']}-09", f"{match['school'][:2]}{match['school_end'][-2:]}-08"
    if match["part_year"]:
        year = match["part_year"]
        if match["three"] is not None:
            return f"{year}-Q1", f"{year}-Q3"
        return f"{year}-{int(match['from_month']):02}", f"{year}-{int(match['to_month']):02}"
    return (key(match, 1), key(match, 2)) if match["year2"] else (key(match, 1),)


def part_of_year(cue: str) -> str | None:
    """Q3 of 第三季度, S1 of 上半年; None for other words."""
    match = PART_OF_YEAR.fullmatch(cue)
    if match is None:
        return None
    quarter = match["quarter"]
    return f"Q{DIGITS.get(quarter) or quarter}" if quarter else f"S{'上下'.index(match['half']) + 1}"


def key(match: re.Match[str], end: int) -> str:
    year, month, day, half, quarter = (match[f"{name}{end}"] for name in ("year", "month", "day", "half", "quarter"))
    if month:
        return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    if half:
        return f"{year}-S{'上下'.index(half) + 1}"
    return f"{year}-Q{DIGITS.get(quarter) or quarter}" if quarter else year
