"""Records made from the entries of fixtures, with the current record of the same key and the related records."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from ankang_api.loading.files import Entry
from ankang_api.loading.record_kinds import Key, later_relations, natural_key, relations
from ankang_api.loading.related.withdrawn import withdrawn_relations
from ankang_api.loading.values import REPEATED, converted, field_of, required_fields
from indicators.history.changeset import columns
from indicators.models import Record


class Candidates:
    """Makes the records of a load. Holds the current and the withdrawn records of each kind by their keys."""

    def __init__(self) -> None:
        self.known: dict[type[Record], dict[Key, Record]] = {}
        self.withdrawn: dict[type[Record], dict[Key, Any]] = {}
        self.given: dict[type[Record], set[str]] = {}

    def look_up(self, model: type[Record], current: Iterable[Record], withdrawn: Iterable[Any]) -> None:
        self.known[model] = {natural_key(record): record for record in current}
        self.withdrawn[model] = {natural_key(version): version for version in withdrawn}

    def make(self, model: type[Record], entry: Entry) -> tuple[Record, dict[str, Record]]:
        """The record of an entry, and the withdrawn records that it refers to, by field."""
        candidate = model(**self.values_of(model, entry))
        candidate.clean_fields(exclude=["code", *relations(model)])  # derive() and clean() need valid fields
        candidate.derive()
        return candidate, withdrawn_relations(candidate)

    def values_of(self, model: type[Record], entry: Entry) -> dict[str, Any]:
        values = {}
        missing = [name for name in required_fields(model) if name not in entry.fields]
        mistakes = {name: ["This field is missing."] for name in missing}
        later = later_relations(model, entry.fields)
        for name, value in entry.fields.items():
            if name in later:
                continue
            try:
                field = field_of(model, name)
                if value is REPEATED:
                    raise ValidationError("Duplicate field in the record.")
                values[name] = self.related(field, value) if field.is_relation else converted(field, value)
            except ValidationError as error:
                mistakes[name] = error.messages
        if mistakes:
            raise ValidationError(mistakes)
        return values

    def related(self, field: models.Field[Any, Any], code: Any) -> Record | None:
        """The record with a code, current or made by this load."""
        if code is None and field.null:
            return None
        if not isinstance(code, str):
            raise ValidationError("Must be a code.")
        model = field.related_model
        assert isinstance(model, type)
        assert issubclass(model, Record)
        record = self.known[model].get((code,))
        if record is None and (version := self.withdrawn[model].get((code,))):
            return model(**columns(version) | {"id": version.id})
        if record is None and code in self.given[model]:
            raise ValidationError([])  # its own problem is reported already
        if record is None:
            raise ValidationError(f"There is no {model.record_type()} {code!r}.")
        return record
