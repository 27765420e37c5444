"""Labels of fields and their values, in the language of the request."""

import json
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.models import Record


def label_of(field: "models.Field[Any, Any]") -> str:
    """With the language in words: "Name in Chinese", not "Name zh"."""
    name = str(field.verbose_name)
    if field.name.endswith("_zh"):
        return capfirst(_("%(field)s in Chinese") % {"field": _(name.removesuffix(" zh"))})
    if field.name.endswith("_en"):
        return capfirst(_("%(field)s in English") % {"field": _(name.removesuffix(" en"))})
    return capfirst(_(name))


def help_of(field: "models.Field[Any, Any]") -> str:
    return _(str(field.help_text)) if field.help_text else ""


def labels_of(model: type[models.Model]) -> dict[str, str]:
    return {field.name: label_of(field) for field in model._meta.concrete_fields}


def choices_of(field: "models.Field[Any, Any]") -> list[tuple[str, str]]:
    return [(value, _(str(label))) for value, label in field.flatchoices]


def text_for_people(field: "models.Field[Any, Any]", text: str | None) -> str:
    """A text of `indicators.history.text_values` for display: a choice as its label, a list as lines."""
    if text is None:
        return "-"
    if isinstance(field, models.JSONField):
        return "\n".join(str(item) for item in json.loads(text)) or "-"
    return dict(choices_of(field)).get(text, text) if field.flatchoices else text


def kind_of(record: type[Record] | Record) -> str:
    return _(str(record._meta.verbose_name))


def kinds_of(model: type[Record]) -> str:
    return capfirst(_(str(model._meta.verbose_name_plural)))
