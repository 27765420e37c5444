"""The admin of published records: each is shown beside its evidence, and corrected with a reason."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import help_of, labels_of
from indicators.admin.display.markup import chinese, in_passage, name_of
from indicators.admin.forms.fields import edited
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.pages.correction import CorrectionPages
from indicators.admin.pages.record_page import RecordType
from indicators.models import Document, Passage, Quote, Record

EVIDENCE = (Document, Passage, Quote)


class RecordAdmin(CorrectionPages[RecordType]):
    """Corrects what a record says. Its code, its identity and its evidence stay: a wrong one is withdrawn."""

    actions = None
    form: Any = RecordForm
    change_form_template = "indicators/admin/record_form.html"
    change_list_template = "indicators/admin/record_list.html"
    fixed: ClassVar[Sequence[str]] = ()
    """Names of the fields that are not corrected, besides codes and evidence."""
    edited_as: ClassVar[dict[str, Sequence[str]]] = {}
    """The fields that stand in the form in place of a column that only shows them."""

    class Media:
        css = {"all": ["indicators/admin.css"]}

    @classmethod
    def correctable(cls, model: type[Record]) -> list[str]:
        """Names of the fields that a correction changes."""
        fields = model.content_fields()
        kept = {"code", *cls.fixed, *(name for name, field in fields.items() if field.related_model in EVIDENCE)}
        return [name for name in fields if name not in kept]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return bool(self.correctable(self.model)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        """Nothing is deleted; see `may_withdraw`."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: RecordType | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return fieldsets
        in_form = [(title, {**rest, "fields": self.in_form(rest["fields"])}) for title, rest in fieldsets]
        return [*in_form, (_("Reason"), {"fields": ("reason", "seen")})]

    def in_form(self, names: Any) -> tuple[str, ...]:
        return tuple(one for name in names for one in self.edited_as.get(name, (name,)))

    def get_fields(self, request: HttpRequest, obj: RecordType | None = None) -> Any:
        return self.fields or super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: RecordType | None = None) -> list[str]:
        entered = {*self.correctable(self.model), "reason", "seen"}
        return [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if name not in entered]

    def get_form(self, request: HttpRequest, obj: RecordType | None = None, change: bool = False, **kwargs: Any) -> Any:
        helps = {field.name: help_of(field) for field in self.opts.concrete_fields}
        kwargs = {"labels": labels_of(self.model), "help_texts": helps, **kwargs}
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        return edited(db_field)

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, record: Any) -> SafeString:
        return name_of(record)


class EvidencedAdmin(RecordAdmin[RecordType]):
    """Shows records that have a `quote` with the words of it."""

    @admin.display(description=_("exact words"), ordering="quote__exact")
    def exact_words(self, record: Any) -> SafeString:
        return chinese(record.quote.exact)

    @admin.display(description=_("evidence"))
    def evidence(self, record: Any) -> SafeString:
        return in_passage(record.quote)
