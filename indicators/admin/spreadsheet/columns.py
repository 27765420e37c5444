"""The columns of the sheet in which the records of a model are corrected."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from indicators.admin.display.labels import choices_of, label_of
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.admin.spreadsheet.cells import cell_name
from indicators.checks.names import with_codes
from indicators.history.text_values import related, text_of
from indicators.models import Quote, Record
from indicators.models.record import Named

CODE, REVISION = "code", "revision"


class Column(NamedTuple):
    """A column: its name, its text for a record, and the field that it shows, if any."""

    name: str
    text: Callable[[Any], str | None]
    field: "models.Field[Any, Any] | None" = None
    correctable: bool = False
    shown: "tuple[models.Field[Any, Any], ...]" = ()
    """The relation and the field of its record that a column shows, which has no field of its own."""

    @property
    def label(self) -> str:
        if self.name == CODE:
            return _("Code")
        if self.name == REVISION:
            return _("Revision number")
        return " · ".join(map(label_of, (self.field,) if self.field is not None else self.shown))

    @property
    def labelled_name(self) -> str:
        """数值（value）."""
        return with_codes(self.label, self.name)

    @property
    def allowed(self) -> list[tuple[str, str]]:
        """The codes and labels of a choice; empty for a column that has no choices."""
        return choices_of(self.field) if self.field is not None and self.field.flatchoices else []

    def cell_name(self, row: int, index: int) -> str:
        """W2 数值（value）."""
        return f"{cell_name(row, index)} {self.labelled_name}"


class Sheet:
    """The sheet of one model. Cells are text; a relation is the code of its record, a list has an item on each line."""

    def __init__(self, model_admin: RecordAdmin[Any]) -> None:
        self.model_admin = model_admin
        self.model: type[Record] = model_admin.model
        correctable = set(model_admin.correctable(self.model))
        fields = [field for name, field in self.model.content_fields().items() if name != CODE]
        fixed = [column for field in fields if field.name not in correctable for column in fixed_columns(field)]
        editable = [Column(field.name, field_text(field), field, True) for field in fields if field.name in correctable]
        key = [
            Column(CODE, lambda record: record.record_code),
            Column(REVISION, lambda record: str(record.revision_id)),
        ]
        self.columns = {column.name: column for column in [*key, *fixed, *editable]}

    @property
    def correctable(self) -> list[Column]:
        return [column for column in self.columns.values() if column.correctable]

    def records(self) -> Any:
        """All published records in the order of their natural keys, with the records that they refer to."""
        relations = [name for name, field in self.model.content_fields().items() if field.is_relation]
        return self.model._default_manager.select_related(*relations).order_by(*self.model.natural_key_fields)

    def listed(self, request: HttpRequest) -> Any:
        """The published records that the list of the admin shows with the filters and the search of this request.

        Raises IncorrectLookupParameters if the query has a filter that the list does not have.
        """
        shown = self.model_admin.get_changelist_instance(request).get_queryset(request)
        return self.records().filter(pk__in=shown.order_by().values("pk"))

    def rows(self, records: Any) -> Iterator[list[str | None]]:
        for record in records.iterator(chunk_size=1000):
            yield [column.text(record) for column in self.columns.values()]


def sheet_of(app: str, model: str) -> Sheet | None:
    """The sheet of a model; None if there is no such model or it has no correctable field."""
    try:
        model_admin = admin.site.get_model_admin(apps.get_model(app, model))
    except (LookupError, NotRegistered):
        return None
    sheet = Sheet(model_admin) if isinstance(model_admin, RecordAdmin) else None
    return sheet if sheet and sheet.correctable else None


def fixed_columns(field: "models.Field[Any, Any]") -> Iterator[Column]:
    """The columns of a fixed field: its text, and the names or words of its related record, which identify the row."""
    yield Column(field.name, field_text(field), field)
    if not field.is_relation:
        return
    model = related(field)
    shown = ["name_zh", "name_en"] if issubclass(model, Named) else ["exact"] if model is Quote else []
    for name in shown:
        shown_field: Any = model._meta.get_field(name)
        yield Column(f"{field.name}_{name}", related_text(field.name, name), shown=(field, shown_field))


def related_text(relation: str, name: str) -> Callable[[Any], str | None]:
    return lambda record: getattr(getattr(record, relation), name, None)


def field_text(field: "models.Field[Any, Any]") -> Callable[[Any], str | None]:
    def text(record: Any) -> str | None:
        if field.is_relation:
            return getattr(getattr(record, field.name), CODE, None)
        value = getattr(record, field.attname)
        return "\n".join(map(str, value)) if isinstance(value, list) else text_of(field, value)

    return text
