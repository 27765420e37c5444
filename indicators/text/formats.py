"""How codes, numbers and instants are written."""

from datetime import UTC, datetime
from decimal import Decimal

CODE_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
"""A code as a whole."""
CODE_IN_PATH = "[a-z0-9-]+"
"""What a URL pattern takes for a code."""
REVISION_NUMBER = "[1-9][0-9]{0,8}"


def plain_number(number: Decimal) -> str:
    """For programs, without trailing zeros or an exponent: 1005000."""
    return f"{number.normalize():f}"


def grouped_number(number: Decimal) -> str:
    """For people, in thousands and without trailing zeros: 1,005,000."""
    return f"{number.normalize():,f}"


def grouped_interval(low: Decimal | None, high: Decimal | None) -> str:
    """For people: 1,004,500 – 1,005,500, of one value only that, ≥ 21,000 and ≤ 75 for a single bound, - for none."""
    if low is None and high is None:
        return "-"
    if low is None or high is None:
        return f"≥ {grouped_number(low)}" if low is not None else f"≤ {grouped_number(high or Decimal(0))}"
    return " – ".join(grouped_number(bound) for bound in dict.fromkeys((low, high)))


def rfc3339(instant: datetime) -> str:
    """In UTC: 2026-11-24T08:00:00Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
