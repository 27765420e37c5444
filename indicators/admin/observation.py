"""The admin of observations: each value beside the words it comes from."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.admin.display.columns import folded
from indicators.admin.display.differences import interval_of
from indicators.admin.display.labels import unit_name, value_in_unit
from indicators.admin.display.markup import in_passage, links
from indicators.admin.display.read_only import LAST_CHANGE, ByName, ByPeriod
from indicators.admin.display.results import relation_lines
from indicators.admin.forms.fields import LineField
from indicators.admin.forms.record_forms import RecordForm
from indicators.admin.pages.addition import AdditionForm, AdditionPage, AdditionPages, saved_quote
from indicators.admin.pages.replacement import ReplacementPage, UndoPage
from indicators.history.changeset import Changeset
from indicators.models import Observation


class CorrectionForm(RecordForm):
    """Names the unit of the value; a figure restates one of another document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        observation: Any = self.instance
        if "value" in self.fields:
            value = {"label": self.fields["value"].label, "unit": unit_name(observation)}
            self.fields["value"].label = gettext("%(label)s (%(unit)s)") % value
        if "restates" in self.fields:
            restates: Any = self.fields["restates"]
            restates.queryset = restates.queryset.exclude(document=observation.document_id).filter(
                metric=observation.metric_id, region=observation.region_id, time_period=observation.time_period
            )


class ObservationForm(AdditionForm):
    period_exact = LineField(
        label=_("Words of the period"),
        help_text=_("Words of the same passage that give the period; none where it is undated, or a quote is chosen."),
    )
    period_prefix = LineField(
        strip=False,
        label=_("Words before those of the period"),
        help_text=_("Needed only where the words of the period occur more than once."),
    )
    period_suffix = LineField(
        strip=False,
        label=_("Words after those of the period"),
        help_text=_("Needed only where the words of the period occur more than once."),
    )


class ObservationAdditionPage(AdditionPage):
    def complete(self, changeset: Changeset) -> None:
        """The words of the period may be marked with those of the value."""
        if self.form.cleaned_data["period_exact"]:
            name = f"{self.record.metric.code}-period"
            self.record.period_quote = saved_quote(changeset, self.form.cleaned_data, "period_exact", name)


@admin.register(Observation)
class ObservationAdmin(AdditionPages[Observation]):
    change_form_template = "indicators/admin/observation_form.html"
    addition_form = ObservationForm
    addition_page = ObservationAdditionPage
    pages = (*AdditionPages.pages, ReplacementPage, UndoPage)
    quote_named_after = "metric"
    added = ("value", "value_text", "qualifier", "metric", "region", "time_period", "period_basis")
    added_more = (
        *("value_type", "derivation", "obs_status", "period_quote", "base_period", "comparison", "restates"),
        *("note_zh", "note_en"),
    )
    list_display = ("named", "value_in_unit", "value_text", "exact_words", "period_basis", "value_type")
    list_filter = (
        *(("region", ByName), "metric__measure", "metric__temporality", "value_type", "qualifier", "derivation"),
        *("period_basis", ("time_period", ByPeriod), "comparison", "obs_status", ("document", ByName), LAST_CHANGE),
    )
    list_select_related = ("metric__unit", "region", "quote")
    search_fields = (
        *("code", "value_text", "quote__exact", "metric__code", "metric__name_zh", "metric__name_en"),
        *("region__code", "region__name_zh", "region__name_en", "time_period"),
    )
    fixed = ("metric", "region", "time_period", "value_type")
    edited_as = {"value_in_unit": ("value",)}
    form: Any = CorrectionForm
    search_help_text = _("Words of the report, metric, region, period or code, in Chinese or English.")
    fieldsets = (
        (None, {"fields": ("evidence", "value_in_unit", "value_text", "qualifier")}),
        folded(
            _("Precision and type of value"),
            *("interval", "printed_mult", "printed_decimals", "derivation", "value_type", "obs_status"),
            *("restates", "restating"),
        ),
        folded(
            _("Period"),
            *("period_evidence", "time_period", "period_start", "period_end", "period_basis"),
            *("base_period", "comparison"),
        ),
        folded(_("Relations"), "relation_lines"),
        folded(_("Note"), "note_zh", "note_en"),
        folded(_("Record"), "metric", "region", "document", "quote", "period_quote", "revision"),
    )

    @admin.display(description=_("value in its unit"), ordering="value")
    def value_in_unit(self, observation: Observation) -> str:
        return value_in_unit(observation)

    @admin.display(description=_("interval"))
    def interval(self, observation: Observation) -> str:
        return interval_of(observation)

    @admin.display(description=_("restated by"))
    def restating(self, observation: Observation) -> SafeString:
        return links(observation.restated_by.order_by("code"))

    @admin.display(description=_("evidence of the period"))
    def period_evidence(self, observation: Observation) -> SafeString:
        return in_passage(observation.period_quote)

    @admin.display(description=_("what the figures imply of each other"))
    def relation_lines(self, observation: Observation) -> SafeString:
        return relation_lines(observation)
