"""Byte ranges (RFC 9110, section 14): one range of bytes is sent; several, and what is not understood, are ignored."""

import re
from typing import NamedTuple

from ankang_api.environ import Environ

ONE_RANGE = re.compile(r"bytes=[ \t,]*([0-9]{0,100})-([0-9]{0,100})[ \t,]*", re.IGNORECASE)
"""Python refuses to convert numbers of thousands of digits; no file has so many bytes."""


class ByteRange(NamedTuple):
    """From the position `first` to `last`, or to the end; without `first`, the last `last` bytes."""

    first: int | None
    last: int | None

    def positions(self, size: int) -> tuple[int, int] | None:
        """The first and the last position within a body of `size` bytes; None if it has no byte of the range."""
        if self.first is None:
            first, last = max(size - (self.last or 0), 0), size - 1
        else:
            first, last = self.first, size - 1 if self.last is None else min(self.last, size - 1)
        return (first, last) if first <= last else None


def requested_range(environ: Environ) -> ByteRange | None:
    """The range that a request names; None if the whole body is to be sent. Ranges are defined for GET alone."""
    text = environ.get("HTTP_RANGE")
    return parse(text) if text and environ["REQUEST_METHOD"] == "GET" else None


def parse(text: str) -> ByteRange | None:
    match = ONE_RANGE.fullmatch(text)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    is_reversed = first is not None and last is not None and last < first
    return None if is_reversed else ByteRange(first, last)


def applies(environ: Environ, etag: str) -> bool:
    """Whether If-Range lets a range of the response with this strong ETag be sent.

    A date never does: two revisions of the same second would have it in common.
    """
    return str(environ.get("HTTP_IF_RANGE", etag)).strip() == etag
