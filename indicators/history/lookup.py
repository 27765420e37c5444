"""Published records and their versions, by kind and code."""

from functools import cache
from typing import Any

from django.apps import apps

from indicators.history.text_values import related
from indicators.models import Record


@cache
def published() -> dict[str, type[Record]]:
    """The models of published records, by the name of their kind."""
    return {model.record_type(): model for model in apps.get_models() if issubclass(model, Record)}


def versions_of(model: type[Record], code: str) -> Any:
    """All versions of the records with a code, or with the codes of a link; none for a wrong number of codes."""
    parts = code.split("--")
    if len(parts) != len(model.natural_key_fields):
        return model.history.none()
    key: dict[str, Any] = {}
    for name, part in zip(model.natural_key_fields, parts, strict=True):
        field: Any = model._meta.get_field(name)
        if field.is_relation:
            key[f"{field.attname}__in"] = related(field).history.filter(code=part).values("id")
        else:
            key[name] = part
    return model.history.filter(**key)


def current_version(record_type: str, code: str) -> Any:
    """The current version of a record, possibly withdrawn; None if the record never existed."""
    model = published().get(record_type)
    if model is None:
        return None
    return versions_of(model, code).current().order_by("withdrawn", "-revision_from", "-id").first()


def free_code(model: type[Record], code: str) -> str:
    """The code itself, or the first of code-2, code-3, … that no record has or ever had."""
    candidate, number = code, 1
    while model.history.filter(code=candidate).exists():
        number += 1
        candidate = f"{code}-{number}"
    return candidate
