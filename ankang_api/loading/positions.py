"""Places in an order: records that exchange theirs in a fixture are each in the other's way for a moment."""

from django.core.exceptions import ValidationError
from django.db import models

from indicators.history.changeset import Changeset
from indicators.models import Record


class Waiting:
    """Records whose new position another record still has. They are saved after all have left their old ones."""

    def __init__(self, changeset: Changeset) -> None:
        self.changeset = changeset
        self.records: list[Record] = []

    def save(self, record: Record) -> None:
        """Save a record now, or let it wait."""
        try:
            self.changeset.save(record)
        except ValidationError as error:
            if place_of(type(record)) is None or not is_taken(error):
                raise
            self.records.append(record)

    def finish(self) -> None:
        """Save the waiting records. ValidationError if two have the same position."""
        waiting, self.records = self.records, []
        if waiting and (place := place_of(type(waiting[0]))):
            keys = [record.pk for record in waiting if record.pk]
            self.changeset.make_way(type(waiting[0]), keys, place)
        for record in waiting:
            self.changeset.save(record)


def place_of(model: type[Record]) -> str | None:
    """The field of the unique position of records of a kind, if there is one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            name = constraint.fields[-1]
            if model.content_fields().get(name).__class__ is models.PositiveSmallIntegerField:
                return name
    return None


def is_taken(error: ValidationError) -> bool:
    found = error.error_dict.get("__all__", []) if hasattr(error, "error_dict") else []
    return any(one.code == "unique_together" for one in found)
