"""Unique positions: records that exchange theirs in a fixture cannot be saved one after the other."""

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
        """Save a record now, or later if another record has its position."""
        try:
            self.changeset.save(record)
        except ValidationError as error:
            if position_field(type(record)) is None or not is_taken(error):
                raise
            self.records.append(record)

    def finish(self) -> None:
        """Save the waiting records. ValidationError if two have the same position."""
        waiting, self.records = self.records, []
        if waiting and (field := position_field(type(waiting[0]))):
            keys = [record.pk for record in waiting if record.pk]
            self.changeset.make_way(type(waiting[0]), keys, field)
        for record in waiting:
            self.changeset.save(record)


def position_field(model: type[Record]) -> str | None:
    """The field of the unique position of records of a kind, if there is one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            name = constraint.fields[-1]
            if model.content_fields().get(name).__class__ is models.PositiveSmallIntegerField:
                return name
    return None


def is_taken(error: ValidationError) -> bool:
    errors = error.error_dict.get("__all__", []) if hasattr(error, "error_dict") else []
    return any(item.code == "unique_together" for item in errors)
