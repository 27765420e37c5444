"""Admins of programmes, their metrics and their parts, with the quotes that name them."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.markup import in_passage, links, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.pages.record_admin import EvidencedAdmin, RecordAdmin
from indicators.checks.names import in_language
from programmes.models import Part, Programme, ProgrammeMetric


@admin.register(Programme)
class ProgrammeAdmin(EvidencedAdmin[Programme]):
    fixed = ("region",)
    list_display = ("named", "exact_words", "heading", "aim", "region_name")
    list_filter = (("region", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("quote", "region")
    search_fields = (
        *("code", "name_zh", "name_en", "heading_zh", "heading_en", "aim_zh", "aim_en", "note_zh", "note_en"),
        *("quote__exact", "heading_quote__exact", "aim_quote__exact"),
    )
    search_help_text = _("Words of the report, name, heading, aim, code or note, in Chinese or English.")
    ordering = ("order", "code")
    fieldsets = (
        (None, {"fields": ("evidence", "name_zh", "name_en", "order")}),
        folded(_("Heading"), "heading_evidence", "heading_zh", "heading_en", "heading_quote"),
        folded(_("Aim"), "aim_evidence", "aim_zh", "aim_en", "aim_quote"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("What belongs to it"), "metric_links", "part_links", "achievement_links"),
        folded(_("Record"), "region", "document", "quote", "revision"),
    )

    @admin.display(description=_("region"), ordering="region__name_en")
    def region_name(self, programme: Programme) -> str:
        return name_of(programme.region)

    @admin.display(description=_("heading"), ordering="heading_en")
    def heading(self, programme: Programme) -> str:
        return in_language(programme, "heading")

    @admin.display(description=_("aim"), ordering="aim_en")
    def aim(self, programme: Programme) -> str:
        return in_language(programme, "aim")

    @admin.display(description=_("evidence of the heading"))
    def heading_evidence(self, programme: Programme) -> SafeString:
        return in_passage(programme.heading_quote)

    @admin.display(description=_("evidence of the aim"))
    def aim_evidence(self, programme: Programme) -> SafeString:
        return in_passage(programme.aim_quote)

    @admin.display(description=_("metrics"))
    def metric_links(self, programme: Programme) -> SafeString:
        return links(programme.metrics.order_by("programme_metrics__order"))

    @admin.display(description=_("parts"))
    def part_links(self, programme: Programme) -> SafeString:
        return links(programme.parts.all())

    @admin.display(description=_("achievements"))
    def achievement_links(self, programme: Programme) -> SafeString:
        return links(programme.achievements.all())


@admin.register(ProgrammeMetric)
class ProgrammeMetricAdmin(RecordAdmin[ProgrammeMetric]):
    fixed = ("metric",)
    list_display = ("named", "order")
    list_filter = (("programme", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("programme", "metric", "document")
    search_fields = (
        *("metric__code", "metric__name_zh", "metric__name_en"),
        *("programme__code", "programme__name_zh", "programme__name_en"),
    )
    search_help_text = _("Code or name of the metric or the programme, in Chinese or English.")
    ordering = ("programme__order", "order")
    fieldsets = (
        (None, {"fields": ("programme", "order")}),
        folded(_("Record"), "metric", "document", "revision"),
    )


@admin.register(Part)
class PartAdmin(EvidencedAdmin[Part]):
    list_display = ("named", "kind", "exact_words", "programme_name", "parent_name")
    list_filter = ("kind", ("programme", ByName), LAST_CHANGE)
    list_select_related = ("programme", "parent", "quote")
    search_fields = (
        *("code", "name_zh", "name_en", "description_zh", "description_en", "definition_zh", "definition_en"),
        *("note_zh", "note_en", "programme__name_zh", "programme__name_en", "quote__exact"),
    )
    search_help_text = _("Words of the report, name, description, programme, code or note, in Chinese or English.")
    fieldsets = (
        (None, {"fields": ("evidence", "name_zh", "name_en", "kind", "programme")}),
        folded(_("Place in the report"), "parent", "order", "member_links"),
        folded(_("Description"), "description_zh", "description_en"),
        folded(_("Definition"), "definition_zh", "definition_en", "definition_source_zh", "definition_source_en"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "quote", "revision"),
    )

    @admin.display(description=_("programme"), ordering="programme__order")
    def programme_name(self, part: Part) -> str:
        return name_of(part.programme)

    @admin.display(description=_("part of"), ordering="parent__name_en")
    def parent_name(self, part: Part) -> str:
        return name_of(part.parent)

    @admin.display(description=_("members"))
    def member_links(self, part: Part) -> SafeString:
        return links(part.members.order_by("order"))
