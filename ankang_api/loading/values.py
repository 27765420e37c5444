"""From a value in JSON to the value of a model field, refusing what would be bent to fit."""

import difflib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from indicators.models import Record


def field_of(model: type[Record], name: str) -> models.Field[Any, Any]:
    """The field that a fixture may fill under this name; a ValidationError names the nearest."""
    fields = {field.name: field for field in model._meta.concrete_fields if field.editable and not field.primary_key}
    if name in fields:
        return fields[name]
    near = difflib.get_close_matches(name, fields, 1)
    hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(fields)}"
    raise ValidationError(f"There is no such field; {hint}")


def converted(field: models.Field[Any, Any], value: Any) -> Any:
    """The value as the field holds it: texts are strings, numbers are numbers, and nothing is rounded."""
    if value is None or isinstance(field, models.JSONField):
        return value
    numeric = isinstance(field, models.IntegerField | models.DecimalField)
    if isinstance(value, bool) or numeric == isinstance(value, str):
        raise ValidationError(f"{value!r} is not {'a number' if numeric else 'a text'}.")
    result = field.to_python(value)
    if numeric and result != value:
        raise ValidationError(f"{value} is not a whole number.")
    return result
