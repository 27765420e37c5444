"""Suggestions for a misspelt name."""

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, allowed: Iterable[str]) -> str:
    """A sentence with the nearest allowed name, after a space; empty where no name is near."""
    nearest = difflib.get_close_matches(name, list(allowed), 1)
    return f" Did you mean {nearest[0]}?" if nearest else ""
