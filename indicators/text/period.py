"""Time periods as text keys: a year, half-year, quarter, month or day, or a range of these.

`2018`, `2018-S1`, `2018-Q3`, `2018-06`, `2018-06-30`, `2016/2020-S1`; `../2019` where the start is unknown.
"""

import calendar
import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

SINGLE_PATTERN = r"[0-9]{4}(-([0-9]{2}(-[0-9]{2})?|Q[1-4]|S[12]))?"
PERIOD_PATTERN = rf"(({SINGLE_PATTERN}|\.\.)/)?{SINGLE_PATTERN}"
SINGLE_FORMS = "2018, 2018-S1, 2018-Q3, 2018-06 or 2018-06-30"
FORMS = "2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019"


class Period(NamedTuple):
    """First and last day, both included; the first is None where it is unknown."""

    start: datetime.date | None
    end: datetime.date

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read a key; a ValueError names the forms that are allowed."""
        start, separator, end = key.rpartition("/")
        try:
            last = days_of(end)
            first = (days_of(start) if start != ".." else None) if separator else last
        except ValueError:
            message = _(
                "%(key)r is not a period; write 2018, 2018-S1, 2018-Q3, 2018-06, 2018-06-30, 2011/2019 or ../2019."
            )
            raise ValueError(message % {"key": key}) from None
        if first is not None and first[0] > last[1]:
            raise ValueError(_("%(key)r ends before it starts.") % {"key": key})
        return cls(first and first[0], last[1])


def days_of(key: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a year, half-year, quarter, month or day; ValueError if the key is none."""
    if not re.fullmatch(SINGLE_PATTERN, key):
        raise ValueError(key)
    year, _separator, part = key.partition("-")
    if len(part) == len("06-30"):
        day = datetime.date.fromisoformat(key)
        return day, day
    first_month, last_month = months(part)
    last_day = calendar.monthrange(int(year), last_month)[1]
    return datetime.date(int(year), first_month, 1), datetime.date(int(year), last_month, last_day)


def months(part: str) -> tuple[int, int]:
    """The first and the last month of a part of a year: 06, Q3, S1, or nothing for the whole."""
    if part.startswith("Q"):
        return int(part[1]) * 3 - 2, int(part[1]) * 3
    if part.startswith("S"):
        return int(part[1]) * 6 - 5, int(part[1]) * 6
    return (int(part), int(part)) if part else (1, 12)


def code_part(key: str, basis: str) -> str:
    """A period in a code, never with an inferred year: an inference may be corrected, a code may not."""
    if basis == "stated":
        return key.replace("../", "until-").replace("/", "-").lower()
    if basis == "plan":
        return f"since-{key.split('/')[0].lower()}"
    return "at-report" if basis == "report" else "undated"
