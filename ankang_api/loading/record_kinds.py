"""The kinds of records that fixtures hold."""

from typing import Any

from django.db import models

from ankang_api.loading.positions import position_field
from indicators.models import (
    Derived,
    Document,
    Membership,
    Metric,
    Observation,
    Passage,
    Quote,
    Record,
    Region,
    Relation,
    Unit,
)
from programmes.models import Achievement, Part, Programme, ProgrammeMetric

COLLECTIONS: dict[str, type[Record]] = {
    "regions": Region,
    "units": Unit,
    "metrics": Metric,
    "documents": Document,
    "passages": Passage,
    "quotes": Quote,
    "memberships": Membership,
    "observations": Observation,
    "programmes": Programme,
    "programme-metrics": ProgrammeMetric,
    "parts": Part,
    "achievements": Achievement,
    "relations": Relation,
    "derived": Derived,
}
"""The loaded kinds. Each refers only to earlier kinds or to its own, except in `LATER_RELATIONS`."""

LATER_RELATIONS: dict[type[Record], tuple[str, ...]] = {
    Document: ("source_office_quote",),
    Metric: ("counterpart",),
    Observation: ("restates",),
}
"""Relations to records that may be loaded after those that refer to them: they are set when all records exist."""

FILES = [name for name in COLLECTIONS if name != "passages"]
"""The files of fixtures. Passages are the lines of the texts of a report; its document has their checksums."""

Key = tuple[Any, ...]


def natural_key(record: Any) -> Key:
    """The natural key of a record or a version, from its columns."""
    fields = (record._meta.get_field(name) for name in getattr(record, "instance_type", record).natural_key_fields)
    return tuple(getattr(record, field.attname) for field in fields if isinstance(field, models.Field))


def stands_alone(model: type[Record]) -> bool:
    """Whether records are identified by their code, and neither other records nor positions depend on them."""
    referred = {
        field.related_model
        for other in COLLECTIONS.values()
        for field in other._meta.concrete_fields
        if field.name not in LATER_RELATIONS.get(other, ())
    }
    return model.natural_key_fields == ("code",) and model not in referred and position_field(model) is None


def later_relations(model: type[Record], fields: dict[str, Any]) -> list[str]:
    """The fields of a fixture that are set when all records exist."""
    return [name for name in LATER_RELATIONS.get(model, ()) if fields.get(name) is not None]


def relations(model: type[Record]) -> list[str]:
    """The fields that refer to records; what the codes of a fixture name is there."""
    return [field.name for field in model._meta.concrete_fields if field.is_relation]
