"""The admin of published records: each is shown beside its evidence, and corrected with a reason."""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import REPORT_ORDER, shown
from indicators.admin.display.help_texts import menu_help
from indicators.admin.display.labels import EVIDENCE, labels_of, record_name
from indicators.admin.display.markup import chinese, in_passage, with_code
from indicators.admin.forms.fields import form_field
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.pages.correction import CorrectionPage
from indicators.admin.pages.history import HistoryPage
from indicators.admin.pages.page import Page, page_urls
from indicators.admin.pages.revert import RevertPage
from indicators.admin.pages.withdrawal import ReinstatementPage, WithdrawalPage, WithdrawnPage
from indicators.models import Record

RecordType = TypeVar("RecordType", bound=Record)


MAX_LOGGED_CHARS = 200
"""The size of the column in which Django keeps the name."""


class RecordAdmin(admin.ModelAdmin[RecordType]):
    """Corrects what a record says. Its code, its identity and its evidence stay: a wrong one is withdrawn."""

    actions = None
    form: Any = RecordForm
    change_form_template = "indicators/admin/record_form.html"
    change_list_template = "indicators/admin/record_list.html"
    fixed: ClassVar[Sequence[str]] = ()
    """Names of the fields that are not corrected, besides codes and evidence."""
    edited_as: ClassVar[dict[str, Sequence[str]]] = {}
    """For a column that only shows values: the fields that take its place in the form."""
    pages: ClassVar[Sequence[type[Page]]] = (WithdrawnPage, WithdrawalPage, ReinstatementPage, RevertPage)
    """The pages that have a URL of their own, besides those of Django's ModelAdmin."""

    def get_urls(self) -> list[URLPattern]:
        return [*page_urls(self, self.pages), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        if request.method != "POST":
            record = self.get_object(request, unquote(object_id))
            if record is not None and not self.has_change_permission(request, record):
                return super().changeform_view(request, object_id, form_url, extra_context)
        return CorrectionPage(self, request, object_id).response()

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nothing is deleted: the URL leads to the withdrawal."""
        page = WithdrawalPage(self, request, object_id)
        if not page.has_permission():
            raise PermissionDenied
        return HttpResponseRedirect(page.address(WithdrawalPage.name, object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HistoryPage(self, request, object_id).response()

    @classmethod
    def correctable(cls, model: type[Record]) -> list[str]:
        """Names of the fields that a correction changes."""
        fields = model.content_fields()
        fixed = {"code", *cls.fixed, *(name for name, field in fields.items() if field.related_model in EVIDENCE)}
        return [name for name in fields if name not in fixed]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        return bool(self.correctable(self.model)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        """Nothing is deleted; records are withdrawn."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: RecordType | None = None) -> Any:
        """The reason follows the first fieldset, which holds what is corrected most; the others are folded."""
        fieldsets = super().get_fieldsets(request, obj)
        entered: set[str] = set()
        if self.has_change_permission(request, obj):
            entered.update(self.correctable(self.model))
        first, *folded = [
            (title, {**rest, "fields": self.in_form(rest["fields"], entered)}) for title, rest in fieldsets
        ]
        reason = [(None, {"fields": ("reason", "seen")})] if entered else []
        return [first, *reason, *folded]

    def in_form(self, names: Any, entered: set[str]) -> tuple[Any, ...]:
        """The fields of a fieldset: those that are entered by name, and others as the page shows them."""
        fields = [field for name in names for field in (self.edited_as.get(name, (name,)) if entered else (name,))]
        return tuple(field if field in entered else shown(self.model, field) for field in fields)

    def get_fields(self, request: HttpRequest, obj: RecordType | None = None) -> Any:
        return self.fields or super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: RecordType | None = None) -> list[Any]:
        entered = {*self.correctable(self.model), "reason", "seen"}
        return [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if name not in entered]

    def get_form(self, request: HttpRequest, obj: RecordType | None = None, change: bool = False, **kwargs: Any) -> Any:
        helps = {field.name: menu_help(field) for field in self.opts.concrete_fields}
        kwargs = {"labels": labels_of(self.model), "help_texts": helps, **kwargs}
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        return form_field(db_field)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: RecordType | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"subtitle": record_name(obj), "code": obj.record_code}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """The entry names the record as the page does."""
        log_entry = super().log_change(request, obj, message)
        log_entry.object_repr = Truncator(record_name(obj)).chars(MAX_LOGGED_CHARS)
        log_entry.save(update_fields=["object_repr"])
        return log_entry

    @admin.display(description=_("name"))
    def named(self, record: Any) -> SafeString:
        return with_code(record_name(record), record.record_code)


class EvidencedAdmin(RecordAdmin[RecordType]):
    """Shows records that have a `quote` with the words of it, in the order of the report."""

    ordering = REPORT_ORDER

    @admin.display(description=_("exact words"), ordering="quote__exact")
    def exact_words(self, record: Any) -> SafeString:
        return chinese(record.quote.exact)

    @admin.display(description=_("evidence"))
    def evidence(self, record: Any) -> SafeString:
        return in_passage(record.quote)
