"""The types of query parameters."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db import models
from drf_spectacular.utils import extend_schema_field

from indicators.filtering.codes import CodesField, PresentField
from indicators.filtering.fields import (
    MAX_LENGTH,
    ChoiceField,
    DayField,
    ListField,
    NumberField,
    PeriodField,
    WholeNumberField,
    WordsField,
    YearField,
)
from indicators.filtering.history_fields import InstantField, RecordsField, RevisionField
from indicators.models.record import CodedRecord
from indicators.sql.filtered_rows import FilteredRows
from indicators.text.formats import CODE_PATTERN
from indicators.text.period import PERIOD_PATTERN, SINGLE_PATTERN


class Codes(django_filters.BaseInFilter):
    """A comma list of codes of a model."""

    base_field_class = CodesField
    field_class = forms.CharField

    def __init__(self, field_name: str, model: type[models.Model], help_text: str, **kwargs: Any) -> None:
        super().__init__(field_name, model=model, help_text=help_text, **kwargs)
        extend_schema_field({"type": "string", "pattern": CODE_PATTERN, "description": help_text})(self)


class Choices(django_filters.BaseInFilter):
    """A comma list of values of a closed list: the column's own choices but for some, and its own description."""

    base_field_class = ListField
    field_class = ChoiceField

    def __init__(self, path: str, field: models.Field[Any, Any], without: Sequence[str] = (), **kwargs: Any) -> None:
        allowed = [str(value) for value, _label in field.flatchoices if value not in without]
        super().__init__(path, what=field.name, allowed=allowed, help_text=field.help_text, **kwargs)
        schema = {"type": "string", "enum": allowed, "description": field.help_text}
        extend_schema_field(schema)(self)


class Present(django_filters.BaseInFilter):
    """A comma list of values that a column of a small table has."""

    base_field_class = ListField
    field_class = PresentField

    def __init__(self, field_name: str, model: type[models.Model], column: str, help_text: str) -> None:
        super().__init__(field_name, model=model, column=column, help_text=help_text)
        extend_schema_field({"type": "string", "minLength": 1, "description": help_text})(self)


class Periods(django_filters.BaseInFilter):
    """A comma list of period keys."""

    base_field_class = ListField
    field_class = PeriodField

    def __init__(self, field_name: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(field_name, help_text=help_text, **kwargs)
        schema = {"type": "string", "pattern": f"^{PERIOD_PATTERN}$", "description": help_text}
        extend_schema_field(schema)(self)


class Years(django_filters.BaseInFilter):
    """A comma list of years."""

    base_field_class = ListField
    field_class = YearField

    def __init__(self, field_name: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(field_name, help_text=help_text, **kwargs)
        extend_schema_field({"type": "integer", "description": help_text})(self)


class WholeNumbers(django_filters.BaseInFilter):
    """A comma list of whole numbers that are not negative."""

    base_field_class = ListField
    field_class = WholeNumberField

    def __init__(self, field_name: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(field_name, help_text=help_text, **kwargs)
        extend_schema_field({"type": "integer", "minimum": 0, "description": help_text})(self)


class Instant(django_filters.Filter):
    """An instant, or a day in UTC, which means its first or its last instant."""

    field_class = InstantField

    def __init__(self, field_name: str, help_text: str, *, last: bool) -> None:
        lookup = "lt" if last else "gte"
        super().__init__(field_name, lookup_expr=lookup, help_text=help_text, last=last)
        extend_schema_field({"type": "string", "description": help_text})(self)


class Records(django_filters.BaseInFilter):
    """A comma list of records, withdrawn ones too, of one kind, or of any and of links between two."""

    base_field_class = RecordsField
    field_class = forms.CharField

    def __init__(self, field_name: str, help_text: str, model: type[CodedRecord] | None = None) -> None:
        super().__init__(field_name, help_text=help_text, model=model)
        extend_schema_field({"type": "string", "description": help_text})(self)


class Revisions(django_filters.BaseInFilter):
    """A comma list of numbers of revisions."""

    base_field_class = ListField
    field_class = RevisionField

    def __init__(self, field_name: str, help_text: str) -> None:
        super().__init__(field_name, help_text=help_text)
        extend_schema_field({"type": "integer", "minimum": 1, "description": help_text})(self)


class Numbers(django_filters.NumberFilter):
    """A bound of values."""

    field_class = NumberField


class Day(django_filters.Filter):
    """A day, or a year or a part of it, which means its first or its last day."""

    field_class = DayField

    def __init__(self, help_text: str, **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)
        schema = {"type": "string", "pattern": f"^{SINGLE_PATTERN}$", "description": help_text}
        extend_schema_field(schema)(self)


class Words(django_filters.Filter):
    """Words that a record's texts must contain, in any form."""

    field_class = WordsField
    texts = "the texts of a record"
    """What is searched."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = (
            f"Words that {self.texts} must contain, separated by white space; a word may be one character. "
            "Traditional and Simplified characters, full-width and half-width, capital and small letters are equal."
        )
        super().__init__(help_text=help_text, **kwargs)
        schema = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH, "description": help_text}
        extend_schema_field(schema)(self)

    def filter(self, rows: FilteredRows, words: list[str]) -> FilteredRows:
        return rows.where(*rows.model.objects.word_conditions(words))


class Truth(django_filters.Filter):
    """true or false, and no other spelling: of a Boolean column, or of a lookup that takes true or false."""

    field_class = ChoiceField

    def __init__(self, help_text: str, **kwargs: Any) -> None:
        super().__init__(help_text=help_text, what="value", allowed=["true", "false"], **kwargs)
        extend_schema_field({"type": "boolean", "description": help_text})(self)

    def filter(self, rows: FilteredRows, wanted: str) -> FilteredRows:
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": wanted == "true"})


class Null(Truth):
    """Whether a column is null. `column` is its name in the rows, `field_name` its query path where that differs."""

    def __init__(self, column: str, field_name: str | None = None, **kwargs: Any) -> None:
        help_text = f"true: only rows whose `{column}` is null; false: only the others."
        super().__init__(help_text, field_name=field_name or column, lookup_expr="isnull", **kwargs)


class Corrected(Truth):
    """Whether a correction is in force."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "true: only records that a correction in force makes differ from the loaded values; false: others."
        super().__init__(help_text, field_name="corrected", **kwargs)
