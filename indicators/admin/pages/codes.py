"""Codes of new records."""

from indicators.models import Record


def free_code(model: type[Record], code: str) -> str:
    """The code itself, or the first of code-2, code-3, … that no record has or ever had."""
    candidate, number = code, 1
    while model.history.filter(code=candidate).exists():
        number += 1
        candidate = f"{code}-{number}"
    return candidate
