"""The cells of rows, read straight from the database: no record and no serializer is made for any of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from indicators.serializers.row import Column, Convert, number
from indicators.statement import GIVEN, Statement, is_whole

Path = tuple[str, bool]
"""A query path, and whether a decimal is at its end."""


def read(rows: models.QuerySet[Any], columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    """The cells of each row in the order of the columns; one query.

    The query is asked at once, of the revision that is read now, however late the rows are fetched.
    """
    found = rows.values_list(*selected(paths(columns))).iterator(chunk_size=2000)
    cells = maker(columns)
    first = list(islice(found, 1))
    return map(cells, chain(first, found))


def at(
    keys: list[Any], rows: models.QuerySet[Any], columns: Sequence[Column], by: str = "pk"
) -> dict[Any, Sequence[Any]]:
    """The cells of those of the rows that have one of these keys, by key; one query.

    Of a whole table it is compiled once for each choice of columns; conditions and annotations may differ each time.
    """
    found: Any
    model: Any = rows.model
    if is_whole(rows) and len(keys) == 1:  # PostgreSQL would plan for more, and so each time anew
        found = statement(model, by, "same_as", paths(columns)).rows(keys[0])
    elif is_whole(rows):
        found = statement(model, by, "any_of", paths(columns)).rows(keys)
    else:
        found = rows.filter(**{f"{by}__in": keys}).order_by().values_list(by, *selected(paths(columns)))
    cells = maker(columns)
    return {key: cells(row) for key, *row in found}


@lru_cache(256)
def statement(model: Any, by: str, lookup: str, paths: tuple[Path, ...]) -> Statement:
    found = model._default_manager.order_by().filter(**{f"{by}__{lookup}": GIVEN})
    return Statement(found.values_list(by, *selected(paths)))


def paths(columns: Sequence[Column]) -> tuple[Path, ...]:
    """The distinct paths that the columns are read from."""
    return tuple(dict.fromkeys((column.path, column.kind == "number") for column in columns))


def selected(paths: Sequence[Path]) -> list[str | Cast]:
    """What a query selects for paths. The database makes the floats that JSON has sooner than decimals are read."""
    return [Float(path) if is_decimal else path for path, is_decimal in paths]


class Float(Cast):
    """A decimal as the float that the database gives, which needs no more conversion."""

    convert_value = staticmethod(Cast._convert_value_noop)  # type: ignore[attr-defined]  # django-stubs leave it out

    def __init__(self, path: str) -> None:
        super().__init__(path, models.FloatField())


def maker(columns: Sequence[Column]) -> Callable[[Sequence[Any]], list[Any]]:
    """Makes the cells of a row of what its paths give."""
    read = [path for path, _is_decimal in paths(columns)]
    places = [read.index(column.path) for column in columns]
    converts = [(place, convert) for place, column in enumerate(columns) if (convert := converter(column))]

    in_order = places == list(range(len(read)))

    def cells(row: Sequence[Any]) -> list[Any]:
        found = list(row) if in_order else [row[place] for place in places]
        for place, convert in converts:
            found[place] = convert(found[place])
        return found

    return cells


def converter(column: Column) -> Convert | None:
    if column.converter:
        return column.converter()
    return number if column.kind == "number" else None
