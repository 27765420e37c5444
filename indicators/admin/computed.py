"""The admin of relations and derived indicators, with the results of their formulas."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.labels import record_name
from indicators.admin.display.markup import lines, link, name_of
from indicators.admin.display.read_only import LAST_CHANGE, ByName
from indicators.admin.display.results import bounded, status_label
from indicators.admin.pages.record_admin import RecordAdmin
from indicators.checks.formula_names import formula_in_words, operand_names
from indicators.checks.names import with_colon
from indicators.models import Derived, Relation
from indicators.models.computed.definition import Defined
from indicators.relations.indicators import indicators
from indicators.relations.operands import OperandValues, Value
from indicators.relations.results import results
from indicators.text.interval import UNKNOWN, shown


def operand_line(value: Value, name: str) -> SafeString:
    """The name and the value of an operand, with its words and links to its observations."""
    columns = shown(value.interval or UNKNOWN)
    words = f"（{value.quote.exact}）" if value.quote else ""
    found = format_html_join(SafeString(", "), "{}", ((link(one, record_name(one)),) for one in value.observations))
    return format_html(
        '{} <small class="code">{}</small> = {} {} {}', name, value.operand.name, bounded(columns), words, found
    )


class DefinitionList(ChangeList):
    """Reads the operands of the definitions of a page, for all of them at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        values = OperandValues(self.result_list)
        for definition in self.result_list:
            definition.values_of_operands = values.of(definition)


class DefinitionAdmin(RecordAdmin[Defined]):
    @admin.display(description=_("values of the operands"))
    def operand_values(self, definition: Defined) -> SafeString:
        values = OperandValues([definition]).of(definition)
        names = operand_names(values)
        return lines(operand_line(value, names[value.operand.name]) for value in values)

    @admin.display(description=_("in words"), ordering="formula")
    def in_words(self, definition: Any) -> str:
        """With the names of the operands; the list has read the values of all of its rows."""
        values = getattr(definition, "values_of_operands", None) or OperandValues([definition]).of(definition)
        return formula_in_words(definition, values)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DefinitionList


@admin.register(Relation)
class RelationAdmin(DefinitionAdmin):
    list_display = ("named", "kind", "in_words")
    list_filter = ("kind", ("document", ByName), LAST_CHANGE)
    search_fields = ("code", "name_zh", "name_en", "formula", "reason_zh", "reason_en", "note_zh", "note_en")
    search_help_text = _("Code, name, formula, reason or note, in Chinese or English.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("result", "in_words", "operand_values", "formula", "operands")}),
        folded(_("Name"), "name_zh", "name_en", "kind"),
        folded(_("Why it is not asserted"), "reason_zh", "reason_en"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "document", "revision"),
    )

    @admin.display(description=_("result"))
    def result(self, relation: Relation) -> str:
        found = results([relation])[0]
        sides = f"{bounded(shown(found.left))} {relation.parsed_formula().comparison} {bounded(shown(found.right))}"
        return with_colon(sides, status_label(found.status))


@admin.register(Derived)
class DerivedAdmin(DefinitionAdmin):
    fixed = ("region", "unit")
    list_display = ("named", "measure", "unit_name", "in_words")
    list_filter = ("measure", ("unit", ByName), ("document", ByName), LAST_CHANGE)
    list_select_related = ("unit",)
    search_fields = ("code", "name_zh", "name_en", "formula", "assumption_zh", "assumption_en", "note_zh", "note_en")
    search_help_text = _("Code, name, formula, assumption or note, in Chinese or English.")
    ordering = ("code",)
    fieldsets = (
        (None, {"fields": ("result", "in_words", "operand_values", "formula", "operands")}),
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
