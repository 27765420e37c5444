"""The cells of rows, read straight from the database: no record and no serializer is made for any of them."""

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import chain, islice
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from indicators.rows.columns import Column, Columns, Convert, Path
from indicators.rows.serializer import number


def read(rows: models.QuerySet[Any], columns: Columns) -> Iterator[Sequence[Any]]:
    """The cells of each row in the order of the columns; one query.

    The query is asked at once, of the revision that is read now, however late the rows are fetched.
    """
    found = rows.values_list(*selected(columns.paths)).iterator(chunk_size=2000)
    cells = maker(columns)
    first = list(islice(found, 1))
    return map(cells, chain(first, found))


def selected(paths: Sequence[Path]) -> list[str | models.Func]:
    """What a query selects for paths. The database makes the floats that JSON has sooner than decimals are read."""
    return [Float(path.name) if path.kind == "number" else path.name for path in paths]


class AsRead:
    """Of an expression whose value is used as the database gives it."""

    convert_value = staticmethod(Cast._convert_value_noop)  # type: ignore[attr-defined]  # django-stubs leave it out


class Float(AsRead, Cast):
    """A decimal as a float."""

    def __init__(self, path: str) -> None:
        super().__init__(path, models.FloatField())


def maker(columns: Columns) -> Callable[[Sequence[Any]], list[Any]]:
    """Makes the cells of a row of what its paths give."""
    converts = [(place, convert) for place, column in enumerate(columns) if (convert := converter(column))]

    def cells(row: Sequence[Any]) -> list[Any]:
        found = list(row) if columns.in_order else [row[place] for place in columns.places]
        for place, convert in converts:
            found[place] = convert(found[place])
        return found

    return cells


def converter(column: Column, stored: Set[str] = frozenset()) -> Convert | None:
    if column.converter:
        return column.converter()
    return number if column.kind == "number" and column.kind not in stored else None
