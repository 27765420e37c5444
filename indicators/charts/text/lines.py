"""Texts broken into lines, by the rules of English and Chinese."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from indicators.charts.text.font_metrics import OTHER_FONTS, text_width
from indicators.charts.text.words import Language

OPENING = "（“‘《〈【〔([$¥"
CLOSING = "，。、；：！？）”’》〉】〕)]％…—·,.;:!?"
WORD = "[A-Za-z0-9À-ɏ±−≈≤≥+=_#%@~.,:'’-]+[/?&]*"
TOKEN = re.compile(rf"[{re.escape(OPENING)}]*(?:{WORD}|\S)?[{re.escape(CLOSING)}]*\s*")
"""A word or a character, with the punctuation that may not be parted from it."""


def line_spans(
    text: str, size: float, width: float, language: Language, *, is_bold: bool = False, other_fonts: float = OTHER_FONTS
) -> list[tuple[int, int]]:
    """The first and the last offset of each line, spaces at its end not included."""
    measure = partial(text_width, size=size, language=language, is_bold=is_bold, other_fonts=other_fonts)
    spans: list[tuple[int, int]] = []
    start = end = 0
    for token_end in token_ends(text, width, measure):
        if end > start and measure(text[start:token_end].rstrip()) > width:
            spans.append((start, start + len(text[start:end].rstrip())))
            start = end
        end = token_end
    return [*spans, (start, start + len(text[start:].rstrip()))]


def token_ends(text: str, width: float, measure: Callable[[str], float]) -> Iterator[int]:
    """The offsets at which a line may end; inside a word only if it is wider than a line."""
    for match in TOKEN.finditer(text):
        if measure(match[0]) > width:
            yield from range(match.start() + 1, match.end())
        if match[0]:
            yield match.end()


def lines(text: str, size: float, width: float, language: Language, *, is_bold: bool = False) -> list[str]:
    return [text[start:end] for start, end in line_spans(text, size, width, language, is_bold=is_bold)]
