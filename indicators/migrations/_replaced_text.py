"""Unfit text that was stored before the database refused it: U+FFFD takes the place of each unfit character."""

import logging
from typing import Any

from indicators.models.fields import text_columns
from indicators.sql.text_check import text_condition
from indicators.text.unfit import invisible_character, without_unfit

LOGGER = logging.getLogger("ankang_api.migrations")


def replace_unfit_text(app_label: str) -> Any:
    """A migration's function for all tables of the app, with those of versions. It changes no table without such text."""

    def replace(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(app_label).get_models():
            columns = text_columns(model)
            if any(columns.values()):
                names = [name for found in columns.values() for name in found]
                rows = list(model._base_manager.exclude(text_condition(**columns)).values("pk", *names))
                for row in rows:
                    texts = {name: replaced(row[name], name in columns["words"]) for name in names}
                    model._base_manager.filter(pk=row["pk"]).update(**texts)
                if rows:
                    LOGGER.warning("Unfit characters were replaced in %d rows of %s.", len(rows), model._meta.db_table)

    return replace


def replaced(value: Any, is_words: bool) -> Any:
    """A text or a list of texts in the same form. Of nothing but invisible characters, the first is replaced."""
    if isinstance(value, list):
        return [replaced(item, is_words) for item in value]
    if isinstance(value, dict):
        return {replaced(key, is_words): replaced(item, is_words) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    text = without_unfit(value.replace("\r\n", "\n"))
    return f"\ufffd{text[1:]}" if is_words and invisible_character(text) else text
