"""The cells of rows, read straight from the database: no record and no serializer is made for any of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.functions import Cast

from indicators.models import Revision
from indicators.serializers.row import Column, Columns, Convert, Path, number
from indicators.statement import GIVEN, Statement, is_whole

NEWEST = models.Subquery(Revision.objects.order_by("-number").values("number")[:1])
"""The newest revision, in the words of the same query as the data: from one snapshot of the database."""


def read(rows: models.QuerySet[Any], columns: Columns) -> Iterator[Sequence[Any]]:
    """The cells of each row in the order of the columns; one query.

    The query is asked at once, of the revision that is read now, however late the rows are fetched.
    """
    found = rows.values_list(*selected(columns.paths)).iterator(chunk_size=2000)
    cells = maker(columns)
    first = list(islice(found, 1))
    return map(cells, chain(first, found))


class Found(NamedTuple):
    """Rows by their keys, as JSON has them, and the newest revision when they were read; None where there are none."""

    rows: dict[Any, dict[str, Any]]
    newest: int | None


def at(keys: list[Any], rows: models.QuerySet[Any], columns: Columns, by: str = "pk") -> Found:
    """Those of the rows that have one of these keys; one query, after any that the columns need.

    Of a whole table it is compiled once for each choice of columns; conditions and annotations may differ each time.
    """
    found: Any
    model: Any = rows.model
    record = recorder(columns)
    if is_whole(rows) and len(keys) == 1:  # PostgreSQL would plan for more, and so each time anew
        found = statement(model, by, "same_as", columns.paths).rows(keys[0])
    elif is_whole(rows):
        found = statement(model, by, "any_of", columns.paths).rows(keys)
    else:
        found = rows.filter(**{f"{by}__in": keys}).order_by().values_list(*written(columns.paths), by, NEWEST)
    records, newest = {}, None
    for row in found:
        *_, key, newest = row
        records[key] = record(row)
    return Found(records, newest)


@lru_cache(256)
def statement(model: Any, by: str, lookup: str, paths: tuple[Path, ...]) -> Statement:
    found = model._default_manager.order_by().filter(**{f"{by}__{lookup}": GIVEN})
    return Statement(found.values_list(*written(paths), by, NEWEST))


def selected(paths: Sequence[Path]) -> list[str | Cast]:
    """What a query selects for paths. The database makes the floats that JSON has sooner than decimals are read."""
    return [Float(path.name) if path.kind == "number" else path.name for path in paths]


def written(paths: Sequence[Path]) -> list[str | Cast]:
    """What a query selects for JSON. SQLite has dates as the text that JSON has, and need not make dates of them."""
    plain = connections[DEFAULT_DB_ALIAS].vendor != "sqlite"
    return [
        one if plain or path.kind != "date" else Cast(path.name, models.TextField())
        for one, path in zip(selected(paths), paths, strict=True)
    ]


class Float(Cast):
    """A decimal as the float that the database gives, which needs no more conversion."""

    convert_value = staticmethod(Cast._convert_value_noop)  # type: ignore[attr-defined]  # django-stubs leave it out

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


def recorder(columns: Columns) -> Callable[[Sequence[Any]], dict[str, Any]]:
    """Makes a row by name of what its paths give, and maybe more after that."""
    names, places = columns.names, columns.places
    converts = [(column.name, convert) for column in columns if (convert := converter(column))]

    def record(row: Sequence[Any]) -> dict[str, Any]:
        found = dict(zip(names, row if columns.in_order else [row[place] for place in places], strict=False))
        for name, convert in converts:
            found[name] = convert(found[name])
        return found

    return record


def converter(column: Column) -> Convert | None:
    if column.converter:
        return column.converter()
    return number if column.kind == "number" else None
