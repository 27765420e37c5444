"""Sentences and clauses of a passage, and the words that a numeral stands in."""

import re
from typing import NamedTuple

SENTENCE_END = re.compile("[。！？\n]")
CLAUSE_END = re.compile("[，；：。！？\n]")
JOINED = re.compile("[、和及与]*")
"""What joins a figure to the one before it, and belongs to neither."""


class Span(NamedTuple):
    """A part of a passage; start and end are offsets in it."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def spans(text: str, ends: re.Pattern[str]) -> list[Span]:
    """The parts of a text between its ends, without them; empty parts are left out."""
    marks = [match.span() for match in ends.finditer(text)]
    starts = [0, *(after for _before, after in marks)]
    stops = [*(before for before, _after in marks), len(text)]
    return [Span(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def around(parts: list[Span], place: int) -> Span:
    """The part that contains a place."""
    return next(part for part in parts if part.start <= place <= part.end)


class Figures(NamedTuple):
    """The words of one figure: its quote, its clause, its sentence, and the words up to the next figure."""

    quote: Span
    clause: Span
    sentence: Span
    after: Span


def words_of(text: str, places: list[Span]) -> list[Figures]:
    """The words of each figure of a passage; a quote begins after the figure before it, or with its clause."""
    sentences, clauses = spans(text, SENTENCE_END), spans(text, CLAUSE_END)
    found = []
    for number, place in enumerate(places):
        clause = around(clauses, place.start)
        before = places[number - 1].end if number else 0
        following = places[number + 1].start if number + 1 < len(places) else len(text)
        start = max(clause.start, before)
        start = JOINED.match(text, start, place.start).end()  # type: ignore[union-attr]  # it matches nothing, too
        after = Span(place.end, min(max(clause.end, place.end), following))
        found.append(Figures(Span(start, place.end), clause, around(sentences, place.start), after))
    return found
