"""From a value in JSON to the value of a model field, refusing what would be bent to fit."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from indicators.models import Record
from indicators.models.fields import require_fit_text
from indicators.text.suggestions import did_you_mean

REPEATED = object()
"""The value of a field that a record names more than once."""

KINDS: list[tuple[type[models.Field[Any, Any]], type | tuple[type, ...], str]] = [
    (models.IntegerField, int, "a whole number"),
    (models.DecimalField, (int, Decimal), "a number"),
    (models.JSONField, list, "a list"),
    (models.Field, str, "a text"),
]
"""For each kind of field, the first that fits: what JSON must give, and what to call it."""


def required_fields(model: type[Record]) -> list[str]:
    """The fields that every record gives; a code is not among them, for some records make their own."""
    return [
        name
        for name, field in model.content_fields().items()
        if not field.blank and not field.has_default() and name != "code"
    ]


def field_of(model: type[Record], name: str) -> models.Field[Any, Any]:
    """The field that a fixture may fill under this name; a ValidationError names the nearest."""
    if name == "review":
        raise ValidationError("This record is proposed and not reviewed. Review it, then delete this field.")
    fields = model.content_fields()
    if name in fields:
        return fields[name]
    hint = did_you_mean(name, fields) or f" Allowed are {', '.join(fields)}."
    raise ValidationError(f"There is no such field.{hint}")


def converted(field: models.Field[Any, Any], value: Any) -> Any:
    """The value as the field holds it: texts are strings, numbers are numbers, and nothing is rounded."""
    if value is None and field.null:
        return None
    allowed, name = next((allowed, name) for kind, allowed, name in KINDS if isinstance(field, kind))
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise ValidationError(f"Must be {name}.")
    for text in texts_of(value):
        if text.strip():  # an empty text gets the message of its field
            require_fit_text(text)
        if isinstance(field, models.CharField) and text != text.strip():  # a $ in a pattern lets a last newline pass
            raise ValidationError("Must not begin or end with white space.")
    return field.to_python(value)


def texts_of(value: Any) -> list[str]:
    """The texts in a value. A list is one of texts, or of objects of texts, and holds nothing else."""
    if not isinstance(value, list):
        return [value] if isinstance(value, str) else []
    texts = [text for item in value for text in ([*item, *item.values()] if isinstance(item, dict) else [item])]
    if all(isinstance(text, str) for text in texts):
        return texts
    raise ValidationError("Must be a list of texts, or of objects that hold texts.")
