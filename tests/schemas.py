"""What a database is made of, read from its own catalogue, so that two databases can be compared."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from tests.databases import path_of

CONTENTS = {
    "content types": "SELECT app_label, model FROM django_content_type",
    "permissions": """
        SELECT app_label, model, codename, name
        FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    """,
    "groups": """
        SELECT auth_group.name, app_label, codename
        FROM auth_group_permissions
        JOIN auth_group ON group_id = auth_group.id
        JOIN auth_permission ON permission_id = auth_permission.id
        JOIN django_content_type ON content_type_id = django_content_type.id
    """,
    "migrations": "SELECT app, name FROM django_migrations",
}
"""The rows that a database has after the first migrate."""
OF_TABLES = "FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace AND nspname = 'public'"
POSTGRESQL = {
    "relations": f"SELECT relname, relkind, relpersistence, reloptions {OF_TABLES}",
    "columns": f"""
        SELECT relname, attname, attnum, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
               collname, attstorage, attcompression, pg_get_expr(adbin, adrelid)
        {OF_TABLES} AND relkind = 'r'
        JOIN pg_attribute ON attrelid = r.oid AND attnum > 0
        LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
        LEFT JOIN pg_collation c ON c.oid = attcollation
    """,
    "sequences": "SELECT sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size "
    "FROM pg_sequences WHERE schemaname = 'public'",
    "constraints": f"""
        SELECT relname, conname, contype, condeferrable, condeferred, convalidated, pg_get_constraintdef(c.oid)
        {OF_TABLES} JOIN pg_constraint c ON conrelid = r.oid
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": f"SELECT relname, tgname, pg_get_triggerdef(t.oid) {OF_TABLES} JOIN pg_trigger t ON tgrelid = r.oid "
    "WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
    "WHERE nspname = 'public' AND prokind <> 'a'",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "types": "SELECT typname, typtype FROM pg_type WHERE typnamespace = 'public'::regnamespace",
    "extensions": "SELECT extname, extversion FROM pg_extension",
}
"""What PostgreSQL knows of a database, with the place of each column in its table."""
PRAGMAS = {
    "table_xinfo": 'name, type, "notnull", dflt_value, pk, hidden',
    "foreign_key_list": '"table", "from", "to", on_update, on_delete, "match"',
    "index_list": 'name, "unique", origin, partial',
}
"""What SQLite knows of a table. Not the place of a column: where Django makes a table anew, altered ones are last."""


def schema_of(url: str) -> dict[str, list[str]]:
    """Sorted lines of each kind. Numbers of rows and objects, which follow the order of their making, are left out."""
    return sqlite_schema(url) if url.startswith("sqlite") else postgresql_schema(url)


def postgresql_schema(url: str) -> dict[str, list[str]]:
    with closing(psycopg.connect(url)) as connection:
        name = connection.info.dbname
        queries: Any = POSTGRESQL | CONTENTS
        return {
            kind: sorted(str(row).replace(repr(name), "'database'") for row in connection.execute(query))
            for kind, query in queries.items()
        }


def sqlite_schema(url: str) -> dict[str, list[str]]:
    """The definition of a table is read as the set of its columns and constraints."""
    schema: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path_of(url))) as connection:
        for kind, name, table, statement in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
            if kind != "table":
                schema.setdefault(kind, []).append(f"{table}.{name}: {words(statement or '')}")
                continue
            for pragma, columns in PRAGMAS.items():
                rows = connection.execute(f"SELECT {columns} FROM pragma_{pragma}(?)", [name]).fetchall()
                schema.setdefault(pragma, []).extend(f"{name}: {row}" for row in rows)
            schema.setdefault("definition", []).extend(f"{name}: {item}" for item in definition(statement))
        for kind, query in CONTENTS.items():
            schema[kind] = [str(row) for row in connection.execute(query)]
    return {kind: sorted(lines) for kind, lines in schema.items()}


def definition(statement: str) -> list[str]:
    """Each column and constraint of a CREATE TABLE, and what follows them."""
    text = words(statement)
    items: list[str] = []
    depth, start = 0, text.index("(") + 1
    for token in re.finditer(r"'(?:[^']|'')*'|\"[^\"]*\"|[(),]", text):
        if token[0] == ")" and depth == 1:
            return [*items, text[start : token.start()].strip(), text[token.end() :].strip()]
        if token[0] == "," and depth == 1:
            items.append(text[start : token.start()].strip())
            start = token.end()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
    raise ValueError(statement)


def words(statement: str) -> str:
    return " ".join(statement.split())
