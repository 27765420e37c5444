"""Parts and achievements that a passage names, found by the words that report such things."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ankang_api.proposals.clauses import CLAUSE_END, Span, spans

QUOTED = re.compile("“([^”]+)”")
HEADING = re.compile("^“?[^，。；]{2,40}。")
"""A short first sentence of a passage: the heading of a programme."""
RECOGNITIONS = {
    "award": re.compile("荣获|获得|获评|获(?=[^取益])|授予"),
    "assessment": re.compile("考核.*?优秀|评为.*?先进"),
    "case_listing": re.compile("列为|列入|评为.*?案例|入选"),
    "endorsement": re.compile("批示"),
    "affirmation": re.compile("得到.*?肯定|推广"),
    "event": re.compile("(?:现场|推进|交流|工作)会.*?召开|召开.*?会"),
    "training": re.compile("培训课堂|走进.*?学院"),
}
"""The kinds of achievements, and the words that report them; of several the last counts."""


class Named(NamedTuple):
    """Words that name a part or report an achievement: `kind` is that of the achievement, `heading` or `part`."""

    kind: str
    words: Span


def headings(text: str) -> Iterator[Named]:
    if match := HEADING.match(text):
        yield Named("heading", Span(match.start(), match.end() - 1))


def parts(text: str) -> Iterator[Named]:
    """Quoted names that contain no numeral alone: each may be a part of a programme."""
    for match in QUOTED.finditer(text):
        yield Named("part", Span(*match.span()))


def achievements(text: str) -> Iterator[Named]:
    """The clauses that report recognitions, each with the last of the kinds whose words it contains."""
    for clause in spans(text, CLAUSE_END):
        words = clause.of(text)
        kinds = [kind for kind, cue in RECOGNITIONS.items() if cue.search(words)]
        if kinds:
            yield Named(kinds[-1], clause)
