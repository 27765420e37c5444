"""Searches in the reasons of revisions and in the old and new values of corrections.

These texts have no folded column, because a redaction would have to reach it too: each search folds them, which takes
about 0.15 s for 10,000 corrections in 2,000 revisions.
"""

from collections import defaultdict
from collections.abc import Iterator

from indicators.filtering.filters import Words
from indicators.models import Correction, Revision
from indicators.sql.filtered_rows import FilteredRows
from indicators.text.folding import fold


class RevisionWords(Words):
    """Words in the reason of a revision and in the values of its corrections."""

    texts = "the reason and the old and new values of the corrections"

    def filter(self, revisions: FilteredRows, words: list[str]) -> FilteredRows:
        values: dict[int, list[str]] = defaultdict(list)
        for _key, number, text in folded_values():
            values[number].append(text)
        texts = ((number, "\n".join([reason, *values[number]])) for number, reason in folded_reasons())
        return revisions.filter(pk__in_list=[number for number, text in texts if contains(text, words)])


class CorrectionWords(Words):
    """Words in the values of a correction and in the reason of its revision."""

    texts = "the reason and the old and the new value"

    def filter(self, corrections: FilteredRows, words: list[str]) -> FilteredRows:
        reasons = dict(folded_reasons())
        texts = ((key, f"{reasons.get(number, '')}\n{text}") for key, number, text in folded_values())
        return corrections.filter(pk__in_list=[key for key, text in texts if contains(text, words)])


def contains(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def folded_reasons() -> Iterator[tuple[int, str]]:
    """The number and the reason of each revision, without the words that were redacted."""
    for number, reason in Revision.objects.values_list("number", "reason").order_by():
        yield number, fold(reason)


def folded_values() -> Iterator[tuple[int, int, str]]:
    """The key of each correction, the number of its revision, and its old and new values."""
    for key, number, *values in Correction.objects.values_list("pk", "revision", "old", "new").order_by():
        yield key, number, fold("\n".join(value for value in values if value is not None))
