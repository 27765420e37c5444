"""Reading as of a revision: the same queries, on the versions that were current then instead of the records."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from indicators.history.lookup import published
from indicators.models.record import CodedRecord, Record
from indicators.sql.reading import read_connection


@cache
def histories() -> dict[str, type[Record]]:
    """The models that have a history, by the quoted names of their tables."""
    return {f'"{model._meta.db_table}"': model for model in published().values()}


class HistoryReader:
    """Prepends to each query a common table expression for each table that it reads, with the name of the table.

    The query then reads the versions in place of the records, in joins and subqueries too, by the indexes of the
    history. With `withdrawn`, it also reads the last version of withdrawn records.
    """

    def __init__(self, revision: int, *, withdrawn: bool = False) -> None:
        self.revision, self.withdrawn = revision, withdrawn

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        read = [(table, model) for table, model in histories().items() if table in sql]
        if not read:
            return execute(sql, params, many, context)
        versions = ", ".join(f"{table} AS NOT MATERIALIZED ({self.versions_of(model)})" for table, model in read)
        return execute(f"WITH {versions} {sql}", [*[self.revision] * 2 * len(read), *(params or ())], many, context)

    def versions_of(self, model: type[Record]) -> str:
        columns = ", ".join(columns_of(model))
        table = model.history.model._meta.db_table
        # most versions match: in the order of the list SQLite need not sort them, as it would by an index of revisions
        plus = "+" if read_connection().vendor == "sqlite" else ""
        valid = f'{plus}"revision_from_id" <= %s AND ({plus}"revision_to_id" IS NULL OR {plus}"revision_to_id" > %s)'
        # another link may have replaced a withdrawn one: both would double the joined rows
        hidden = self.withdrawn and issubclass(model, CodedRecord)
        return f'SELECT {columns} FROM "{table}" WHERE {valid}' + ("" if hidden else ' AND NOT "withdrawn"')


@cache
def columns_of(model: type[Record]) -> list[str]:
    names = [f'"{field.column}"' for field in model._meta.concrete_fields]
    return [f'"revision_from_id" AS {name}' if name == '"revision_id"' else name for name in names]


def is_past() -> bool:
    """Whether queries read the data as of a revision here."""
    return any(isinstance(wrapper, HistoryReader) for wrapper in read_connection().execute_wrappers)


@contextmanager
def as_of_revision(revision: int, *, withdrawn: bool = False) -> Iterator[None]:
    """Queries inside the block read the data as of a revision. Do not write inside it."""
    with read_connection().execute_wrapper(HistoryReader(revision, withdrawn=withdrawn)):
        yield
