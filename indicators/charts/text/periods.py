"""Periods as people write them."""

from indicators.charts.text import words
from indicators.charts.text.words import Language

ARROW = "←"


def has_unknown_start(key: str) -> bool:
    return key.startswith("../")


def period_label(key: str, language: Language) -> str:
    """2018 or 2018年; 2011–2019; ≤ 2019 or 至2019年 where the start is unknown."""
    start, _separator, end = key.rpartition("/")
    if has_unknown_start(key):
        return words.UNTIL[language].format(end=single_label(end, language))
    if not start or start == end:
        return single_label(end, language)
    if start.isdigit() and end.isdigit():
        return f"{start}–{single_label(end, language)}"
    return words.FROM_TO[language].format(start=single_label(start, language), end=single_label(end, language))


def period_mark(key: str, language: Language) -> str:
    """The label, with an arrow at its left end if the start of the period is unknown: ← ≤ 2019."""
    label = period_label(key, language)
    return f"{ARROW} {label}" if has_unknown_start(key) else label


def single_label(key: str, language: Language) -> str:
    year, _separator, part = key.partition("-")
    if not part:
        return words.YEAR[language].format(year=year)
    if part[0] == "Q":
        return words.QUARTER[language].format(
            year=year, number="一二三四"[int(part[1]) - 1] if language == "zh" else part[1]
        )
    if part[0] == "S":
        return words.HALF_YEARS[int(part[1]) - 1][language].format(year=year)
    month, _separator, day = part.partition("-")
    form = words.DAY if day else words.MONTH
    name = words.MONTH_NAMES[int(month) - 1]
    return form[language].format(year=year, month=int(month), month_name=name, day=int(day or 0))
