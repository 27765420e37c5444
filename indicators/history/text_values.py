"""Values as text: one form for what corrections, conflicts and histories say of a field of any type."""

import json
from decimal import Decimal
from typing import Any

from django.db import models

from indicators.models.record import Record
from indicators.text.formats import plain_number


def text_of(field: models.Field[Any, Any], value: Any) -> str | None:
    """The value of a column as text: a decimal without trailing zeros, a list in JSON, of a relation the code."""
    if value is None:
        return None
    if field.is_relation:
        return code_of(field, value)
    if isinstance(value, Decimal):
        return plain_number(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else str(value)


def value_of(field: models.Field[Any, Any], text: str | None) -> Any:
    """The value of a column from its text. ValidationError or LookupError if the text is invalid."""
    if text is None:
        return None
    if field.is_relation:
        return related(field).history.current().get(code=text).id
    return json.loads(text) if isinstance(field, models.JSONField) else field.to_python(text)


def related(field: models.Field[Any, Any]) -> type[Record]:
    model = field.related_model
    assert isinstance(model, type)
    assert issubclass(model, Record)
    return model


def code_of(field: models.Field[Any, Any], key: int) -> str:
    """The code of a record, which may be withdrawn."""
    code: str = related(field).history.filter(id=key).values_list("code", flat=True)[0]
    return code


def texts(record: Any, model: type[Record]) -> dict[str, str | None]:
    """What a record or a version of one says, field by field."""
    fields = model.content_fields()
    return {name: text_of(field, getattr(record, field.attname)) for name, field in fields.items()}
