"""Records of a fixture that refer to a withdrawn record: they cannot be loaded until it is reinstated."""

from django.core.exceptions import ValidationError

from indicators.models import Record


def withdrawn_relations(record: Record) -> dict[str, Record]:
    """The withdrawn records that a record refers to, by field."""
    fields = (field for field in record._meta.concrete_fields if field.is_relation and field.name != "revision")
    related = {
        field.name: getattr(record, field.name) for field in fields if getattr(record, field.attname) is not None
    }
    return {name: record for name, record in related.items() if record.withdrawn}


def refuse(gone: dict[str, Record], taken: Record) -> None:
    """Raise ValidationError if a record refers to withdrawn records."""
    if mistakes := {
        name: f"{related.record_code} is withdrawn. Reinstate it, or name another {related.record_type()}."
        for name, related in gone.items()
        if getattr(taken, f"{name}_id") == related.pk
    }:
        raise ValidationError(mistakes)
