"""Time periods as text keys: `2018`, `2011/2019`, `../2019` where the start is unknown."""

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

PATTERN = re.compile(r"(?:(?P<start>[0-9]{4}|\.\.)/)?(?P<end>[0-9]{4})")


class Period(NamedTuple):
    """First and last day, both included; the first is None where it is unknown."""

    start: datetime.date | None
    end: datetime.date

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read a key; a ValueError names the forms that are allowed."""
        match = PATTERN.fullmatch(key)
        if not match or "0000" in key:
            raise ValueError(_("%(key)r is not a period; write 2018, 2011/2019 or ../2019.") % {"key": key})
        first, last = match["start"] or match["end"], match["end"]
        if first != ".." and first > last:
            raise ValueError(_("%(key)r ends before it starts.") % {"key": key})
        start = None if first == ".." else datetime.date(int(first), 1, 1)
        return cls(start, datetime.date(int(last), 12, 31))


def code_part(key: str, basis: str) -> str:
    """A period in a code, never with an inferred year: an inference may be corrected, a code may not."""
    if basis == "stated":
        return key.replace("../", "until-").replace("/", "-")
    if basis == "plan":
        return f"since-{key.split('/')[0]}"
    return "at-report" if basis == "report" else "undated"
