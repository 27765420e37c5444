"""What an export renders: the columns and streamed rows of a table, and what is to be said of it."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar, NamedTuple

from rest_framework.renderers import BaseRenderer

Cell = str | int | float | bool | datetime.date | datetime.datetime | list[str] | None
"""Null is None, never an empty text; a number that is whole is an int."""


class Column(NamedTuple):
    """A column: its name as in the JSON row, its kind, and its line in the data dictionary.

    The kind is text, number, integer, date, time (an instant), boolean or list (of short texts).
    """

    name: str
    kind: str
    description: str


class Table(NamedTuple):
    """A table to be read once: each row has a cell for each column, in their order.

    The name is a sheet's name and a file's stem; `about` holds source, licence, revision and the like.
    """

    name: str
    columns: list[Column]
    rows: Iterator[Sequence[Cell]]
    about: dict[str, str]

    def batches(self, size: int) -> Iterator[list[Sequence[Cell]]]:
        """The rows, some at a time, so that memory does not grow with the table."""
        while batch := list(islice(self.rows, size)):
            yield batch


class ExportRenderer(BaseRenderer, ABC):
    """A format for whole tables, of which at most `max_rows` rows fit."""

    charset: str | None = None
    is_text: ClassVar[bool] = True
    """Whether the format is text; else the schema declares its files as binary."""
    is_compressed: ClassVar[bool] = False
    """Whether the format compresses its content, so that no content coding is applied to it."""
    render_style = "binary"
    max_rows: int | None = None
    newest: int | None = None
    """Of a feed, the rows that it holds, the first of the list; it takes no fields and no order, and is no file."""

    required_columns: ClassVar[frozenset[str]] = frozenset()
    """Columns without which the format does not exist; it takes no fields and no order."""

    @abstractmethod
    def stream(self, table: Table) -> Iterator[bytes]:
        """The file in pieces. Closing the iterator, or reading it to its end, frees all that it holds."""
