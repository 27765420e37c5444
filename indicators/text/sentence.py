"""Sentences of Chinese text."""

import re

SENTENCE_END = re.compile("[。！？][”’」』）]*|\n")


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and the end of the sentences around a span, in its text."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    first = max((place for place in ends if place <= start), default=0)
    return first, min((place for place in ends if place >= end), default=len(text))
