"""The differences between two versions of a record, field by field, with labels and values for display."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from indicators.admin.display.labels import label_of, text_for_people
from indicators.history.text_values import text_of, texts
from indicators.models import Record
from indicators.text.formats import grouped_interval

INVISIBLE = "\u200b\u2060\ufeff"
"""Invisible characters that `str.isspace` does not include."""


class Difference(NamedTuple):
    """A field with its old and new value; `derived` if the value is calculated from other fields."""

    label: str
    old: str
    new: str
    derived: bool = False


def differences_of(model: type[Record], before: Any, after: Any) -> list[Difference]:
    """The differences of two versions of a record, or of a version and the record; all fields if `before` is None."""
    old = texts(before, model) if before else {}
    differences = []
    for name, new in texts(after, model).items():
        if old.get(name) != new:
            field = model.content_fields()[name]
            values = text_for_people(field, old.get(name)), text_for_people(field, new)
            differences.append(Difference(label_of(field), *values))
    return [*differences, *derived_differences(model, before, after)]


def derived_differences(model: type[Record], before: Any, after: Any) -> Iterator[Difference]:
    if not any(field.name == "value_low" for field in model._meta.concrete_fields):
        return
    old, new = interval_of(before) if before else "-", interval_of(after)
    if old != new:
        yield Difference(_("Interval"), old, new, derived=True)


def interval_of(observation: Any) -> str:
    """The lowest and the highest value that the words allow: 1,004,500 – 1,005,500."""
    return grouped_interval(observation.value_low, observation.value_high)


def only_white_space(model: type[Record], before: Any, after: Any) -> bool:
    """Whether nothing changed but the white space around texts and their line ends."""
    fields: dict[str, models.Field[Any, Any]] = model.content_fields()
    pairs = (
        (text_of(field, getattr(record, field.attname)) for record in (before, after)) for field in fields.values()
    )
    return all(without_outer_space(old or "") == without_outer_space(new or "") for old, new in pairs)


def without_outer_space(text: str) -> str:
    """Without white space and invisible characters at the ends, and with line feeds between lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stripped = text.strip().strip(INVISIBLE)
    while stripped != text:
        text, stripped = stripped, stripped.strip().strip(INVISIBLE)
    return text
