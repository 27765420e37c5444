"""The base class of the pages that change a record: GET shows a form; POST validates, previews and publishes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from indicators.admin.display.differences import Difference
from indicators.admin.display.labels import kind_of, record_name
from indicators.admin.display.markup import page_of
from indicators.admin.display.summary import record_summary
from indicators.admin.forms.record_forms import ReasonForm
from indicators.admin.pages.page import Page
from indicators.admin.pages.publishing import BACK, CONFIRMED, PREVIEWED, WARNINGS_CONFIRMED, fingerprint, publish
from indicators.admin.pages.versions import version_name, versions_of
from indicators.history.changeset import Changeset
from indicators.models import Revision

NOT_REPEATED = {"csrfmiddlewaretoken", CONFIRMED, WARNINGS_CONFIRMED, PREVIEWED, BACK}
"""Names of posted values that the preview does not post again."""


class FormPage(Page):
    """A subclass declares what it loads and writes; `respond` is the same for all of them.

    Unless `make_form` and `show_form` say otherwise, the form has one field, the reason.
    """

    title: ClassVar[Any]
    """Translated when it is shown; contains %(kind)s."""
    revision_kind: ClassVar[str] = Revision.Kind.CORRECTION
    explanation: ClassVar[Any] = ""
    next_page: ClassVar[str] = "change"
    """The page on the record to which a published change leads."""
    adds_record: ClassVar[bool] = False

    form: Any
    record: Any = None
    """The record that `write` saves; the preview and the redirect name it."""
    current: Any = None
    """The current version of the record, which the form and the differences start from."""

    def __init__(self, model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str = "") -> None:
        super().__init__(model_admin, request)
        self.object_id = object_id

    def load(self) -> HttpResponse | None:
        """Read the record and its current version; a redirect if there is no such record."""
        self.record = self.model_admin.get_object(self.request, unquote(self.object_id))
        if self.record is None:
            return self.redirect_from_missing()
        self.current = versions_of(self.model, self.object_id).get(revision_to=None)
        return None

    def make_form(self) -> Any:
        return ReasonForm(self.request.POST or None, initial={"seen": self.current.revision_from_id})

    def write(self, changeset: Changeset) -> list[str]:
        """Write the change; returns the warnings. Raises ValidationError for what cannot be published."""
        raise NotImplementedError

    def differences(self) -> list[Difference]:
        """The rows of the preview, once `write` has run."""
        return []

    def subtitle(self) -> str:
        return record_name(self.record)

    def shown_record(self) -> Any:
        """The record whose value and sentence the page shows beside the reason."""
        return self.record

    def show_form(self) -> HttpResponse:
        context = self.record_context(self.record, self.title, subtitle=self.subtitle(), form=self.form)
        context |= {
            "differences": self.differences(),
            "explained": self.explanation,
            "code": version_name(self.current),
            "summary": record_summary(self.shown_record()),
        }
        return TemplateResponse(self.request, "indicators/admin/reason.html", context)

    def respond(self) -> HttpResponse:
        with locked(self.request):
            redirect = self.load()
            return self.show_or_publish() if redirect is None else redirect

    def show_or_publish(self) -> HttpResponse:
        self.form = self.make_form()
        if self.request.method != "POST" or BACK in self.request.POST or not self.form.is_valid():
            return self.show_form()
        outcome = publish(self.request, self.form, self.model, self.revision_kind, self.write)
        if outcome is None:
            return self.show_form()
        if outcome.revision is None:
            return self.preview(outcome.warnings)
        message = gettext("Published in revision %(number)s.") % {"number": outcome.revision.number}
        self.model_admin.log_change(self.request, self.record, message)
        self.model_admin.message_user(self.request, message)
        return HttpResponseRedirect(page_of(self.record, self.next_page))

    def preview(self, warnings: list[str]) -> HttpResponse:
        title = gettext("Check before it is published")
        posted = self.request.POST.lists()
        context = self.record_context(None if self.adds_record else self.record, title)
        context |= {
            "subtitle": record_name(self.record),
            "code": self.record.record_code,
            "what": self.title % {"kind": kind_of(self.model)},
            "summary": record_summary(self.record),
            "differences": self.differences(),
            "reason": self.form.cleaned_data["reason"],
            "warnings": warnings,
            "fingerprint": fingerprint(warnings),
            "unticked": PREVIEWED in self.request.POST,
            "kept": [(name, value) for name, values in posted if name not in NOT_REPEATED for value in values],
        }
        return TemplateResponse(self.request, "indicators/admin/preview.html", context)

    def redirect_from_missing(self) -> HttpResponse:
        """To the history of a withdrawn record; to the list if the record never existed."""
        try:
            versions_of(self.model, self.object_id)
        except Http404:
            self.model_admin.message_user(self.request, gettext("There is no such record."), level=messages.WARNING)
            return HttpResponseRedirect(self.address("changelist"))
        message = gettext("The record is withdrawn. Nothing was changed.")
        self.model_admin.message_user(self.request, message, level=messages.WARNING)
        return HttpResponseRedirect(self.address("history", self.object_id))


@contextmanager
def locked(request: HttpRequest) -> Iterator[None]:
    """During a POST, no other transaction writes records between what the page reads and what it writes."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        Revision.objects.lock()
        yield
