"""The admin of conflicts: a fixture changed a field that a person has corrected, and a person decides."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.labels import label_of, text_for_people
from indicators.admin.display.markup import NOTHING, with_code
from indicators.admin.display.mention import record_link, record_title
from indicators.admin.display.read_only import ByKind, ReadOnlyAdmin
from indicators.admin.pages.decision import DecisionPage
from indicators.admin.pages.page import page_url
from indicators.history.conflicts import field_of
from indicators.history.lookup import current_version
from indicators.history.text_values import text_of
from indicators.models import Override


@admin.register(Override)
class ConflictAdmin(ReadOnlyAdmin[Override]):
    list_display = (
        "record_link",
        "field_name",
        "loaded_value",
        "current_value",
        "fixture_value",
        "decision",
    )
    list_display_links = None
    list_filter = ("conflict", ("record_type", ByKind))
    list_per_page = 50
    search_fields = ("record", "field", "loaded", "fixture")
    search_help_text = _("Code of the record, field or value.")
    ordering = ("-conflict", "record_type", "record", "field")
    fields = ("record_link", "field_name", "loaded_value", "current_value", "fixture_value", "decision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Override]:
        return super().get_queryset(request).exclude(field="")

    def get_urls(self) -> list[URLPattern]:
        return [page_url(self, DecisionPage), *super().get_urls()]

    @admin.display(description=_("record"), ordering="record")
    def record_link(self, override: Override) -> SafeString:
        """An open conflict leads to its decision; a settled one to the record."""
        if not override.conflict:
            return record_link(override.record_type, override.record)
        url = reverse("admin:indicators_override_decide", args=[override.pk])
        name = with_code(record_title(override.record_type, override.record), override.record)
        return format_html('<a href="{}">{}</a>', url, name)

    @admin.display(description=_("field"), ordering="field")
    def field_name(self, override: Override) -> str:
        return label_of(field_of(override))

    @admin.display(description=_("loaded"), ordering="loaded")
    def loaded_value(self, override: Override) -> str:
        return text_for_people(field_of(override), override.loaded)

    @admin.display(description=_("current value"))
    def current_value(self, override: Override) -> str:
        field, version = field_of(override), current_version(override.record_type, override.record)
        return text_for_people(field, text_of(field, getattr(version, field.attname)))

    @admin.display(description=_("fixture"), ordering="fixture")
    def fixture_value(self, override: Override) -> str:
        return text_for_people(field_of(override), override.fixture) if override.conflict else NOTHING

    @admin.display(description=_("decision"), ordering="-conflict")
    def decision(self, override: Override) -> SafeString:
        if not override.conflict:
            return NOTHING
        url = reverse("admin:indicators_override_decide", args=[override.pk])
        return format_html('<a href="{}">{}</a>', url, gettext("Decide"))
