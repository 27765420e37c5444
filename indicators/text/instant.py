"""Instants of RFC 3339: a day, a time and the offset from UTC."""

import re
from datetime import UTC, datetime

PATTERN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.IGNORECASE
)


def instant(text: str) -> datetime:
    """The instant, with its offset, whose + may have become a space, as it does in a query; else a ValueError.

    It is valid in UTC too: PostgreSQL accepts no offset of sixteen hours or more.
    """
    text = text.strip().replace(" ", "+")
    if not PATTERN.fullmatch(text):
        raise ValueError(f"{text!r} is not an instant; write 2026-11-24T08:00:00Z.")
    found = datetime.fromisoformat(text.upper())
    try:
        found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is before the year 1 or after the year 9999 in UTC.") from error
    return found
