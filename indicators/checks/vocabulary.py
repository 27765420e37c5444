"""The words by which the records are found in a text: measure words, subjects, and names of regions."""

from functools import cached_property
from typing import NamedTuple

from indicators.models import Document, Metric, Region, Unit

LEVELS = {"国": "country", "省": "province", "市": "prefecture", "县": "county", "区": "county"}
"""The level of a division that 全 or 我 stands before: 全省."""
SUFFIXES = "省市县区"


class Division(NamedTuple):
    """A region with its names in the text and the code of its parent."""

    code: str
    names: tuple[str, ...]
    level: str
    parent: str | None


class Vocabulary:
    """Read with one query for each kind of word, when it is first needed."""

    @cached_property
    def measure_words(self) -> frozenset[str]:
        return all_measure_words()

    @cached_property
    def subject_words(self) -> dict[str, set[str]]:
        """The subject words of every metric, with the measure words of the units of their metrics."""
        found: dict[str, set[str]] = {}
        for subjects, measured in Metric.objects.values_list("subject_words", "unit__measure_words"):
            for word in subjects:
                found.setdefault(word, set()).update(measured)
        return found

    @cached_property
    def divisions(self) -> dict[str, Division]:
        """By code."""
        rows = Region.objects.values_list("code", "name_zh", "level", "parent__code")
        return {code: Division(code, names_of(name), level, parent) for code, name, level, parent in rows}

    def region_of(self, document: Document) -> Division | None:
        """The division that a document is of: the lowest one in its title, or in the names of its offices."""
        for text in (document.name_zh, document.source_office_zh, document.publisher_zh):
            named = self.named(text)
            if named:
                return max(named, key=lambda one: len(self.line(one)))
        return None

    def named(self, text: str) -> list[Division]:
        """The divisions below the country of which a name is in a text."""
        return [
            one
            for one in self.divisions.values()
            if one.level in LEVELS.values() and one.level != "country" and any(name in text for name in one.names)
        ]

    def line(self, division: Division) -> list[Division]:
        """The division and those that contain it, the lowest first."""
        parent = self.divisions.get(division.parent or "")
        return [division, *(self.line(parent) if parent else [])]


def all_measure_words() -> frozenset[str]:
    """The measure words of every unit; one query."""
    return frozenset(word for words in Unit.objects.values_list("measure_words", flat=True) for word in words)


def names_of(name: str) -> tuple[str, ...]:
    """安康市 is also called 安康."""
    return (name, name[:-1]) if name[-1] in SUFFIXES and len(name) > 2 else (name,)
