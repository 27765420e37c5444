"""The form field for each type of model field."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.display.help_texts import menu_help
from indicators.admin.display.labels import choices_of, label_of, record_name
from indicators.checks.names import in_chinese, joined, own_name
from indicators.models import Observation
from indicators.models.fields import Words
from indicators.text.formats import plain_number

MULTILINE_FIELDS = (
    *("aim", "assumption", "definition", "description", "excluded", "note", "reason", "report_year_basis", "basis"),
    "rights",
)
"""Names, without the language, of the fields that may have several lines of text."""
MAX_LINE_CHARS, MAX_TEXT_CHARS = 1000, 10_000


class TextField(forms.CharField):
    """Text with line feeds between its lines, without carriage returns."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class LineField(TextField):
    """Optional text in one line, which fills no field of the model by itself."""

    def __init__(self, *, max_length: int = MAX_LINE_CHARS, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "vTextField"})
        super().__init__(required=False, max_length=max_length, widget=widget, **options)


class PlainDecimalField(forms.DecimalField):
    """A number without trailing zeros, separators or rounding."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Write a number in digits alone, such as 1005000 or -0.5: 万 written out, no separators."
        ),
    }

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """A list of texts, each on its own line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip(" \t\u00a0\u3000") for line in re.split("\r\n|\r|\n", str(super().to_python(value) or ""))]
        return [line for line in lines if line]

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)
            Words().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


class RecordField(forms.ModelChoiceField[Any]):
    """A choice of one record by its name: a paragraph by its number and first words, a quote by its words."""

    def label_from_instance(self, record: Any) -> str:
        return record_name(record)


class FigureField(RecordField):
    """A choice of an observation by its name, with its document: figures of several documents have the same name."""

    def label_from_instance(self, record: Any) -> str:
        return joined(
            record_name(record), f"《{own_name(record.document)}》" if in_chinese() else own_name(record.document)
        )


def form_field(field: "models.Field[Any, Any]") -> forms.Field | None:
    """The form field for a model field; None if the field cannot be form_field."""
    options: dict[str, Any] = {"label": label_of(field), "help_text": menu_help(field), "required": not field.blank}
    if field.has_default():
        options["initial"] = field.get_default()
    if isinstance(field, models.JSONField):
        options["help_text"] = f"{options['help_text']} {_('One a line.')}".strip()
        return LinesField(
            widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}), max_length=MAX_LINE_CHARS, **options
        )
    if field.is_relation:
        related: Any = field.related_model
        if related is Observation:
            return FigureField(
                queryset=related._default_manager.select_related("metric", "region", "document"), **options
            )
        return RecordField(queryset=related._default_manager.all(), **options)
    if field.flatchoices:
        blank = [("", "---------")] if field.blank or not field.has_default() else []
        return forms.TypedChoiceField(choices=[*blank, *choices_of(field)], empty_value=None, **options)
    if isinstance(field, models.DecimalField):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        limits: dict[str, Any] = {"max_digits": field.max_digits, "decimal_places": field.decimal_places}
        return PlainDecimalField(widget=widget, **limits, **options)
    if isinstance(field, models.DateField):
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"), input_formats=["%Y-%m-%d"], **options)
    if isinstance(field, models.TextField):
        return text_field(field, options)
    return field.formfield(**{key: options[key] for key in ("label", "help_text")})


def text_field(field: "models.Field[Any, Any]", options: dict[str, Any]) -> forms.Field:
    empty = None if field.null else ""
    if field.name.removesuffix("_zh").removesuffix("_en") in MULTILINE_FIELDS:
        area = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
        return TextField(widget=area, max_length=MAX_TEXT_CHARS, empty_value=empty, **options)
    line = forms.TextInput(attrs={"class": "vTextField"})
    return TextField(widget=line, max_length=MAX_LINE_CHARS, empty_value=empty, **options)
