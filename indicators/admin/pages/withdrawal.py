"""The pages that withdraw a record, list the withdrawn records, and reinstate one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy

from indicators.admin.display.labels import name_of_version, record_of
from indicators.admin.display.markup import NOTHING
from indicators.admin.display.mention import record_link
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.forms.used_numerals import refuse_used_numerals
from indicators.admin.pages.form_page import FormPage
from indicators.admin.pages.page import Page
from indicators.admin.pages.versions import version_name, versions_of
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Revision

PAGE_ROWS = 100


class WithdrawnPage(Page):
    """The withdrawn records, the most recently withdrawn first."""

    name = "withdrawn"
    route = "withdrawn/"

    def has_permission(self) -> bool:
        return self.model_admin.has_view_or_change_permission(self.request)

    def respond(self) -> HttpResponse:
        versions = self.model.history.current().filter(withdrawn=True).select_related("revision_from")
        page = Paginator(versions.order_by("-revision_from", "id"), PAGE_ROWS).get_page(self.request.GET.get("p"))
        rows = [
            (version, name_of_version(version), version_name(version), self.replaced_by(version)) for version in page
        ]
        context = self.record_context(None, gettext("Withdrawn records: %(kind)s"), rows=rows, page=page)
        return TemplateResponse(self.request, "indicators/admin/withdrawn.html", context)

    def replaced_by(self, version: Any) -> str:
        return record_link(self.model.record_type(), version.replaced_by) if version.replaced_by else NOTHING


class WithdrawalPage(FormPage):
    name = "withdraw"
    route = "<path:object_id>/withdraw/"
    title = gettext_lazy("Withdraw %(kind)s")
    revision_kind = Revision.Kind.WITHDRAWAL
    explanation = gettext_lazy("It is no longer published; its history stays, and it can be reinstated.")
    next_page = "history"
    undone_by = "reinstate"

    def has_permission(self) -> bool:
        return self.may_withdraw()

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        try:
            changeset.withdraw(self.record)
        finally:
            self.record.pk = self.current.id  # Django clears the key of a deleted record; links need it
        return []


class ReinstatementPage(FormPage):
    name = "reinstate"
    route = "<path:object_id>/reinstate/"
    title = gettext_lazy("Reinstate %(kind)s")
    revision_kind = Revision.Kind.REINSTATEMENT
    explanation = gettext_lazy("It is published again as it was.")
    undone_by = "withdraw"

    def has_permission(self) -> bool:
        return self.may_withdraw()

    def load(self) -> HttpResponse | None:
        """A withdrawn record has only versions; a published one is redirected to its history."""
        self.current = versions_of(self.model, self.object_id).get(revision_to=None)
        return None if self.current.withdrawn else HttpResponseRedirect(self.address("history", self.object_id))

    def write(self, changeset: Changeset) -> list[str]:
        refuse_stale(self.current, self.form.cleaned_data["seen"])
        self.record = changeset.reinstate(self.current)
        raise_errors(self.record)
        refuse_used_numerals(self.record)
        return record_warnings(self.record)

    def show_form(self) -> HttpResponse:
        self.record = None  # a failed attempt may have set it, and the record is not published
        return super().show_form()

    def subtitle(self) -> str:
        return name_of_version(self.current)

    def shown_record(self) -> Any:
        return record_of(self.current)
