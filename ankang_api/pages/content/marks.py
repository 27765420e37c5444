"""Text of a report with its quotes marked, as links if they lead somewhere. The text itself is unchanged."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Mark(NamedTuple):
    """A span of a passage, by code points, and where its link leads; nowhere if the address is empty."""

    start: int
    end: int
    address: str
    title: str = ""
    anchor: str = ""
    """The id of the first piece of the span; empty for none."""
    kind: str = "evidence"
    """evidence (of a figure), other (evidence of another record), period or excluded: how the span looks."""

    @property
    def length(self) -> int:
        return self.end - self.start


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> SafeString:
    """A part of a text in pieces. A piece in several spans is a link of the shortest."""
    last = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < last and mark.end > start]
    places = {start, last, *(place for mark in inside for place in mark[:2] if start < place < last)}
    unused = {mark.anchor for mark in inside if mark.anchor}
    pieces, waiting, around = [], sorted(inside, key=lambda one: one.start, reverse=True), list[Mark]()
    for first, after in pairwise(sorted(places)):
        around = [one for one in around if one.end > first]
        while waiting and waiting[-1].start <= first:
            around.append(waiting.pop())
        around.sort(key=lambda one: one.length)
        anchors = [one.anchor for one in around if one.anchor in unused]
        unused -= set(anchors)
        pieces.append(piece(text[first:after], around, anchors))
    return format_html_join("", "{}", ((one,) for one in pieces))


def piece(text: str, around: list[Mark], anchors: list[str]) -> SafeString:
    if not around:
        return format_html("{}", text)
    chosen, *others = around
    targets = format_html_join("", '<span id="{}"></span>', ((anchor,) for anchor in anchors[1:]))
    anchor = format_html(' id="{}"', anchors[0]) if anchors else ""
    title = format_html(' title="{}"', chosen.title) if chosen.title else ""
    link = format_html('<a href="{}"{}>{}</a>', chosen.address, title, text) if chosen.address else text
    if chosen.kind == "excluded" and not others:
        return format_html('<span class="excluded"{}>{}{}</span>', anchor, targets, link)
    kinds = " ".join(dict.fromkeys(one.kind for one in around if one.kind != "evidence"))
    kind = format_html(' class="{}"', kinds) if kinds else ""
    return format_html("<mark{}{}>{}{}</mark>", kind, anchor, targets, link)
