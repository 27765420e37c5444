"""What all admins of published records have in common: they show records and change none."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString

from indicators.admin.markup import chinese, in_passage, name_of

RecordType = TypeVar("RecordType", bound=Model)
LANGUAGES = {"_zh": "in Chinese", "_en": "in English"}


class ReadOnlyAdmin(admin.ModelAdmin[RecordType]):
    """Shows records to staff who may view them; nobody adds, changes or deletes one here."""

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
        """With labels that name the language in words: "Name in Chinese", not "Name zh"."""
        labels = {
            field.name: f"{field.verbose_name[:-3]} {LANGUAGES[field.name[-3:]]}"
            for field in self.opts.fields
            if field.name[-3:] in LANGUAGES
        }
        return super().get_form(request, obj, change, labels=labels, **kwargs)

    @admin.display(description="name", ordering="name_en")
    def name(self, record: Any) -> SafeString:
        return name_of(record)


class EvidencedAdmin(ReadOnlyAdmin[RecordType]):
    """Shows records that have a `quote` with the words of it."""

    @admin.display(description="exact words", ordering="quote__exact")
    def exact_words(self, record: Any) -> SafeString:
        return chinese(record.quote.exact)

    @admin.display(description="evidence")
    def evidence(self, record: Any) -> SafeString:
        return in_passage(record.quote)


class ByName(admin.RelatedOnlyFieldListFilter):
    """Filters by a related record, named in both languages rather than by its code."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[Any]:
        keys = [key for key, _code in super().field_choices(field, request, model_admin)]
        found = field.related_model._default_manager.in_bulk(keys)
        return [(key, f"{found[key].name_zh} {found[key].name_en}") for key in keys]


class ByLastChange(admin.ChoicesFieldListFilter):
    """Filters by the kind of the revision that last changed the record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "last change"


LAST_CHANGE = ("revision__kind", ByLastChange)
