"""Values of fields that a page shows and does not change, and the order of lists."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import record_name, text_for_people
from indicators.admin.display.markup import NOTHING, link

PLACE = ("passage__document__code", "passage__number", "start", "end")
REPORT_ORDER: tuple[str, ...] = (*(f"quote__{name}" for name in PLACE), "code")
"""The order of the words in the report, for records that have a `quote`."""


def folded(title: Any, *fields: str) -> Any:
    """A fieldset of Django's ModelAdmin whose fields show once it is opened."""
    return title, {"fields": fields, "classes": ("collapse",)}


@cache
def shown(model: type[models.Model], name: str) -> str | Callable[[Any], Any]:
    """The column that shows a field: a related record by its name, with a link, and a choice by its label."""
    field = next((field for field in model._meta.concrete_fields if field.name == name), None)
    if field is None or not (field.is_relation or field.flatchoices):
        return name

    def value(record: Any) -> Any:
        if field.is_relation:
            related = getattr(record, field.name)
            return link(related, record_name(related)) if related else NOTHING
        return text_for_people(field, getattr(record, field.attname))

    value.__name__ = name
    value.short_description = _(str(field.verbose_name))  # type: ignore[attr-defined]
    return value
