"""The admin of revisions: what each of them changed, and why."""

from django.contrib import admin
from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.markup import lines
from indicators.admin.display.mention import described
from indicators.admin.display.read_only import ReadOnlyAdmin
from indicators.admin.display.reasons import reason_for_people
from indicators.admin.pages.page import page_url
from indicators.admin.pages.redaction import RedactionPage
from indicators.models import Revision


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    list_display = ("number", "time", "kind", "role", "reason_text")
    list_filter = ("kind", "role", "time")
    search_fields = ("number", "role", "reason")
    search_help_text = _("Number, role or reason.")
    ordering = ("-number",)
    fields = ("number", "time", "kind", "role", "user", "reason_text", "redacted_in", "corrected_here")
    change_form_template = "admin/indicators/revision/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        return [page_url(self, RedactionPage), *super().get_urls()]

    @admin.display(description=_("reason"), ordering="reason")
    def reason_text(self, revision: Revision) -> str:
        return reason_for_people(revision.reason)

    @admin.display(description=_("corrections"))
    def corrected_here(self, revision: Revision) -> SafeString:
        return lines(described(correction) for correction in revision.corrections.all())
