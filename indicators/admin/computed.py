"""The admin of relations and derived indicators, with the results of their formulas."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.labels import record_name
from indicators.admin.display.markup import lines, link, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.display.results import bounded, status_label
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.models import Derived, Relation
from indicators.models.computed.definition import Defined
from indicators.relations.indicators import indicators
from indicators.relations.operands import OperandValues, Value
from indicators.relations.results import results
from indicators.text.interval import UNKNOWN, shown


def operand_line(value: Value) -> SafeString:
    """The name and the value of an operand, with its words and links to its observations."""
    columns = shown(value.interval or UNKNOWN)
    words = f"（{value.quote.exact}）" if value.quote else ""
    found = format_html_join(SafeString(", "), "{}", ((link(one, record_name(one)),) for one in value.observations))
    return format_html("{} = {} {} {}", value.operand.name, bounded(columns), words, found)


class DefinitionAdmin(RecordAdmin[Defined]):
    @admin.display(description=_("values of the operands"))
    def operand_values(self, definition: Defined) -> SafeString:
        return lines(map(operand_line, OperandValues([definition]).of(definition)))


@admin.register(Relation)
class RelationAdmin(DefinitionAdmin):
    list_display = ("named", "kind", "formula")
    list_filter = ("kind", ("document", ByName), LAST_CHANGE)
    search_fields = ("code", "name_zh", "name_en", "formula", "reason_zh", "reason_en", "note_zh", "note_en")
    search_help_text = _("Code, name, formula, reason or note, in Chinese or English.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("result", "formula", "operands", "operand_values")}),
        folded(_("Name"), "name_zh", "name_en", "kind"),
        folded(_("Why it is not asserted"), "reason_zh", "reason_en"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "document", "revision"),
    )

    @admin.display(description=_("result"))
    def result(self, relation: Relation) -> str:
        found = results([relation])[0]
        sides = f"{bounded(shown(found.left))} {relation.parsed_formula().comparison} {bounded(shown(found.right))}"
        return f"{sides}: {status_label(found.status)}"


@admin.register(Derived)
class DerivedAdmin(DefinitionAdmin):
    fixed = ("region", "unit")
    list_display = ("named", "measure", "unit_name", "formula")
    list_filter = ("measure", ("unit", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("unit",)
    search_fields = ("code", "name_zh", "name_en", "formula", "assumption_zh", "assumption_en", "note_zh", "note_en")
    search_help_text = _("Code, name, formula, assumption or note, in Chinese or English.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("result", "formula", "operands", "operand_values")}),
        folded(_("Name"), "name_zh", "name_en"),
        folded(_("Assumption"), "assumption_zh", "assumption_en"),
        folded(_("Value"), "measure", "temporality", "time_period", "base_period", "region", "unit"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "document", "revision"),
    )

    @admin.display(description=_("unit"), ordering="unit__name_en")
    def unit_name(self, definition: Derived) -> str:
        return name_of(definition.unit)

    @admin.display(description=_("result"))
    def result(self, definition: Derived) -> str:
        return bounded(indicators([definition])[0].columns)
