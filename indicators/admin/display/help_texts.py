"""Help texts as forms show them. Their sources are for the API too, and name fields and values by their codes."""

import re
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.admin.display.labels import choices_of, help_of, label_of
from indicators.checks.names import in_chinese

FIELD_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
FIELD_NAME_IN_CHINESE = re.compile(rf" ?{FIELD_NAME.pattern} ?")
SAME_TWICE = re.compile(r"(\w+)（\1）")


def menu_help(field: "models.Field[Any, Any]") -> str:
    """The help text with values as the menu shows them, and with the labels of the fields that it names."""
    text = help_of(field)
    for value, label in choices_of(field):
        text = with_label(text, value, label) if value.islower() else without_clause(text, value)
    labels = field_labels(field.model)
    pattern = FIELD_NAME_IN_CHINESE if in_chinese() else FIELD_NAME
    text = pattern.sub(lambda name: labels.get(name[0].strip(), name[0]), text)
    return re.sub(r"\bnull\b", pgettext("value", "empty"), SAME_TWICE.sub(r"\1", text))


def with_label(text: str, value: str, label: str) -> str:
    """In Chinese, all Latin words that are values are codes; in English, those that a colon follows are."""
    if in_chinese():
        return re.sub(rf"\b{value}\b ?", label, text)
    return re.sub(rf"\b{value}\b(?=:| \([^)]*\):)", label, text)


def without_clause(text: str, value: str) -> str:
    """Without what a code of capitals means, which the menu says: Status of the value; A is normal."""
    return re.sub(rf"[;；] ?{value} (?:is|为)[^;；.。]*", "", text)


def field_labels(model: type[models.Model]) -> dict[str, str]:
    """The labels in quotation marks, by name; a text in both languages also by its name without the language."""
    labels = {}
    for field in model._meta.concrete_fields:
        labels[field.name] = f"“{label_of(field)}”"
        if field.name.endswith("_zh"):
            labels[field.name.removesuffix("_zh")] = f"“{capfirst(_(str(field.verbose_name).removesuffix(' zh')))}”"
    return labels
