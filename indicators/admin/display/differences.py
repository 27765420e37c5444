"""What a record says otherwise than a version of it, field by field, as people read it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from indicators.admin.display.labels import label_of, text_for_people
from indicators.history.text_values import text_of, texts
from indicators.models import Record
from indicators.text.formats import grouped_number

WHITE_SPACE = "\u200b\u2060\ufeff"
"""Characters that show nothing, besides those that Python calls white space."""


class Difference(NamedTuple):
    """A field and what it said and says; `derived` where it follows from others."""

    label: str
    old: str
    new: str
    derived: bool = False


def differences_of(model: type[Record], before: Any, after: Any) -> list[Difference]:
    """Between two versions of a record, or a version and the record; all it says where there is none before."""
    old = texts(before, model) if before else {}
    found = []
    for name, new in texts(after, model).items():
        if old.get(name) != new:
            field = model.content_fields()[name]
            told = text_for_people(field, old.get(name)), text_for_people(field, new)
            found.append(Difference(label_of(field), *told))
    return [*found, *derived_differences(model, before, after)]


def derived_differences(model: type[Record], before: Any, after: Any) -> Iterator[Difference]:
    if not any(field.name == "value_low" for field in model._meta.concrete_fields):
        return
    old, new = interval_of(before) if before else "-", interval_of(after)
    if old != new:
        yield Difference(_("Interval"), old, new, derived=True)


def interval_of(observation: Any) -> str:
    """From the least to the most that would be printed so: 1,004,500 – 1,005,500."""
    low, high = observation.value_low, observation.value_high
    if low is None or high is None:
        return "-"
    return " – ".join(grouped_number(one) for one in dict.fromkeys((low, high)))


def only_white_space(model: type[Record], before: Any, after: Any) -> bool:
    """Whether nothing changed but white space; also where nothing changed at all."""
    fields: dict[str, models.Field[Any, Any]] = model.content_fields()
    pairs = ((text_of(field, getattr(one, field.attname)) for one in (before, after)) for field in fields.values())
    return all(solid(old) == solid(new) for old, new in pairs)


def solid(text: str | None) -> str:
    return "".join(one for one in (text or "").replace("\\n", "") if not one.isspace() and one not in WHITE_SPACE)
