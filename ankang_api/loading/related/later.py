"""Relations that are set when all records of a load exist."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from ankang_api.loading.files import Entry
from ankang_api.loading.merging import Overrides
from ankang_api.loading.values import REPEATED
from indicators.history.changeset import Changeset
from indicators.history.text_values import texts
from indicators.models import Record


class Later(NamedTuple):
    """A loaded record, and the names of its relations that are still to be set."""

    collection: str
    entry: Entry
    record: Record
    names: list[str]
    was_unchanged: bool

    def set(self, changeset: Changeset, overrides: Overrides) -> bool:
        """Set the relations to those of the fixture, except corrected ones. Returns whether the record changed."""
        model = type(self.record)
        record = model._default_manager.get(pk=self.record.pk)
        held, current = overrides.of(record), texts(record, model)
        for name in self.names:
            code = self.entry.fields[name]
            related = related_record(model._meta.get_field(name), name, code)
            if name in held:
                overrides.compare(held, name, current[name], code)
            else:
                setattr(record, name, related)
        record.corrected = bool(held)
        return changeset.save(record)


def related_record(field: Any, name: str, code: Any) -> models.Model:
    """The published record with a code. ValidationError if there is none."""
    if code is REPEATED:
        raise ValidationError({name: "Duplicate field in the record."})
    if not isinstance(code, str):
        raise ValidationError({name: "Must be a code."})
    model = field.related_model
    related: models.Model | None = model._default_manager.filter(code=code).first()
    if related is None and model.history.current().filter(code=code, withdrawn=True).exists():
        message = f"{code} is withdrawn. Reinstate it, or name another {model.record_type()}."
        raise ValidationError({name: message})
    if related is None:
        raise ValidationError({name: f"There is no {model.record_type()} {code!r}."})
    return related
