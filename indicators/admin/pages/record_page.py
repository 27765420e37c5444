"""What the pages on one record have in common: the form again, a preview, or what was published."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.admin.display.differences import Difference
from indicators.admin.display.labels import kind_of
from indicators.admin.display.markup import page_of
from indicators.admin.pages.publishing import BACK, CONFIRMED, PREVIEWED, WARNINGS_CONFIRMED, fingerprint, publish
from indicators.history.changeset import Changeset
from indicators.models import Record

RecordType = TypeVar("RecordType", bound=Record)
NOT_KEPT = {"csrfmiddlewaretoken", CONFIRMED, WARNINGS_CONFIRMED, PREVIEWED, BACK}
"""What a preview does not carry on to the next post."""


class Proposal(NamedTuple):
    """What somebody wants to publish: how it is written, what it changes, and how it is asked for again."""

    form: Any
    kind: str
    write: Callable[[Changeset], list[str]]
    shown: Callable[[], list[Difference]]
    again: Callable[[], HttpResponse]
    title: str
    then: str = "change"
    """The page that is shown when it is published."""
    fresh: bool = False
    """Whether it is of a record that has no page of its own yet."""


class Pages(admin.ModelAdmin[RecordType]):
    def may_withdraw(self, request: HttpRequest) -> bool:
        """Django's right to delete is here the right to withdraw, and to reinstate."""
        return super().has_delete_permission(request)

    def address(self, page: str, *args: object) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def page_context(self, request: HttpRequest, record: Any, title: str, **more: Any) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": title % {"kind": kind_of(self.model)},
            "subtitle": str(record) if record else None,
            "opts": self.opts,
            "original": record,
            "media": self.media,
            "may_withdraw": self.may_withdraw(request),
            **more,
        }

    def proposed(self, request: HttpRequest, proposal: Proposal, record: Callable[[], Any]) -> HttpResponse:
        """The form again, the preview, or the page of what was published."""
        form = proposal.form
        if BACK in request.POST or not form.is_valid():
            return proposal.again()
        outcome = publish(request, form, self.model, proposal.kind, proposal.write)
        if outcome is None:
            return proposal.again()
        if outcome.revision is None:
            return self.preview(request, proposal, record(), outcome.warnings)
        message = _("Published in revision %(number)s.") % {"number": outcome.revision.number}
        self.log_change(request, record(), message)
        self.message_user(request, message)
        return HttpResponseRedirect(page_of(record(), proposal.then))

    def preview(self, request: HttpRequest, proposal: Proposal, record: Any, warnings: list[str]) -> HttpResponse:
        kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
        context = self.page_context(request, None if proposal.fresh else record, _("Check before it is published"))
        context |= {
            "subtitle": str(record),
            "what": proposal.title % {"kind": kind_of(self.model)},
            "differences": proposal.shown(),
            "reason": proposal.form.cleaned_data["reason"],
            "warnings": warnings,
            "fingerprint": fingerprint(warnings),
            "unticked": PREVIEWED in request.POST,
            "kept": kept,
        }
        return TemplateResponse(request, "indicators/admin/preview.html", context)
