"""Suggestions for a misspelt name."""

import difflib
from collections.abc import Iterable
from heapq import nlargest

MAX_COMPARED = 20
"""Names that are compared in full, which takes some 0.1 ms each."""


def did_you_mean(name: str, allowed: Iterable[str]) -> str:
    """A sentence with the nearest allowed name, after a space; empty where no name is near."""
    similar = nearest(name, allowed)
    return f" Did you mean {similar}?" if similar else ""


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that is most similar; None if none is similar."""
    alike = nlargest(MAX_COMPARED, allowed, key=lambda other: common_ends(name, other))
    return next(iter(difflib.get_close_matches(name, alike, 1)), None)


def common_ends(name: str, other: str) -> int:
    """How many characters two names have in common at their beginnings and at their ends."""
    return common_start(name, other) + common_start(name[::-1], other[::-1])


def common_start(name: str, other: str) -> int:
    pairs = enumerate(zip(name, other, strict=False))
    return next((place for place, (one, another) in pairs if one != another), min(len(name), len(other)))
