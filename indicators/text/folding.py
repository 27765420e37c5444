"""Folding: forms of a text that a reader takes for the same become the same, character by character."""

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from opencc import OpenCC

UNSEEN = ("Mn", "Cf")
"""Categories that fold to nothing: marks on letters, so that qinba finds qínbā, and what is not printed at all."""

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"') | dict.fromkeys("‘’‚‛", "'"))
"""A Simplified text quotes with “”, a Traditional one with 「」, and a keyboard with straight marks."""


@cache
def converters() -> tuple[OpenCC, OpenCC]:
    """To Simplified from the forms of Hong Kong, then from those of Taiwan: either alone leaves some of the other."""
    return OpenCC("hk2s"), OpenCC("tw2s")


@lru_cache(maxsize=1 << 15)
def fold_character(character: str) -> str:
    """What a character folds to: one character mostly, several for ㎡, none for a mark."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    seen = "".join(part for part in plain if unicodedata.category(part) not in UNSEEN)
    for converter in converters():
        seen = "".join(converter.convert(part) for part in seen)
    return seen.translate(QUOTATION_MARKS)


def fold(text: str) -> str:
    """Half-width, in lower case, Simplified and without marks, whether it was composed or decomposed."""
    return "".join(map(fold_character, text))


class Folded(NamedTuple):
    """A folded text, and for each of its characters the offset of the one that it was in the original."""

    text: str
    offsets: list[int]

    @classmethod
    def of(cls, original: str) -> "Folded":
        parts = [fold_character(character) for character in original]
        offsets = [offset for offset, part in enumerate(parts) for _ in part]
        return cls("".join(parts), [*offsets, len(original)])

    def find(self, word: str) -> tuple[int, int] | None:
        """Start and end in the original of the first match of a folded word: whole characters with their marks."""
        start = self.text.find(word)
        if start < 0:
            return None
        end = start + len(word)
        return self.offsets[start], max(self.offsets[end - 1] + 1, self.offsets[end])
