"""The columns of the sheet in which the records of a model are corrected."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.db import models

from indicators.admin.pages.record_admin import RecordAdmin
from indicators.history.text_values import related, text_of
from indicators.models import Quote, Record
from indicators.models.record import Named

CODE, REVISION = "code", "revision"


class Column(NamedTuple):
    """A column by its name, what it says of a record, and the field that it corrects, if any."""

    name: str
    text: Callable[[Any], str | None]
    field: "models.Field[Any, Any] | None" = None
    correctable: bool = False


class Sheet:
    """The sheet of one model. Cells are text: of a relation the code, of a list an item a line."""

    def __init__(self, model_admin: RecordAdmin[Any]) -> None:
        self.model: type[Record] = model_admin.model
        correctable = set(model_admin.correctable(self.model))
        fields = [field for name, field in self.model.content_fields().items() if name != CODE]
        fixed = [column for field in fields if field.name not in correctable for column in context(field)]
        open_to_correction = [
            Column(field.name, cell_of(field), field, True) for field in fields if field.name in correctable
        ]
        key = [
            Column(CODE, lambda record: record.record_code),
            Column(REVISION, lambda record: str(record.revision_id)),
        ]
        self.columns = {column.name: column for column in [*key, *fixed, *open_to_correction]}

    @property
    def correctable(self) -> list[Column]:
        return [column for column in self.columns.values() if column.correctable]

    def records(self) -> Any:
        """All records that stand, in the order of their codes, with what their rows refer to."""
        relations = [name for name, field in self.model.content_fields().items() if field.is_relation]
        return self.model._default_manager.select_related(*relations).order_by(*self.model.natural_key_fields)

    def rows(self) -> Iterator[list[str | None]]:
        for record in self.records().iterator(chunk_size=1000):
            yield [column.text(record) for column in self.columns.values()]


def sheet_of(app: str, model: str) -> Sheet | None:
    """The sheet of a model; None where there is no such model, or nothing in it to correct."""
    for registered, model_admin in admin.site._registry.items():
        if (registered._meta.app_label, registered._meta.model_name) == (app, model):
            sheet = Sheet(model_admin) if isinstance(model_admin, RecordAdmin) else None
            return sheet if sheet and sheet.correctable else None
    return None


def context(field: "models.Field[Any, Any]") -> Iterator[Column]:
    """What is not corrected, and the names or words of what it refers to, so that a person knows the row."""
    yield Column(field.name, cell_of(field), field)
    if not field.is_relation:
        return
    model = related(field)
    shown = ["name_zh", "name_en"] if issubclass(model, Named) else ["exact"] if model is Quote else []
    for name in shown:
        yield Column(f"{field.name}_{name}", attribute(field.name, name))


def attribute(relation: str, name: str) -> Callable[[Any], str | None]:
    return lambda record: getattr(getattr(record, relation), name, None)


def cell_of(field: "models.Field[Any, Any]") -> Callable[[Any], str | None]:
    def text(record: Any) -> str | None:
        if field.is_relation:
            return getattr(getattr(record, field.name), CODE, None)
        value = getattr(record, field.attname)
        return "\n".join(map(str, value)) if isinstance(value, list) else text_of(field, value)

    return text
