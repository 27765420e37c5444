"""Rows by their keys, as JSON has them. Related records that many rows share are read once for each revision."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models

from indicators.history.as_of import is_past
from indicators.models import Revision
from indicators.rows.cells import Unconverted, converter, selected
from indicators.rows.columns import Columns, Path, Relation
from indicators.sql.compiled import PARAM, Statement, is_whole
from indicators.sql.reading import read_connection

Row = dict[str, Any]
RELATED_ROWS: dict[tuple[Any, ...], tuple[int, dict[Any, Row]]] = {}
"""By relation: a revision, and the columns of the related records at this revision by their keys."""
MAX_RELATED_ROWS = 10_000
"""Related records of one relation in memory."""
AS_STORED = {"sqlite": {"date", "number"}}
"""Kinds of columns that the database stores as JSON has them."""


class ReadRows(NamedTuple):
    """Rows by their keys, and the newest revision in the snapshot of the last query; None if unknown."""

    rows: dict[Any, Row]
    newest: int | None


class AsStored(Unconverted, models.Func):
    """A column as SQLite stores it. Django converts values by the type of their column; an expression has none."""

    template, output_field = "+%(expressions)s", models.TextField()


class Newest(Unconverted, models.Subquery):
    """The newest revision as a column of the same query, so that both come from one snapshot of the database."""

    def __init__(self) -> None:
        super().__init__(Revision.objects.newest_first().values("number")[:1])


def rows_by_key(keys: list[Any], rows: models.QuerySet[Any], columns: Columns, by: str = "pk") -> ReadRows:
    """The rows that have one of these keys.

    One query, and another for each relation with records that are not in memory. For a whole table the query is
    compiled once for each choice of columns.
    """
    records: Any
    model: Any = rows.model
    if is_past() or not is_whole(rows):
        columns = columns.joined
    paths = (*columns.own.paths, *(Path(f"{relation.name}_id", "integer") for relation in columns.relations))
    if not is_whole(rows):
        records = rows.filter(**{f"{by}__in": keys}).order_by().values_list(*select_list(paths), by, Newest())
    elif len(keys) == 1:  # for a list of one, PostgreSQL would make a plan for many each time
        records = statement(model, by, "equals", paths).rows(keys[0])
    else:
        records = statement(model, by, "in_list", paths).rows(keys)
    return build_rows(list(records), columns)


def build_rows(records: Sequence[Sequence[Any]], columns: Columns) -> ReadRows:
    """Rows from records: own columns, keys of the related records, the row's key, and the newest revision."""
    if not records:
        return ReadRows({}, None)
    newest, build, related = records[0][-1], row_builder(columns), []
    for index, relation in enumerate(columns.relations, len(columns.own.paths)):
        read = related_rows(relation, {record[index] for record in records}, newest)
        related.append((index, read.rows))
        newest = read.newest
    return ReadRows({record[-2]: build(record, related) for record in records}, newest)


def related_rows(relation: Relation, keys: Iterable[Any], newest: int | None) -> ReadRows:
    """The columns of related records, and the newest revision: a later one if it was committed meanwhile."""
    cache_key = relation.model, relation.columns.names
    revision, records = RELATED_ROWS.get(cache_key, (None, {}))
    if revision != newest or len(records) > MAX_RELATED_ROWS:
        records = {}
    missing = [key for key in keys if key not in records]
    if not missing:
        return ReadRows(records, newest)
    read = rows_by_key(missing, relation.model._default_manager.all(), relation.columns)
    if newest is None or read.newest != newest:
        return ReadRows(records | read.rows, read.newest)
    records.update(read.rows)
    RELATED_ROWS[cache_key] = newest, records
    return ReadRows(records, newest)


def forget() -> None:
    """Empty the cache: the database went back to an earlier state, as after each test."""
    RELATED_ROWS.clear()


@lru_cache(256)
def statement(model: Any, by: str, lookup: str, paths: tuple[Path, ...]) -> Statement:
    records = model._default_manager.order_by().filter(**{f"{by}__{lookup}": PARAM})
    return Statement(records.values_list(*select_list(paths), by, Newest()))


def select_list(paths: Sequence[Path]) -> list[str | models.Func]:
    """The select list of paths for JSON."""
    stored = as_stored()
    return [
        AsStored(path.name) if path.kind in stored else item for item, path in zip(selected(paths), paths, strict=True)
    ]


def as_stored() -> set[str]:
    return AS_STORED.get(read_connection().vendor, set())


def row_builder(columns: Columns) -> Callable[[Sequence[Any], Sequence[tuple[int, dict[Any, Row]]]], Row]:
    """A function that builds a row from a record, and from the related rows by index of their key in the record."""
    names, indexes, in_order = columns.own.names, columns.own.path_indexes, columns.own.in_order
    empty: Row = dict.fromkeys(columns.names)
    stored = as_stored()
    converts = [(column.name, convert) for column in columns.own if (convert := converter(column, stored))]

    def build(record: Sequence[Any], related: Sequence[tuple[int, dict[Any, Row]]]) -> Row:
        row = empty.copy()
        row.update(zip(names, record if in_order else [record[index] for index in indexes], strict=False))
        for index, rows in related:
            row.update(rows.get(record[index], ()))
        for name, convert in converts:
            row[name] = convert(row[name])
        return row

    return build
