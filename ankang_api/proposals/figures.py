"""The observations that the figures of a passage give, each with its quote."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from ankang_api.proposals.clauses import Figures, Span, words_of
from ankang_api.proposals.dating import Dated, base_period, dated
from ankang_api.proposals.likeness import likeliest, region_of, unit_of
from indicators.models import Metric, Region, Unit
from indicators.text.numbers.chinese_numbers import Reading, read, readings
from indicators.text.numbers.numerals import chinese_number

PLANNED = re.compile("计划|目标|力争|确保|将")
WHOLE_PROVINCE = re.compile("(?<![居占列排])全省")
COMPARISONS = {"同比": "year_on_year", "环比": "period_on_period"}
REPLACED = re.compile("原(?:报|公布|统计|核定)")
"""Words for a figure that the report itself replaces."""
COVERAGES = re.compile("([两三四五六七八九十])个全覆盖")
PRINTED = re.compile("[0-9０-９第百千万十零〇一二两三四五六七八九半翻壹贰叁肆伍陆柒捌玖拾廿卅].*")


class CodeLists(NamedTuple):
    """What figures may be of."""

    units: list[Unit]
    metrics: list[Metric]
    regions: list[Region]

    @property
    def measure_words(self) -> frozenset[str]:
        return frozenset(word for unit in self.units for word in unit.measure_words)


class Figure(NamedTuple):
    """A proposed observation: the words, what is read in them, and what they are likely to mean."""

    words: Figures
    reading: Reading
    unit: Unit | None
    dated: Dated
    base_period: str | None
    region: str
    value_type: str
    comparison: str | None
    metrics: list[str]

    def row(self) -> dict[str, Any]:
        """The fields of an observation that are known without its metric."""
        return {
            "region": self.region,
            "time_period": self.dated.key,
            "period_basis": self.dated.basis,
            "base_period": self.base_period,
            "comparison": self.comparison,
            "value": plain(self.reading.number),
            "value_type": self.value_type,
            "qualifier": self.reading.qualifier,
        }


def plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def figures(text: str, lists: CodeLists, region: str, this_year: int) -> Iterator[Figure]:
    """The figures of a passage in the order of its text."""
    found = readings(text, lists.measure_words)
    places = [Span(reading.start, reading.end) for reading in found]
    for reading, words in zip(found, words_of(text, places), strict=True):
        one = figure(text, reading, words, lists, region, this_year)
        yield from [one] * how_many(text, words)
    for first, last in pairwise(places):
        total = read(text[first.start : last.end], lists.measure_words)
        if total and total.end == last.end - first.start:
            joined = total._replace(start=first.start, end=last.end)
            [words] = words_of(text, [Span(first.start, last.end)])
            yield figure(text, joined, words, lists, region, this_year)


def how_many(text: str, words: Figures) -> int:
    """How many figures the words give: two for 两个全覆盖, else one."""
    match = COVERAGES.search(text, words.clause.start, words.quote.end)
    return chinese_number(match[1]) if match else 1


def figure(text: str, reading: Reading, words: Figures, lists: CodeLists, region: str, this_year: int) -> Figure:
    before, after = words.quote.of(text), words.after.of(text)
    contexts = (before + after, text[words.sentence.start : words.after.end])
    base = base_period(text, words, this_year)
    unit = unit_of([word for word in reading.words if word], contexts, lists.units)
    return Figure(
        words,
        reading,
        unit,
        dated(text, words, this_year),
        base,
        region_named(before, lists.regions, region),
        value_type(text, words),
        next((kind for word, kind in COMPARISONS.items() if word in before), "base" if base else None),
        metrics_of(text, words, unit, lists.metrics) if unit else [],
    )


def value_type(text: str, words: Figures) -> str:
    if REPLACED.search(words.quote.of(text)):
        return "superseded"
    return "target" if PLANNED.search(text, words.clause.start, words.quote.end) else "actual"


def metrics_of(text: str, words: Figures, unit: Unit, metrics: list[Metric]) -> list[str]:
    """The likeliest metrics by the clause, else by the sentence up to the figure; none is like a new one."""
    clause, sentence = (text[start : words.after.end] for start in (words.clause.start, words.sentence.start))
    return likeliest(clause, unit, metrics) or likeliest(sentence, unit, metrics)


def printed(text: str) -> str:
    """The words of a number without those before it: 超过2.1万户 prints 2.1万户."""
    match = PRINTED.search(text)
    return match[0] if match else text


def region_named(words: str, regions: Iterable[Region], default: str) -> str:
    """The region of a figure: 汉滨区3100人 is of the district, 全省11个 of the province above the document's region."""
    known = list(regions)
    parent = next((one.parent.code for one in known if one.code == default and one.parent), default)
    return region_of(words, known, parent if WHOLE_PROVINCE.search(words) else default)
