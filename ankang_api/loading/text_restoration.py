"""The restoration of a text that a machine had turned into Traditional Chinese and left its pinyin glosses in."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from opencc import OpenCC

GLOSS = re.compile(r"\((?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
"""Pinyin in parentheses. It has a tone mark: `(ha)` or `(t)` would be a unit of the text."""

PUNCTUATION = str.maketrans(",;()", "，；（）")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma of 1,236. The one of 2018,2019 separates two figures."""
PLACES = {
    **{"乾縣": "乾县", "乾安縣": "乾安县", "乾陵": "乾陵", "乾佑": "乾佑", "乾州": "乾州"},
    **{"乾县": "乾县", "乾安县": "乾安县", "於潛": "於潜", "於潜": "於潜", "濛陽": "濛阳", "濛阳": "濛阳"},
}
"""Names with a character that the conversion would replace, and their Simplified forms."""
PLACE = re.compile("|".join(sorted(PLACES, key=len, reverse=True)))
DAMAGE = re.compile("[?|\ufffd]")
"""What a failed conversion of characters leaves."""
CONTEXT = 6


def restore(received: str, emendations: Sequence[dict[str, str]]) -> str:
    """The text in Simplified Chinese; ValueError for an emendation whose text does not occur exactly once.

    An emendation gives the `received` and the `restored` text, both before the steps that follow rules: removal of
    glosses, full-width punctuation, Simplified characters. Lines in Simplified Chinese keep their characters.
    """
    text = received
    for emendation in emendations:
        damaged = emendation["received"]
        if (count := text.count(damaged)) != 1:
            raise ValueError(f"The text to mend, {damaged!r}, occurs {count} times in the received text.")
        text = text.replace(damaged, emendation["restored"])
    return "".join(simplified(full_width(GLOSS.sub("", line))) for line in text.splitlines(keepends=True))


def full_width(line: str) -> str:
    """With full-width punctuation, except for thousands separators."""
    return ",".join(part.translate(PUNCTUATION) for part in THOUSANDS.split(line))


def simplified(line: str) -> str:
    if is_simplified(line):
        return line
    position, parts = 0, []
    for place in PLACE.finditer(line):
        parts += [converted("tw2s", line[position : place.start()]), PLACES[place[0]]]
        position = place.end()
    return "".join([*parts, converted("tw2s", line[position:])])


def is_simplified(line: str) -> bool:
    """Whether more of its characters are Simplified alone than Traditional alone."""
    traditional = sum(converted("t2s", character) != character for character in line)
    return sum(converted("s2t", character) != character for character in line) > traditional


@cache
def converter(name: str) -> OpenCC:
    return OpenCC(name)


def converted(name: str, text: str) -> str:
    result: str = converter(name).convert(text)
    return result


def damaged_places(text: str) -> Iterator[str]:
    """Where a text has a mark of damage, each with its line and the words around it."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in DAMAGE.finditer(line):
            around = line[max(0, match.start() - CONTEXT) : match.end() + CONTEXT]
            yield f"Line {number} contains {match[0]!r} in “{around}”. Mend it with an emendation in documents.json."
