"""The kinds of records that fixtures hold."""

from typing import Any

from django.db import models

from ankang_api.loading.positions import place_of
from indicators.models import (
    Document,
    Membership,
    Metric,
    Observation,
    Passage,
    Quote,
    Record,
    Region,
    Unit,
)
from programmes.models import Achievement, Part, Programme, ProgrammeMetric

COLLECTIONS: dict[str, type[Record]] = {
    "regions": Region,
    "memberships": Membership,
    "units": Unit,
    "metrics": Metric,
    "documents": Document,
    "passages": Passage,
    "quotes": Quote,
    "observations": Observation,
    "programmes": Programme,
    "programme-metrics": ProgrammeMetric,
    "parts": Part,
    "achievements": Achievement,
}
"""What is loaded, in an order in which each refers only to what comes before it or to its own kind."""

FILES = [name for name in COLLECTIONS if name != "passages"]
"""What fixtures hold. Passages are the lines of a report's texts, whose sums its document states."""

Key = tuple[Any, ...]


def natural_key(record: Any) -> Key:
    """The natural key of a record or of a version of one, as its columns have it."""
    fields = (record._meta.get_field(name) for name in getattr(record, "instance_type", record).natural_key_fields)
    return tuple(getattr(record, field.attname) for field in fields if isinstance(field, models.Field))


def stands_alone(model: type[Record]) -> bool:
    """Whether records are identified by their code, and neither other records nor positions depend on them."""
    referred = {field.related_model for other in COLLECTIONS.values() for field in other._meta.concrete_fields}
    return model.natural_key_fields == ("code",) and model not in referred and place_of(model) is None


def relations(model: type[Record]) -> list[str]:
    """The fields that refer to records; what the codes of a fixture name is there."""
    return [field.name for field in model._meta.concrete_fields if field.is_relation]
