"""The rows of the test database, for comparing it before and after, and for emptying it."""

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


def revisions() -> list[tuple[int, str, str, str]]:
    """Number, kind, role and reason of each revision."""
    return list(Revision.objects.values_list("number", "kind", "role", "reason"))
