"""Rows by their keys, as JSON has them. What many rows have in common is read once for each revision, and kept."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models

from indicators.history.as_of import is_past
from indicators.models import Revision
from indicators.rows.cells import AsRead, converter, selected
from indicators.rows.columns import Columns, Path, Relation
from indicators.sql.compiled import PARAM, Statement, is_whole

Row = dict[str, Any]
RELATED_ROWS: dict[tuple[Any, ...], tuple[int, dict[Any, Row]]] = {}
"""Of each relation: a revision, and the columns of its records at this revision by their keys."""
MAX_RELATED_ROWS = 10_000
"""Records of a relation that are kept."""
AS_STORED = {"sqlite": {"date", "number"}}
"""Kinds of columns that a database stores as JSON has them."""


class Found(NamedTuple):
    """Rows by their keys, and the newest revision when the last of them was read; None where that is unknown."""

    rows: dict[Any, Row]
    newest: int | None


class AsStored(AsRead, models.Func):
    """A column as SQLite stores it. Its driver converts columns by their type, and what is computed has none."""

    template, output_field = "+%(expressions)s", models.TextField()


class Newest(AsRead, models.Subquery):
    """The newest revision, in the words of the same query as the data: from one snapshot of the database."""

    def __init__(self) -> None:
        super().__init__(Revision.objects.newest_first().values("number")[:1])


def rows_by_key(keys: list[Any], rows: models.QuerySet[Any], columns: Columns, by: str = "pk") -> Found:
    """Those of the rows that have one of these keys.

    One query, and one more for each relation whose records are not known yet. Of a whole table it is compiled once for
    each choice of columns; conditions and annotations may differ each time.
    """
    found: Any
    model: Any = rows.model
    if is_past() or not is_whole(rows):
        columns = columns.joined
    paths = (*columns.own.paths, *(Path(f"{relation.name}_id", "integer") for relation in columns.relations))
    if not is_whole(rows):
        found = rows.filter(**{f"{by}__in": keys}).order_by().values_list(*select_list(paths), by, Newest())
    elif len(keys) == 1:  # PostgreSQL would plan for more, and so each time anew
        found = statement(model, by, "equals", paths).rows(keys[0])
    else:
        found = statement(model, by, "in_list", paths).rows(keys)
    return build_rows(list(found), columns)


def build_rows(found: Sequence[Sequence[Any]], columns: Columns) -> Found:
    """Rows of what was read: own columns, keys of the related records, the row's own key, and the newest revision."""
    if not found:
        return Found({}, None)
    newest, record, related = found[0][-1], row_builder(columns), []
    for place, relation in enumerate(columns.relations, len(columns.own.paths)):
        records = of_relation(relation, {row[place] for row in found}, newest)
        related.append((place, records.rows))
        newest = records.newest
    return Found({row[-2]: record(row, related) for row in found}, newest)


def of_relation(relation: Relation, keys: Iterable[Any], newest: int | None) -> Found:
    """The columns of related records at the newest revision. If there is a newer one meanwhile, it says so."""
    kept = relation.model, relation.columns.names
    revision, records = RELATED_ROWS.get(kept, (None, {}))
    if revision != newest or len(records) > MAX_RELATED_ROWS:
        records = {}
    missing = [key for key in keys if key not in records]
    if not missing:
        return Found(records, newest)
    read = rows_by_key(missing, relation.model._default_manager.all(), relation.columns)
    if newest is None or read.newest != newest:
        return Found(records | read.rows, read.newest)
    records.update(read.rows)
    RELATED_ROWS[kept] = newest, records
    return Found(records, newest)


def forget() -> None:
    """For a database that went back to an earlier state, as one does after each test."""
    RELATED_ROWS.clear()


@lru_cache(256)
def statement(model: Any, by: str, lookup: str, paths: tuple[Path, ...]) -> Statement:
    found = model._default_manager.order_by().filter(**{f"{by}__{lookup}": PARAM})
    return Statement(found.values_list(*select_list(paths), by, Newest()))


def select_list(paths: Sequence[Path]) -> list[str | models.Func]:
    """What a query selects for JSON."""
    stored = as_stored()
    return [
        AsStored(path.name) if path.kind in stored else one for one, path in zip(selected(paths), paths, strict=True)
    ]


def as_stored() -> set[str]:
    return AS_STORED.get(connections[DEFAULT_DB_ALIAS].vendor, set())


def row_builder(columns: Columns) -> Callable[[Sequence[Any], Sequence[tuple[int, dict[Any, Row]]]], Row]:
    """Makes a row of what was read, with what is at each place's key among the records that are related."""
    names, places, in_order = columns.own.names, columns.own.places, columns.own.in_order
    empty: Row = dict.fromkeys(columns.names)
    stored = as_stored()
    converts = [(column.name, convert) for column in columns.own if (convert := converter(column, stored))]

    def record(row: Sequence[Any], related: Sequence[tuple[int, dict[Any, Row]]]) -> Row:
        found = empty.copy()
        found.update(zip(names, row if in_order else [row[place] for place in places], strict=False))
        for place, records in related:
            found.update(records.get(row[place], ()))
        for name, convert in converts:
            found[name] = convert(found[name])
        return found

    return record
