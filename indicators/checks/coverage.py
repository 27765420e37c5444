"""Coverage: every numeral of a text lies in a quote that is evidence for a record or is excluded with a reason."""

import re
from typing import NamedTuple

from indicators.models import Document, Passage, Quote

NUMERAL = re.compile(r"\d+(?:\.\d+)?[万亿]?|[零〇一二两三四五六七八九十百千万亿]+")


class Numeral(NamedTuple):
    """A numeral, Arabic or Chinese, its position in its passage, and the quotes that contain it."""

    passage: Passage
    text: str
    start: int
    end: int
    quotes: list[Quote]

    @property
    def status(self) -> str:
        """evidence: in the quote of a record; excluded: by a reason; uncovered: neither."""
        if any(quote.evidence_for() for quote in self.quotes):
            return "evidence"
        return "excluded" if any(quote.excluded_en for quote in self.quotes) else "uncovered"


def numerals(document: Document) -> list[Numeral]:
    """The numerals of a document in the order of its text; its quotes with their records in a constant of queries."""
    quotes = list(Quote.objects.filter(passage__document=document).with_evidence())
    return [
        Numeral(passage, match[0], *match.span(), around(quotes, passage, *match.span()))
        for passage in document.passages.all()
        for match in NUMERAL.finditer(passage.text)
    ]


def around(quotes: list[Quote], passage: Passage, start: int, end: int) -> list[Quote]:
    return [quote for quote in quotes if quote.passage_id == passage.pk and quote.start <= start and end <= quote.end]
