"""The restoration of a text that a machine had turned into Traditional Chinese and left its pinyin glosses in."""

import re
from collections.abc import Sequence

from opencc import OpenCC

GLOSS = re.compile(r"\((?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
"""Pinyin in parentheses. It has a tone mark: `(ha)` or `(t)` would be a unit of the text."""

PUNCTUATION = str.maketrans(",;()", "，；（）")


def restore(received: str, emendations: Sequence[dict[str, str]]) -> str:
    """The text in Simplified Chinese; ValueError for an emendation whose text does not occur exactly once.

    An emendation gives the `received` and the `restored` text, both before the steps that follow rules: removal of
    glosses, full-width punctuation, Simplified characters.
    """
    text = received
    for emendation in emendations:
        damaged = emendation["received"]
        if (count := text.count(damaged)) != 1:
            raise ValueError(f"The text to mend, {damaged!r}, occurs {count} times in the received text.")
        text = text.replace(damaged, emendation["restored"])
    simplified: str = OpenCC("tw2s").convert(GLOSS.sub("", text).translate(PUNCTUATION))
    return simplified
