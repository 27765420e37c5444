"""Labels of fields and their values, in the language of the request."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from indicators.checks.names import figure_name, in_language, joined, own_name
from indicators.history.lookup import current_version
from indicators.history.text_values import related
from indicators.models import Document, Observation, Passage, Quote, Record
from indicators.models.record import Named
from indicators.text.formats import grouped_number

EVIDENCE = (Document, Passage, Quote)


def label_of(field: "models.Field[Any, Any]") -> str:
    """With the language in words: "Name in Chinese", not "Name zh"."""
    name = str(field.verbose_name)
    if field.name.endswith("_zh"):
        return capfirst(_("%(field)s in Chinese") % {"field": _(name.removesuffix(" zh"))})
    if field.name.endswith("_en"):
        return capfirst(_("%(field)s in English") % {"field": _(name.removesuffix(" en"))})
    return capfirst(_(name))


def help_of(field: "models.Field[Any, Any]") -> str:
    return _(str(field.help_text)) if field.help_text else ""


def labels_of(model: type[models.Model]) -> dict[str, str]:
    return {field.name: label_of(field) for field in model._meta.concrete_fields}


def choices_of(field: "models.Field[Any, Any]") -> list[tuple[str, str]]:
    return [(value, _(str(label))) for value, label in field.flatchoices]


def text_for_people(field: "models.Field[Any, Any]", text: str | None) -> str:
    """A text of `indicators.history.text_values` for display: a record by its name, a choice, a list as lines.

    A number is in thousands.
    """
    if text is None:
        return "-"
    if isinstance(field, models.DecimalField):
        return grouped_number(field.to_python(text))
    if field.is_relation:
        version = current_version(related(field).record_type(), text)
        return name_of_version(version) if version is not None else text
    if isinstance(field, models.JSONField):
        return "\n".join(str(item) for item in json.loads(text)) or "-"
    return dict(choices_of(field)).get(text, text) if field.flatchoices else text


def kind_of(record: type[Record] | Record) -> str:
    return _(str(record._meta.verbose_name))


def kinds_of(model: type[Record]) -> str:
    return capfirst(_(str(model._meta.verbose_name_plural)))


def record_name(record: Any) -> str:
    """What a record is called, in the language of the page: Poor population, Ankang City, 2018."""
    if isinstance(record, Observation):
        return observation_name(record)
    if isinstance(record, Named):
        return own_name(record)
    if isinstance(record, Quote):
        return record.exact
    if isinstance(record, Passage):
        return _("Passage %(number)s: %(words)s") % {
            "number": record.number,
            "words": Truncator(record.text).chars(30),
        }
    return joined(*linked_names(record)) if isinstance(record, Record) else str(record)


def observation_name(observation: Observation) -> str:
    """The name of the figure; of a target or a superseded value, its type too."""
    if observation.value_type == Observation.ValueType.ACTUAL:
        return figure_name(observation)
    field: Any = Observation._meta.get_field("value_type")
    return joined(figure_name(observation), dict(choices_of(field))[observation.value_type])


def linked_names(record: Record) -> list[str]:
    """The names of the records that a link joins, such as a region and an area."""
    fields = record.content_fields().values()
    return [
        record_name(getattr(record, field.name))
        for field in fields
        if field.is_relation and field.related_model not in EVIDENCE
    ]


def record_of(version: Any) -> Any:
    """The record as a version of it has it; not saved."""
    model: Any = version.instance_type
    names = [field.attname for field in model._meta.concrete_fields if hasattr(version, field.attname)]
    return model(**{name: getattr(version, name) for name in names})


def name_of_version(version: Any) -> str:
    """The name of the record, which may be withdrawn; its code if a record that the name needs is withdrawn."""
    return name_of_record(record_of(version))


def name_of_record(record: Any) -> str:
    try:
        return record_name(record)
    except ObjectDoesNotExist:
        return str(getattr(record, "code", record.pk))


def named_by(model: type[Record]) -> list[str]:
    """Names of the relations that the name of a record needs."""
    return ["metric", "region"] if issubclass(model, Observation) else []


def unit_name(observation: Observation) -> str:
    unit = observation.metric.unit
    return unit.symbol or in_language(unit, "name")


def value_in_unit(observation: Observation) -> str:
    """The value for people: 229,600 people."""
    unit = unit_name(observation)
    return f"{observation.figure}{'' if unit == '%' else ' '}{unit}"
