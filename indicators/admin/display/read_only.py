"""The base class of read-only ModelAdmins, and filters of lists."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import labels_of, record_name

RecordType = TypeVar("RecordType", bound=Model)


class ReadOnlyAdmin(admin.ModelAdmin[RecordType]):
    """Shows records to staff who may view them; they are not added, changed or deleted here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: RecordType | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[RecordType]]:
        return super().get_form(request, obj, change, labels=labels_of(self.model), **kwargs)


class ByName(admin.RelatedOnlyFieldListFilter):
    """Filters by a related record, by its name rather than its code."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[Any]:
        keys = [key for key, _code in super().field_choices(field, request, model_admin)]
        records = field.related_model._default_manager.in_bulk(keys)
        return [(key, record_name(records[key])) for key in keys]


class ByLastChange(admin.ChoicesFieldListFilter):
    """Filters by the kind of the revision that last changed the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("last change")


LAST_CHANGE = ("revision__kind", ByLastChange)
