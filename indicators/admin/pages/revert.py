"""The page that reverts a record to an earlier version."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.forms.used_numerals import refuse_used_numerals
from indicators.admin.pages.form_page import FormPage
from indicators.admin.pages.versions import versions_of
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Revision


class RevertPage(FormPage):
    name = "revert"
    route = "<path:object_id>/history/<int:number>/revert/"
    title = gettext_lazy("Revert %(kind)s to an earlier version")
    revision_kind = Revision.Kind.REVERT

    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str, number: int) -> None:
        super().__init__(model_admin, request, object_id)
        self.number = number

    def has_permission(self) -> bool:
        return self.model_admin.has_change_permission(self.request)

    def load(self) -> HttpResponse | None:
        """Copies the values of the earlier version to the record; raises Http404 if there is no such version."""
        redirect = super().load()
        if redirect is not None:
            return redirect
        versions = versions_of(self.model, self.object_id).filter(withdrawn=False)
        earlier = next((version for version in versions if version.revision_from_id == self.number), None)
        if earlier is None:
            raise Http404
        for field in self.model.content_fields().values():
            setattr(self.record, field.attname, getattr(earlier, field.attname))
        self.record.derive()
        return None

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        if not changeset.save(self.record):
            raise ValidationError(gettext("The record already says what it said then: there is nothing to revert."))
        raise_errors(self.record)
        if getattr(self.record, "quote_id", None) != getattr(self.current, "quote_id", None):
            refuse_used_numerals(self.record)
        return record_warnings(self.record)

    def differences(self) -> list[Difference]:
        return differences_of(self.model, self.current, self.record)
