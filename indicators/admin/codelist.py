"""Admins of the code lists: regions, memberships, units and metrics."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.labels import record_name, value_in_unit
from indicators.admin.display.markup import NOTHING, chinese, in_passage, lines, link, links, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.checks.names import in_language
from indicators.models import Membership, Metric, Region, Unit


@admin.register(Region)
class RegionAdmin(RecordAdmin[Region]):
    fixed = ("code_system",)
    list_display = ("named", "level", "parent_name", "areas", "code_system")
    list_filter = ("level", "code_system", LAST_CHANGE)
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh", "name_en", "note_zh", "note_en", "parent__name_zh", "parent__name_en")
    search_help_text = _("Code, or name in Chinese or English, of the region or of the one above it.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("name_zh", "name_en", "level", "parent")}),
        folded(_("Place among the regions"), "successor", "areas", "below"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "code_system", "revision"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return super().get_queryset(request).prefetch_related("member_of")

    @admin.display(description=_("parent"), ordering="parent__name_en")
    def parent_name(self, region: Region) -> str:
        return name_of(region.parent)

    @admin.display(description=_("member of"))
    def areas(self, region: Region) -> SafeString:
        return links(region.member_of.all())

    @admin.display(description=_("directly below it"))
    def below(self, region: Region) -> SafeString:
        return links(region.children.all())


@admin.register(Membership)
class MembershipAdmin(RecordAdmin[Membership]):
    fixed = ("region", "area")
    list_display = ("named", "basis", "exact_words")
    list_filter = (("area", ByName), "region__level", LAST_CHANGE)
    list_select_related = ("region", "area", "quote")
    search_fields = (
        *("region__code", "region__name_zh", "region__name_en"),
        *("area__code", "area__name_zh", "area__name_en", "basis_zh", "basis_en"),
    )
    search_help_text = _("Code or name of the region or the area, or words of the basis, in Chinese or English.")
    ordering = ("region__code", "area__code")
    fieldsets = (
        (None, {"fields": ("evidence", "basis_zh", "basis_en")}),
        folded(_("Record"), "region", "area", "quote", "revision"),
    )

    @admin.display(description=_("exact words"))
    def exact_words(self, membership: Membership) -> str:
        return chinese(membership.quote.exact) if membership.quote else NOTHING

    @admin.display(description=_("evidence"))
    def evidence(self, membership: Membership) -> SafeString:
        return in_passage(membership.quote)

    @admin.display(description=_("basis"))
    def basis(self, membership: Membership) -> str:
        return in_language(membership, "basis")


@admin.register(Unit)
class UnitAdmin(RecordAdmin[Unit]):
    fixed = ("kind",)  # the intervals of all its observations follow from it
    edited_as = {"printed_as": ("measure_words",)}
    list_display = ("named", "symbol", "kind", "printed_as")
    list_filter = ("kind", LAST_CHANGE)
    search_fields = ("code", "name_zh", "name_en", "symbol")
    search_help_text = _("Code, name in Chinese or English, or symbol.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("name_zh", "name_en", "symbol", "printed_as")}),
        folded(_("Record"), "kind", "revision"),
    )

    @admin.display(description=_("measure words"))
    def printed_as(self, unit: Unit) -> str:
        return "、".join(unit.measure_words)


@admin.register(Metric)
class MetricAdmin(RecordAdmin[Metric]):
    fixed = ("unit",)
    edited_as = {"named_by": ("subject_words",)}
    list_display = ("named", "unit_name", "measure", "temporality", "definition")
    list_filter = ("measure", "temporality", ("unit", ByName), LAST_CHANGE)
    list_select_related = ("unit",)
    search_fields = ("code", "name_zh", "name_en", "definition_zh", "definition_en", "note_zh", "note_en")
    search_help_text = _("Code, name, definition or note, in Chinese or English.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("name_zh", "name_en", "definition_zh", "definition_en")}),
        folded(_("Measure"), "unit", "measure", "temporality", "rank_order"),
        folded(_("Values"), "observed"),
        folded(_("Definition"), "definition_source_zh", "definition_source_en", "scope_zh", "scope_en"),
        folded(_("Other metrics"), "denominator", "part_of", "counterpart", "named_by"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "revision"),
    )

    @admin.display(description=_("unit"), ordering="unit__name_en")
    def unit_name(self, metric: Metric) -> str:
        return name_of(metric.unit)

    @admin.display(description=_("definition"), ordering="definition_en")
    def definition(self, metric: Metric) -> str:
        return in_language(metric, "definition")

    @admin.display(description=_("subject words"))
    def named_by(self, metric: Metric) -> str:
        return "、".join(metric.subject_words)

    @admin.display(description=_("observations"))
    def observed(self, metric: Metric) -> SafeString:
        observations = metric.observations.select_related("metric__unit", "region", "quote").order_by("code")
        return lines(
            format_html("{} {} {}", link(one, record_name(one)), value_in_unit(one), chinese(f"“{one.quote.exact}”"))
            for one in observations
        )
