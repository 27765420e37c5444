"""Coverage: every numeral of a text is a value, a period or part of a name in the quote of a record, or excluded."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indicators.checks.vocabulary import all_measure_words
from indicators.models import Document, Observation, Passage, Quote
from indicators.text.numbers.chinese_numbers import read
from indicators.text.numbers.numerals import plain
from indicators.text.period_words import COMPARISONS

NUMERAL = re.compile(r"\d+(?:\.\d+)?[百千]?[万亿]*|[零〇一二两三四五六七八九十百千万亿廿卅]+")
STATUSES = ("value", "period", "excluded", "name", "uncovered")
"""What a numeral may be; the first that it is counts."""


class Span(NamedTuple):
    """Where a quote accounts for numerals, in its passage, and as what."""

    quote: Quote
    status: str
    start: int
    end: int

    def contains(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


class Numeral(NamedTuple):
    """A numeral, Arabic or Chinese, its position in its passage, the quotes that contain it, and its status.

    value: the number that the quote of an observation reads; period: in the quote of a period; excluded: by a reason;
    name: in the quote of another record; uncovered: none of these.
    """

    passage: Passage
    text: str
    start: int
    end: int
    quotes: list[Quote]
    status: str


def numerals(document: Document, quotes: list[Quote] | None = None) -> list[Numeral]:
    """The numerals of a document in the order of its text, in a constant number of queries.

    `quotes` are the quotes of the document, if the caller has read them with their evidence.
    """
    if quotes is None:
        quotes = list(Quote.objects.filter(passage__document=document).with_evidence())
    measure_words = all_measure_words()
    spans = [span for quote in quotes for span in spans_of(quote, measure_words)]
    return [
        numeral(passage, *match.span(), quotes, spans)
        for passage in document.passages.all()
        for match in NUMERAL.finditer(plain(passage.text))
    ]


def numeral(passage: Passage, start: int, end: int, quotes: list[Quote], spans: list[Span]) -> Numeral:
    around = [one for one in quotes if one.passage_id == passage.pk and one.start <= start and end <= one.end]
    found = {one.status for one in spans if one.quote.passage_id == passage.pk and one.contains(start, end)}
    status = next((status for status in STATUSES if status in found), STATUSES[-1])
    return Numeral(passage, passage.text[start:end], start, end, around, status)


def spans_of(quote: Quote, measure_words: frozenset[str]) -> Iterator[Span]:
    if quote.excluded_en:
        yield Span(quote, "excluded", quote.start, quote.end)
    for field, record in quote.evidence_for():
        if not isinstance(record, Observation):
            yield Span(quote, "name", quote.start, quote.end)
        elif field == "period_quote":
            yield Span(quote, "period", quote.start, quote.end)
        else:
            if reading := read(quote.exact, measure_words):
                yield Span(quote, "value", quote.start + reading.start, quote.start + reading.end)
            for match in COMPARISONS.finditer(quote.exact) if record.base_period else ():
                yield Span(quote, "period", quote.start + match.start(), quote.start + match.end())


def uncovered_numerals() -> int:
    """How many numerals of all documents no record and no reason accounts for."""
    return sum(one.status == "uncovered" for document in Document.objects.all() for one in numerals(document))
