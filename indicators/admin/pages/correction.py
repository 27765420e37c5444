"""The page that corrects a record."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy

from indicators.admin.display.differences import Difference, differences_of, only_white_space
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.pages.change_form import change_form_response
from indicators.admin.pages.form_page import FormPage
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset


class CorrectionPage(FormPage):
    title = gettext_lazy("Correct %(kind)s")

    def has_permission(self) -> bool:
        return True  # depends on the record: see `load`

    def load(self) -> HttpResponse | None:
        self.record = self.model_admin.get_object(self.request, unquote(self.object_id))
        if self.record is None:
            return self.redirect_from_missing()
        if not self.model_admin.has_change_permission(self.request, self.record):
            raise PermissionDenied
        self.current = self.model.history.current().get(id=self.record.pk)
        return None

    def make_form(self) -> Any:
        form_class: Any = self.model_admin.get_form(self.request, self.record, change=True)
        data = self.request.POST if self.request.method == "POST" else None
        return form_class(data, instance=self.record, initial={"seen": self.record.revision_id})

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        if only_white_space(self.model, self.current, self.record):
            raise ValidationError(gettext("Nothing is changed, or only white space: there is nothing to save."))
        changeset.save(self.record)
        raise_errors(self.record)
        return record_warnings(self.record)

    def differences(self) -> list[Difference]:
        return differences_of(self.model, self.current, self.record)

    def show_form(self) -> HttpResponse:
        """Beside the entered values, the page shows the published ones."""
        if self.request.method == "POST":
            self.form.instance = self.model_admin.get_queryset(self.request).get(pk=self.record.pk)
        fieldsets = self.model_admin.get_fieldsets(self.request, self.form.instance)
        fixed = self.model_admin.get_readonly_fields(self.request, self.form.instance)
        return change_form_response(self, self.form.instance, fieldsets, fixed)
