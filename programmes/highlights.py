"""Highlights: the matches of a search in the texts of a record."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from indicators.models.searchable import Searchable
from indicators.text.folding import Folded

CONTEXT = 30
"""Characters shown on either side of a match."""


class Highlight(NamedTuple):
    """A match in a text: the field, and the original text before, of and after the match."""

    field: str
    before: str
    match: str
    after: str


def highlights(record: Searchable, words: Collection[str]) -> Iterator[Highlight]:
    """The first match of each folded word in each field, in the order of the fields and of each text."""
    wanted = {field: set(words) for field, _ in texts_of(record)}
    for field, text in texts_of(record):
        folded = Folded.of(text)
        places = {word: span for word in wanted[field] if (span := folded.find(word))}
        wanted[field] -= set(places)
        for start, end in sorted(set(places.values())):
            yield highlight(field, text, start, end)


def highlight(field: str, text: str, start: int, end: int) -> Highlight:
    return Highlight(field, text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT])


def texts_of(record: Searchable) -> Iterator[tuple[str, str]]:
    """The searched texts of a record: its own, and those of the records that it is searched through."""
    yield from record.searched_texts()
    for name in record.searched_through:
        related = getattr(record, name)
        for field, text in related.searched_texts() if related else ():
            yield f"{name}_{field}", text
