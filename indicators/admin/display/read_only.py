"""The base class of read-only ModelAdmins, and filters of lists."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.help_texts import menu_help
from indicators.admin.display.labels import kind_of, labels_of, record_name
from indicators.checks.names import period_name
from indicators.history.lookup import published

RecordType = TypeVar("RecordType", bound=Model)


class ReadOnlyAdmin(admin.ModelAdmin[RecordType]):
    """Shows records to staff who may view them; they are not added, changed or deleted here."""

    actions = None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """These records have no history of their own: the URL leads to the record."""
        options = self.opts
        return redirect(f"admin:{options.app_label}_{options.model_name}_change", object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: RecordType | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[RecordType]]:
        helps = {field.name: menu_help(field) for field in self.opts.concrete_fields}
        kwargs = {"labels": labels_of(self.model), "help_texts": helps, **kwargs}
        return super().get_form(request, obj, change, **kwargs)


class ByName(admin.RelatedOnlyFieldListFilter):
    """Filters by a related record, by its name rather than its code."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[Any]:
        keys = [key for key, _code in super().field_choices(field, request, model_admin)]
        records = field.related_model._default_manager.in_bulk(keys)
        return [(key, record_name(records[key])) for key in keys]


class ByValue(admin.AllValuesFieldListFilter):
    """Filters by a text, shown as `shown` gives it."""

    @staticmethod
    def shown(text: str) -> str:
        return gettext(text)

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": self.shown(str(choice["display"]))}


class ByPeriod(ByValue):
    """Filters by a period: until 2019 rather than ../2019."""

    @staticmethod
    def shown(text: str) -> str:
        return period_name(text)


class ByKind(ByValue):
    """Filters by a kind of records."""

    @staticmethod
    def shown(text: str) -> str:
        return kind_of(published()[text]) if text in published() else text


class ByLastChange(admin.ChoicesFieldListFilter):
    """Filters by the kind of the revision that last changed the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("last change")


LAST_CHANGE = ("revision__kind", ByLastChange)
