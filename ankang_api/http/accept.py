"""Weighted preferences in headers: Accept and Accept-Encoding (RFC 9110, section 12.4.2)."""

import re

WEIGHT = re.compile(r"q=(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")


def preferences(header: str) -> dict[str, float]:
    """Names with their weights, 1 by default; other parameters, such as charset, exclude nothing."""
    weights = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = next((weight(text) for text in parameters if text.startswith("q=")), 1.0)
    return weights


def weight(text: str) -> float:
    """The number of `q=0.5`; 0 if it is invalid."""
    return float(text[2:]) if WEIGHT.fullmatch(text) else 0.0
