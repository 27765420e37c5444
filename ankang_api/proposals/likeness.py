"""Which records of the code lists the words of a report name: units, metrics and regions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from indicators.models import Metric, Region, Unit

AVERAGES = {"人均": "/人", "户均": "/户"}
"""Words for averages, and how the names of their units end."""
BRACKETS = re.compile('[（(].*?[）)]|[“”"]')


def pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text; of a single character itself."""
    text = BRACKETS.sub("", text)
    return Counter(text[place : place + 2] for place in range(max(len(text) - 1, 1)))


def likeness(name: str, words: str) -> float:
    """The share of the pairs of a name that the words contain, from 0 to 1."""
    of_name = pairs(name)
    if len(next(iter(of_name))) == 1:
        return float(next(iter(of_name)) in words)
    return sum((of_name & pairs(words)).values()) / sum(of_name.values())


def characters(name: str, words: str) -> int:
    """How many characters of a name the words contain."""
    return len({character for character in BRACKETS.sub("", name) if character in words})


def unit_of(measured: Collection[str], contexts: Sequence[str], units: Iterable[Unit]) -> Unit | None:
    """The unit that all measure words print, if there are any.

    Of several, the one whose name is most like the first of the contexts that is like any: the words around the figure,
    then its whole sentence.
    """
    own_words = contexts[0]
    ending = next((ending for word, ending in AVERAGES.items() if word in own_words), "")
    allowed = [
        unit
        for unit in units
        if measured and set(measured) <= set(unit.measure_words) and ending_of(unit.name_zh) == ending
    ]
    for words in contexts if len(allowed) > 1 else ():
        scores = {unit: (likeness(unit.name_zh, words), characters(unit.name_zh, words)) for unit in allowed}
        if any(scores.values()) and max(scores.values()) > (0, 1):
            return max(allowed, key=scores.__getitem__)
    return next(iter(allowed), None)


def ending_of(name: str) -> str:
    """/人 of 元/人; empty where a unit is no average."""
    return "".join(name.partition("/")[1:])


def likeliest(words: str, unit: Unit, metrics: Iterable[Metric], *, most: int = 3) -> list[str]:
    """The codes of the metrics in the unit whose names are most like the words."""
    scores = {
        metric.code: likeness(metric.name_zh, words) + likeness(metric.definition_zh, words) / 2
        for metric in metrics
        if metric.unit_id == unit.pk
    }
    return sorted((code for code, score in scores.items() if score), key=lambda code: (-scores[code], code))[:most]


def region_of(words: str, regions: Iterable[Region], default: str) -> str:
    """The code of the division that the words name last, or whose level they name (全省); else the document's."""
    named = [(words.rfind(name), region.code) for region in regions for name in names_of(region) if name in words]
    return max(named)[1] if named else default


def names_of(region: Region) -> list[str]:
    """The name of a region, and its name without the word for its level if that is long enough: 汉滨区, 汉滨."""
    short = region.name_zh[:-1]
    return [region.name_zh, short] if len(short) > 1 else [region.name_zh]
