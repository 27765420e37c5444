"""Translates the names of models, fields and choices at run time, so that the models need no gettext calls."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.models import Correction, Override, Record, Revision


def translate_names() -> None:
    """Let the catalogue speak for the models. Choices have a context: “Change” is a measure, and a button elsewhere."""
    for model in apps.get_models():
        if issubclass(model, (Record, Revision, Correction, Override)):
            options: Any = model._meta
            options.verbose_name = gettext_lazy(str(options.verbose_name))
            options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
            for field in options.concrete_fields:
                translate_field(field)


def translate_field(field: Any) -> None:
    if field.name[-3:] not in ("_zh", "_en"):  # those are named together with their language
        field.verbose_name = gettext_lazy(field.verbose_name)
    if field.choices:
        field.choices = [(value, pgettext_lazy("choice", str(label))) for value, label in field.flatchoices]
