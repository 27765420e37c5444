"""CSV, for spreadsheets and everything else."""

import csv
import datetime
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from ankang_api.renderers.table import ExportRenderer, Table
from indicators.text.formats import rfc3339

ROWS = 1000
"""Rows to a piece."""
END = b"\r\n"
ALONE = b'""'
"""A null that is alone in its row."""


def text(cell: str | None) -> str | None:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell


def texts(cell: list[str] | None) -> str | None:
    return text("; ".join(cell)) if cell else None


def boolean(cell: bool | None) -> str | None:
    return None if cell is None else str(cell).lower()


def time(cell: datetime.datetime | None) -> str | None:
    return None if cell is None else rfc3339(cell)


CONVERSIONS: dict[str, Callable[[Any], str | None]] = {"text": text, "list": texts, "boolean": boolean, "time": time}
"""The other kinds are written as they are: dates as ISO 8601, numbers with all their digits."""


class CSVRenderer(ExportRenderer):
    """RFC 4180: a header row, CRLF, quotes only where needed, UTF-8. Null is an empty field, lists are joined by "; ".

    A spreadsheet executes a text that begins with = + - @, a tab or a CR as a formula, so ' is put before it. The
    database refuses such texts; this is a second protection. Numbers stay as they are: -66.6.
    With `bom` the file begins with a byte order mark, by which Excel recognises UTF-8. A null that is the only cell of
    its row is written as "", because most readers skip an empty line.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    bom: bool = False

    def stream(self, table: Table) -> Iterator[bytes]:
        conversions = [CONVERSIONS.get(column.kind) for column in table.columns]
        header = self.header([column.name for column in table.columns])
        for batch in table.batches(ROWS):
            yield header + lines(
                [convert(cell) if convert else cell for cell, convert in zip(row, conversions, strict=True)]
                for row in batch
            )
            header = b""  # it goes with the first rows, so that no piece is made before the database has answered
        if header:
            yield header

    def joined(self, names: Sequence[str], rows: Generator[bytes]) -> Iterator[bytes]:
        """The file of rows that are written already, but for the ends of their lines."""
        piece = self.header(names)
        with closing(rows):
            while batch := list(islice(rows, ROWS)):
                yield piece + END.join([*(line or ALONE for line in batch), b""])
                piece = b""
        if piece:
            yield piece

    def header(self, names: Sequence[str]) -> bytes:
        return lines([names], "utf-8-sig" if self.bom else "utf-8")


def lines(rows: Iterable[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode(encoding)
