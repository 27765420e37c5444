"""The rows of the test database, for comparing it before and after, and for emptying it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from indicators.models import Revision


def tables() -> dict[str, dict[Any, Any]]:
    """Every row of every table of the project, by table and primary key."""
    return {
        model._meta.db_table: {row[model._meta.pk.attname]: row for row in model._default_manager.values()}
        for label in ("indicators", "programmes")
        for model in apps.get_app_config(label).get_models()
    }


def delete_all_rows() -> None:
    """Leave the database as after the first migrate. SQL, because the records protect each other from deletion."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def without_text_checks(*models: Any) -> Iterator[None]:
    """Tables that take unfit text, as before the database refused it, in a test's transaction."""
    statements = ["PRAGMA ignore_check_constraints = ON"]
    if connection.vendor == "postgresql":
        checks = [(model, one.name) for model in models for one in model._meta.constraints if "text_is_fit" in one.name]
        statements = [f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}" for model, name in checks]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def revisions() -> list[tuple[int, str, str, str]]:
    """Number, kind, role and reason of each revision."""
    return list(Revision.objects.values_list("number", "kind", "role", "reason"))
