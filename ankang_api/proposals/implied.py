"""Relations that the figures of a passage imply: a part is at most its whole, districts add up to their city."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ankang_api.proposals.figures import Figure

AMONG = re.compile("其中|内有")


def bounds(text: str, figures: Sequence[tuple[str, Figure]]) -> Iterator[dict[str, Any]]:
    """For each figure after 其中: it is at most the nearest figure before that word in the same unit.

    `figures` are pairs of the code of an observation and its figure, in the order of the text.
    """
    for number, (code, part) in enumerate(figures):
        among = [match.start() for match in AMONG.finditer(text, part.words.sentence.start, part.words.quote.end)]
        if not among:
            continue
        wholes = [
            (whole_code, whole)
            for whole_code, whole in figures[:number]
            if part.words.sentence.start <= whole.words.quote.start < among[-1] and whole.unit == part.unit
        ]
        if wholes and part.unit is not None:
            yield {
                "kind": "part",
                "formula": "part ≤ whole",
                "operands": [f"part = {code}", f"whole = {wholes[-1][0]}"],
            }
