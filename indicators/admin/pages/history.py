"""The history of a record: every version with its differences, and the way back to an earlier one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from indicators.admin.display.differences import Difference, differences_of
from indicators.admin.forms.record_forms import ReasonForm
from indicators.admin.forms.staleness import refuse_stale
from indicators.admin.pages.record_page import Pages, Proposal, RecordType
from indicators.checks.errors import raise_errors
from indicators.checks.warnings import record_warnings
from indicators.history.changeset import Changeset
from indicators.history.text_values import code_of
from indicators.models import Revision


class Entry(NamedTuple):
    """A version as the history shows it."""

    version: Any
    differences: list[Difference]
    first: bool
    standing: bool
    reinstated: bool


class HistoryPages(Pages[RecordType]):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(self.revert_view)
        return [path("<path:object_id>/history/<int:number>/revert/", view, name=name), *super().get_urls()]

    def versions(self, object_id: str) -> Any:
        """The versions of a record, first to last; a 404 where there is none."""
        key = unquote(object_id)
        found = self.model.history.filter(id=int(key)) if key.isdecimal() and len(key) < 19 else None
        if not found:
            raise Http404
        return found.select_related("revision_from").order_by("revision_from")

    def gone(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A withdrawn record leads to its history; one that never was, to the index."""
        try:
            self.versions(object_id)
        except Http404:
            self.message_user(request, _("There is no such record."), level="warning")
            return HttpResponseRedirect(self.address("changelist"))
        self.message_user(request, _("The record is withdrawn. Nothing was changed."), level="warning")
        return HttpResponseRedirect(self.address("history", object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        versions = list(self.versions(object_id))
        latest = versions[-1]
        published: Any = self.model._default_manager
        replaced = self.model.history.filter(replaced_by=version_name(latest))
        context = self.page_context(request, self.get_object(request, unquote(object_id)), _("History of %(kind)s"))
        context |= {
            "subtitle": version_name(latest),
            "entries": list(entries(self.model, versions))[::-1],
            "latest": latest,
            "replaced": replaced,
            "replacing": published.filter(code=latest.replaced_by) if latest.replaced_by else [],
            "may_change": self.has_change_permission(request),
        }
        return TemplateResponse(request, "indicators/admin/history.html", context)

    def revert_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        with locked(request):
            return self.revert(request, object_id, number)

    def revert(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.gone(request, object_id)
        versions = list(self.versions(object_id))
        earlier = next((one for one in versions if one.revision_from_id == number and not one.withdrawn), None)
        if earlier is None:
            raise Http404
        standing = versions[-1]
        for field in self.model.content_fields().values():
            setattr(record, field.attname, getattr(earlier, field.attname))

        def write(changeset: Changeset) -> list[str]:
            refuse_stale(standing, form.cleaned_data["seen"])
            if not changeset.save(record):
                raise ValidationError(_("The record already says what it said then: there is nothing to revert."))
            raise_errors(record)
            return record_warnings(record)

        def shown() -> list[Difference]:
            return differences_of(self.model, standing, record)

        def again() -> HttpResponse:
            return self.reason_page(request, form, record, title, shown())

        title = _("Revert %(kind)s to an earlier version")
        form = ReasonForm(request.POST or None, initial={"seen": standing.revision_from_id})
        if request.method != "POST":
            return again()
        return self.proposed(request, Proposal(form, Revision.Kind.REVERT, write, shown, again, title), lambda: record)

    def reason_page(
        self, request: HttpRequest, form: Any, record: Any, title: str, shown: list[Difference], **more: Any
    ) -> HttpResponse:
        """A page that asks for the reason of what changes a record as a whole."""
        context = self.page_context(request, record, title, form=form, differences=shown, **more)
        return TemplateResponse(request, "indicators/admin/reason.html", context)


@contextmanager
def locked(request: HttpRequest) -> Iterator[None]:
    """Let nobody else write between what is read and what is written."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        Revision.objects.lock()
        yield


def version_name(version: Any) -> str:
    """The code of the record; of a link, those of both, which may be withdrawn."""
    model = version.instance_type
    if hasattr(version, "code"):
        return str(version.code)
    fields = model.content_fields()
    links = [name for name, field in fields.items() if field.is_relation]
    return " – ".join(code_of(fields[name], getattr(version, fields[name].attname)) for name in links)


def entries(model: Any, versions: list[Any]) -> Iterator[Entry]:
    """Each version with what it says otherwise than the one before."""
    before = None
    for version in versions:
        changed: list[Difference] = differences_of(model, before, version) if before else []
        back = bool(before and before.withdrawn and not version.withdrawn)
        yield Entry(version, changed, before is None, version.revision_to_id is None, back)
        before = version
