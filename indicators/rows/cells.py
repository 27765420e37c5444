"""The cells of rows, read from the database without model instances or serializers."""

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import chain, islice
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Cast

from indicators.rows.columns import Column, Columns, Convert, Path
from indicators.rows.serializer import number


def read(rows: models.QuerySet[Any], columns: Columns) -> Iterator[Sequence[Any]]:
    """The cells of each row in the order of the columns; one query.

    The query runs at once, at the revision of the request, however late the rows are fetched.
    """
    cursor = rows.values_list(*selected(columns.paths)).iterator(chunk_size=2000)
    first = list(islice(cursor, 1))
    return map(cell_builder(columns), chain(first, cursor))


def selected(paths: Sequence[Path]) -> list[str | models.Func]:
    """The select list of paths. Decimals become floats in the database, which is faster than in Python."""
    return [Float(path.name) if path.kind == "number" else path.name for path in paths]


class Unconverted(models.Expression):
    """An expression whose values are used as the database driver gives them, without a call for each value."""

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Callable[..., Any]]:
        """Those of the field alone, without `convert_value`."""
        return self.output_field.get_db_converters(connection)


class Float(Unconverted, Cast):
    """A decimal as a float."""

    def __init__(self, path: str) -> None:
        super().__init__(path, models.FloatField())


def cell_builder(columns: Columns) -> Callable[[Sequence[Any]], list[Any]]:
    """A function that converts the selected values of a row to its cells."""
    converts = [(index, convert) for index, column in enumerate(columns) if (convert := converter(column))]

    def cells(row: Sequence[Any]) -> list[Any]:
        values = list(row) if columns.in_order else [row[index] for index in columns.path_indexes]
        for index, convert in converts:
            values[index] = convert(values[index])
        return values

    return cells


def converter(column: Column, stored: Set[str] = frozenset()) -> Convert | None:
    if column.converter:
        return column.converter()
    return number if column.kind == "number" and column.kind not in stored else None
