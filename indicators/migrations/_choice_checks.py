"""Renews the checks of columns with choices on PostgreSQL, where Django does not alter the check of a field of ours."""

from collections.abc import Callable
from typing import Any


def renew_choice_checks(app_label: str, **columns: str) -> Callable[[Any, Any], None]:
    """A function for RunPython, after the fields are altered: the field with choices by the name of its model.

    The table of versions of a model, if it has one, is renewed with it. SQLite makes the table anew, and its checks with it.
    """

    def renew(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for model_name, column in columns.items():
            names = (model_name, f"historical{model_name}")
            for model in (model for model in apps.get_app_config(app_label).get_models() if model._meta.model_name in names):
                table, check = model._meta.db_table, model._meta.get_field(column).db_check(schema_editor.connection)
                name = f"{table}_{column}_check"
                schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"')
                schema_editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})')

    return renew
