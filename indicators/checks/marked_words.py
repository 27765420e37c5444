"""What marked words say of a figure, as far as the reader can tell: entries that a person checks."""

import re
from collections.abc import Iterator

from indicators.checks.claim import FROM, UP_TO, before, divisions, subjects
from indicators.checks.coverage import NUMERAL
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Metric, Quote, Region
from indicators.text.formats import plain_number
from indicators.text.numbers.chinese_numbers import Reading, qualifier_beside, read, readings
from indicators.text.numbers.numerals import plain
from indicators.text.period_words import Words, part_of_year, time_words

CLAUSE_END = re.compile("[，。；：！？、（）()\n]")
SIGNS = "第-−"
"""Characters before a numeral that are printed with it."""


def words_around(text: str, start: int, end: int, measure_words: frozenset[str]) -> tuple[int, int]:
    """The words of one number: the clause around a numeral, without what belongs to the other numbers in it."""
    ends = [match.span() for match in CLAUSE_END.finditer(text)]
    first = max((last for _first, last in ends if last <= start), default=0)
    last = min((one for one, _last in ends if one >= end), default=len(text))
    spans = [(first + one.start, first + one.end) for one in readings(text[first:last], measure_words)]
    first = max((stop for _start, stop in spans if stop <= start), default=first)
    if any(begin >= end for begin, _stop in spans):
        last = next((stop for begin, stop in spans if begin <= start and end <= stop), end)
    return first, last


def entries_of(quote: Quote, period_words: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Names of fields of an observation with the entries that follow from its words; nothing of a field for no entry.

    The quote is not saved. Its words may hold no number.
    """
    found = read(quote.exact, vocabulary.measure_words)
    if found:
        yield from number_entries(quote, found)
        metrics = metrics_of(quote, found, vocabulary)
        if len(metrics) == 1:
            yield "metric", str(metrics[0].pk)
    own = vocabulary.region_of(quote.passage.document)
    named = divisions(quote.exact, own, vocabulary) or divisions(before(quote), own, vocabulary)
    code = named[0] if len(named) == 1 else own.code if own else None
    region = Region.objects.filter(code=code).first() if code else None
    if region:
        yield "region", str(region.pk)
    yield from period_entries(quote, period_words, found)


def number_entries(quote: Quote, found: Reading) -> Iterator[tuple[str, str]]:
    yield "value", "" if found.number is None else plain_number(found.number)
    yield "value_text", printed(quote.exact, found)
    text = quote.passage.text
    beside = qualifier_beside(text[: quote.start + found.start], text[quote.start + found.end :])
    yield "qualifier", beside if found.qualifier == "exact" else found.qualifier


def printed(exact: str, found: Reading) -> str:
    """The number as it is printed, from its first numeral on: 22.96万人, 七成, 第一."""
    numeral = NUMERAL.search(plain(exact), found.start, found.end)
    start = numeral.start() if numeral else found.start
    if start > found.start and exact[start - 1] in SIGNS:
        start -= 1
    return exact[start : found.end]


def metrics_of(quote: Quote, found: Reading, vocabulary: Vocabulary) -> list[Metric]:
    """The metrics whose unit is printed, and whose subject the words name; the last one named counts."""
    words = set(found.words)
    metrics = [one for one in Metric.objects.select_related("unit") if words and words <= set(one.unit.measure_words)]
    for named in subjects(before(quote) + quote.exact, vocabulary)[::-1]:
        if about := [one for one in metrics if named in one.subject_words]:
            return about
    return metrics


def period_entries(quote: Quote, period_words: str, found: Reading | None) -> Iterator[tuple[str, str]]:
    words = time_words(quote.exact)
    if not words.periods and period_words:
        words = time_words(period_words)
    key, basis = period_of(words, quote, found)
    yield "time_period", key
    yield "period_basis", basis


def period_of(words: Words, quote: Quote, found: Reading | None) -> tuple[str, str]:
    """由X…到Y gives the first of two periods to X and the last to Y."""
    year = str(quote.passage.document.report_year)
    if words.periods:
        keys = words.periods[0]
        text = before(quote, found.start if found else 0)
        if len(keys) == 2 and UP_TO.search(text):
            return keys[-1], "stated"
        return (keys[0], "stated") if len(keys) == 2 and FROM.search(text) else ("/".join(keys), "stated")
    if words.plan:
        return f"{words.plan}/{year}", "plan"
    if words.cue and (part := part_of_year(words.cue)):
        return f"{year}-{part}", "report"
    if words.cue:
        return (year if words.cue.startswith(("今年", "本年")) else f"../{year}"), "report"
    return f"../{year}", "undated"
