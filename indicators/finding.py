"""Records found again by what corrections and conflicts name them by: the kind, and the natural key as text."""

from typing import Any

from django.apps import apps

from indicators.models import Record
from indicators.texts import related


def model_of(record_type: str) -> type[Record] | None:
    """The model of a kind of record; none where there is no such kind."""
    models = (model for model in apps.get_models() if issubclass(model, Record))
    return next((model for model in models if model.record_type() == record_type), None)


def standing_version(record_type: str, code: str) -> Any:
    """The version that stands of a record, which may be a withdrawn one; none where there never was such a record."""
    model = model_of(record_type)
    if model is None:
        return None
    key: dict[str, Any] = {}
    for name, part in zip(model.natural_key_fields, code.split("--"), strict=False):
        field: Any = model._meta.get_field(name)
        if field.is_relation:
            key[f"{field.attname}__in"] = related(field).history.filter(code=part).values("id")
        else:
            key[name] = part
    return model.history.standing().filter(**key).order_by("withdrawn", "-revision_from").first()
