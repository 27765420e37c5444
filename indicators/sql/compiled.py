"""Queries that are compiled once and executed with different values."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from indicators.sql.reading import read_connection

PARAM = object()
"""Placeholder in `equals` for the value, and in `in_list` for the list of values, that each execution gives."""


@models.Field.register_lookup
class Equals(models.Lookup[Any]):
    """Whether a column has a value."""

    lookup_name = "equals"
    prepare_rhs = False

    def operation(self, vendor: str) -> str:
        return "= %s"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} {self.operation(connection.vendor)}", (*params, parameter(self.rhs, connection.vendor))


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class InList(Equals):
    """Whether a column has one of the values of a list, which is one parameter however long it is."""

    lookup_name = "in_list"

    def operation(self, vendor: str) -> str:
        if vendor == "sqlite":
            return "IN (SELECT value FROM json_each(%s))"
        is_text = isinstance(self.lhs.output_field, models.CharField | models.TextField)
        return f"= ANY(%s::{'text' if is_text else 'bigint'}[])"


def is_whole(rows: models.QuerySet[Any]) -> bool:
    """Whether rows are a whole table, without annotations."""
    return not (rows.query.where or rows.query.annotations)


def is_converted(expression: Any) -> bool:
    """Whether the database's driver gives values as Python has them. Of what is computed it knows no type."""
    return isinstance(expression, Col) and isinstance(expression.target, models.BooleanField)


class Statement:
    """A `values_list`, in whose conditions values may be `PARAM`. Compiling its SQL costs more than executing it."""

    def __init__(self, rows: models.QuerySet[Any, Any]) -> None:
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        self.converts = [
            (place, convert, expression)
            for place, (each, expression) in converters.items()
            if not is_converted(expression)
            for convert in each
        ]

    def rows(self, *given: Any) -> Sequence[Sequence[Any]]:
        """All rows, each value as Python has it; what is given comes in the order of the conditions."""
        database = read_connection()
        values = (parameter(value, database.vendor) for value in given)
        with database.cursor() as cursor:
            cursor.execute(self.sql, [next(values) if value is PARAM else value for value in self.params])
            found: list[Sequence[Any]] = cursor.fetchall()
        if not self.converts:
            return found
        rows: list[Any] = [list(row) for row in found]
        for place, convert, expression in self.converts:
            for row in rows:
                row[place] = convert(row[place], expression, database)
        return rows


def parameter(value: Any, vendor: str) -> Any:
    """A value as a statement takes it: a list of numbers or texts in JSON on SQLite, as an array on PostgreSQL.

    psycopg would convert the list item by item.
    """
    if not isinstance(value, list):
        return value
    return orjson.dumps(value).decode() if vendor == "sqlite" else f"{{{','.join(map(quoted, value))}}}"


def quoted(item: Any) -> str:
    if isinstance(item, str):
        escaped = item.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(item)
