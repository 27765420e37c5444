"""Weighted preferences in headers: Accept and Accept-Encoding (RFC 9110, section 12.4.2)."""

import re

TOKEN = r"[!#$%&'*+.^_`|~0-9a-z-]+"
NAME = re.compile(f"{TOKEN}(/{TOKEN})?")
WEIGHT = re.compile(r"q=(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")


def preferences(header: str) -> dict[str, float]:
    """Names with their weights, 1 by default; other parameters, such as charset, exclude nothing.

    A part that cannot be parsed is left out.
    """
    weights = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        text = next((text for text in parameters if text.startswith("q=")), "q=1")
        if NAME.fullmatch(name) and WEIGHT.fullmatch(text):
            weights[name] = float(text[2:])
    return weights


def media_ranges(accept: str) -> dict[str, float]:
    """The media ranges of Accept with their weights; any media type if it names none."""
    ranges = {name: weight for name, weight in preferences(accept).items() if "/" in name}
    return ranges or {"*/*": 1.0}
