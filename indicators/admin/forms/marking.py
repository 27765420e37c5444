"""Words that are marked in a passage, by the parameters of a URL, and the entries of a form that follow from them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import QueryDict

from indicators.checks.marked_words import entries_of
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Observation, Passage, Quote
from indicators.models.source import CONTEXT

Span = tuple[int, int]
OFFSET = re.compile("[0-9]{1,9}")


class MarkedSpan(NamedTuple):
    """Marked words, and the URLs that move one of their ends by one character."""

    name: str
    exact: str
    urls: dict[str, str]


class Marking(NamedTuple):
    """Spans of a passage: the words of a record, and those of its period. Offsets count code points."""

    passage: Passage
    words: Span | None
    period: Span | None

    @classmethod
    def read(cls, query: QueryDict) -> "Marking | None":
        """The marking that a URL gives; None where it names no passage. A span outside the passage is left out."""
        key = query.get("passage", "")
        passage = Passage.objects.select_related("document").filter(pk=key).first() if OFFSET.fullmatch(key) else None
        if passage is None:
            return None
        return cls(passage, span_in(passage, query, ""), span_in(passage, query, "period_"))

    def address(self, *, words: Span | None, period: Span | None) -> str:
        """The query of a URL that marks other words of the passage."""
        query = QueryDict(mutable=True)
        query["passage"] = str(self.passage.pk)
        for name, span in (("", words), ("period_", period)):
            if span:
                query[f"{name}start"], query[f"{name}end"] = map(str, span)
        return f"?{query.urlencode()}"

    def entries(self, model: type[Any]) -> dict[str, Any]:
        """The entries of the form by field: the words, and what they say of a figure."""
        text = self.passage.text
        entries: dict[str, Any] = {"passage": self.passage.pk}
        for name, span in (("", self.words), ("period_", self.period)):
            if span:
                entries[f"{name}exact"] = text[slice(*span)]
                entries[f"{name}prefix"], entries[f"{name}suffix"] = context_of(text, span)
        if self.words and issubclass(model, Observation):
            start, end = self.words
            quote = Quote(passage=self.passage, exact=text[start:end], start=start, end=end)
            entries |= entries_of(quote, entries.get("period_exact", ""), Vocabulary())
        return entries

    def marked_spans(self) -> Iterator[MarkedSpan]:
        """The marked words and those of the period, each with the URLs that move its ends."""
        spans = {"words": self.words, "period": self.period}
        for name, span in spans.items():
            if span is None:
                continue
            start, end = span
            moves = {"start_earlier": (start - 1, end), "start_later": (start + 1, end)}
            moves |= {"end_earlier": (start, end - 1), "end_later": (start, end + 1)}
            urls = {
                move: self.address(**spans | {name: (first, last)})
                for move, (first, last) in moves.items()
                if 0 <= first < last <= len(self.passage.text)
            }
            yield MarkedSpan(name, self.passage.text[start:end], urls)


def span_in(passage: Passage, query: QueryDict, name: str) -> Span | None:
    """Without the white space at its ends; None for nothing."""
    start, end = query.get(f"{name}start", ""), query.get(f"{name}end", "")
    if not OFFSET.fullmatch(start) or not OFFSET.fullmatch(end):
        return None
    first, last = int(start), min(int(end), len(passage.text))
    words = passage.text[first:last]
    first += len(words) - len(words.lstrip())
    last -= len(words) - len(words.rstrip())
    return (first, last) if first < last else None


def context_of(text: str, span: Span) -> tuple[str, str]:
    """The words before and after a span that tell it from other places with its words; none where there are none."""
    start, end = span
    size, before, after = 0, "", ""
    while text.count(f"{before}{text[start:end]}{after}") > 1 and size <= len(text):
        size = 2 * size or CONTEXT
        before, after = text[max(0, start - size) : start], text[end : end + size]
    return before, after
