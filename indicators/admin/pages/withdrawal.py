"""Withdrawing in place of deleting, what was withdrawn, and reinstating it."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from indicators.admin.forms.record_forms import ReasonForm
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.pages.history import HistoryPages, locked, version_name
from indicators.admin.pages.record_page import Proposal, RecordType
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.models import Revision


class WithdrawalPages(HistoryPages[RecordType]):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("withdrawn/", view(self.withdrawn_view), name=f"{name}_withdrawn"),
            path("<path:object_id>/withdraw/", view(self.withdraw_view), name=f"{name}_withdraw"),
            path("<path:object_id>/reinstate/", view(self.reinstate_view), name=f"{name}_reinstate"),
            *super().get_urls(),
        ]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nothing is deleted: the address leads to the withdrawal."""
        if not self.may_withdraw(request):
            raise PermissionDenied
        return HttpResponseRedirect(self.address("withdraw", object_id))

    def withdrawn_view(self, request: HttpRequest) -> HttpResponse:
        """The withdrawn records, the last first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        found = self.model.history.current().filter(withdrawn=True).select_related("revision_from")
        page = Paginator(found.order_by("-revision_from", "id"), 100).get_page(request.GET.get("p"))
        rows = [(version, version_name(version)) for version in page]
        context = self.page_context(request, None, _("Withdrawn records: %(kind)s"), rows=rows, page=page)
        return TemplateResponse(request, "indicators/admin/withdrawn.html", context)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.may_withdraw(request):
            raise PermissionDenied
        with locked(request):
            return self.withdraw(request, object_id)

    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.gone(request, object_id)
        standing = self.versions(object_id).get(revision_to=None)

        def write(changeset: Changeset) -> list[str]:
            refuse_stale(standing, form.cleaned_data["seen"])
            changeset.withdraw(record)
            record.pk = standing.id  # it is named afterwards
            return []

        def again() -> HttpResponse:
            explained = _("It is no longer published; its history stays, and it can be reinstated.")
            record.pk = standing.id
            return self.reason_page(request, form, record, title, [], explained=explained)

        title = _("Withdraw %(kind)s")
        form = ReasonForm(request.POST or None, initial={"seen": standing.revision_from_id})
        if request.method != "POST":
            return again()
        proposal = Proposal(form, Revision.Kind.WITHDRAWAL, write, list, again, title, then="history")
        return self.proposed(request, proposal, lambda: record)

    def reinstate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.may_withdraw(request):
            raise PermissionDenied
        with locked(request):
            return self.reinstate(request, object_id)

    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        version = self.versions(object_id).get(revision_to=None)
        if not version.withdrawn:
            return HttpResponseRedirect(self.address("history", object_id))
        published: list[Any] = []

        def write(changeset: Changeset) -> list[str]:
            refuse_stale(version, form.cleaned_data["seen"])
            published.append(changeset.reinstate(version))
            raise_errors(published[0])
            return record_warnings(published[0])

        def again() -> HttpResponse:
            explained = _("It is published again as it was.")
            name = version_name(version)
            return self.reason_page(request, form, None, title, [], explained=explained, subtitle=name)

        title = _("Reinstate %(kind)s")
        form = ReasonForm(request.POST or None, initial={"seen": version.revision_from_id})
        if request.method != "POST":
            return again()
        proposal = Proposal(form, Revision.Kind.REVERT, write, list, again, title)
        return self.proposed(request, proposal, lambda: published[0])
