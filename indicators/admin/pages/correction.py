"""The page that corrects a record: it refuses, previews and publishes what was entered."""

from typing import Any

from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from indicators.admin.display.differences import differences_of, only_white_space
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.pages.history import locked
from indicators.admin.pages.record_page import Proposal, RecordType
from indicators.admin.pages.withdrawal import WithdrawalPages
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Revision


class CorrectionPages(WithdrawalPages[RecordType]):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        if request.method == "POST":
            with locked(request):
                return self.correct(request, object_id)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.gone(request, object_id)
        if not self.has_change_permission(request, record):
            return super().changeform_view(request, object_id, form_url, extra_context)
        form = self.get_form(request, record, change=True)(instance=record, initial={"seen": record.revision_id})
        return self.form_page(request, form, record, _("Correct %(kind)s"))

    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.gone(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        before = self.model.history.current().get(id=record.pk)
        form = self.get_form(request, record, change=True)(request.POST, instance=record)

        def write(changeset: Changeset) -> list[str]:
            refuse_stale(before, form.cleaned_data["seen"])
            if only_white_space(self.model, before, record):
                raise ValidationError(_("Nothing is changed, or only white space: there is nothing to save."))
            changeset.save(record)
            raise_errors(record)
            return record_warnings(record)

        def again() -> HttpResponse:
            form.instance = self.get_queryset(request).get(pk=record.pk)  # beside the entries stands what is published
            return self.form_page(request, form, form.instance, title)

        title = _("Correct %(kind)s")
        kind, shown = Revision.Kind.CORRECTION, lambda: differences_of(self.model, before, record)
        return self.proposed(request, Proposal(form, kind, write, shown, again, title), lambda: record)

    def form_page(
        self, request: HttpRequest, form: Any, record: RecordType | None, title: str, fieldsets: Any = None, **more: Any
    ) -> HttpResponse:
        """The form in the parts that are given, or else in those that correct a record."""
        fixed = [] if fieldsets else self.get_readonly_fields(request, record)
        fieldsets = fieldsets or self.get_fieldsets(request, record)
        page = helpers.AdminForm(form, list(fieldsets), {}, fixed, model_admin=self)
        context = self.page_context(request, record, title, **more)
        context |= {
            "adminform": page,
            "media": self.media + page.media,
            "errors": helpers.AdminErrorList(form, []),
            "inline_admin_formsets": [],
            "object_id": record.pk if record else None,
            "is_popup": False,
            "to_field": None,
            "preserved_filters": self.get_preserved_filters(request),
        }
        return self.render_change_form(request, context, add=record is None, change=record is not None, obj=record)
