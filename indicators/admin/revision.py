"""The admin of revisions: what each of them changed, and why."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.changes import changes_of, described
from indicators.admin.display.markup import NOTHING, lines
from indicators.admin.display.read_only import ByValue, ReadOnlyAdmin
from indicators.admin.display.reasons import reason_for_people
from indicators.admin.pages.page import page_url
from indicators.admin.pages.redaction import RedactionPage
from indicators.models import Revision

MAX_CORRECTIONS = 200
"""Corrections that the page of a revision lists; a spreadsheet may make thousands."""


class RevisionList(ChangeList):
    """Reads what the revisions of a page changed, for all of them at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        lines_of = changes_of(self.result_list)
        for revision in self.result_list:
            revision.changes = lines_of.get(revision.pk, NOTHING)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    list_display = ("number", "time", "changes", "reason_text", "kind", "role_name")
    list_filter = ("kind", ("role", ByValue), "time")
    list_per_page = 50
    search_fields = ("number", "role", "reason")
    search_help_text = _("Number, role or reason.")
    ordering = ("-number",)
    fields = ("number", "time", "kind", "role_name", "user", "reason_text", "redacted_in", "corrected_here")
    change_form_template = "admin/indicators/revision/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        return [page_url(self, RedactionPage), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RevisionList

    @admin.display(description=_("what changed"))
    def changes(self, revision: Any) -> SafeString:
        changes: SafeString = revision.changes
        return changes

    @admin.display(description=_("role"), ordering="role")
    def role_name(self, revision: Revision) -> str:
        return gettext(revision.role)

    @admin.display(description=_("reason"), ordering="reason")
    def reason_text(self, revision: Revision) -> str:
        return reason_for_people(revision.reason)

    @admin.display(description=_("corrections"))
    def corrected_here(self, revision: Revision) -> SafeString:
        corrections = revision.corrections.order_by("place")
        found = [described(correction) for correction in corrections[:MAX_CORRECTIONS]]
        if further := corrections.count() - len(found):
            url = f"{reverse('correction-list')}?in_revision={revision.number}"
            text = gettext("And %(count)s more") % {"count": further}
            found.append(format_html('<a href="{}">{}</a>', url, text))
        return lines(found)
