"""The admin of observations: each value beside the words it comes from."""

from decimal import Decimal

from django.contrib import admin
from django.utils.safestring import SafeString

from indicators.admin.markup import NOTHING, in_passage, name_of
from indicators.admin.read_only import LAST_CHANGE, ByName, EvidencedAdmin
from indicators.models import Observation


def number(value: Decimal) -> str:
    """Grouped in thousands, without the zeros that its column pads it with: 1,005,000."""
    return f"{value.normalize():,f}"


@admin.register(Observation)
class ObservationAdmin(EvidencedAdmin[Observation]):
    list_display = (
        *("metric_name", "region_name", "time_period"),
        *("value_in_unit", "value_text", "exact_words", "period_basis", "value_type"),
    )
    list_filter = (
        *(("region", ByName), "metric__measure", "metric__temporality", "value_type", "qualifier", "derivation"),
        *("period_basis", "time_period", "obs_status", ("document", ByName), LAST_CHANGE),
    )
    list_select_related = ("metric__unit", "region", "quote")
    search_fields = (
        *("code", "value_text", "quote__exact", "metric__code", "metric__name_zh", "metric__name_en"),
        *("region__code", "region__name_zh", "region__name_en", "note_zh", "note_en"),
    )
    search_help_text = "Words of the report, metric, region, code or note, in Chinese or English."
    ordering = ("metric__code", "region__code", "period_end", "code")
    fieldsets = (
        (
            "Value",
            {
                "fields": (
                    *("metric_name", "region_name", "value_in_unit", "value_text", "interval", "value_type"),
                    *("qualifier", "derivation", "obs_status", "printed_mult", "printed_decimals"),
                )
            },
        ),
        ("The words it comes from", {"fields": ("evidence", "quote", "document")}),
        (
            "Period",
            {
                "fields": (
                    *("time_period", "period_start", "period_end", "period_basis", "base_period"),
                    *("period_evidence", "period_quote"),
                )
            },
        ),
        ("Note", {"fields": ("note_zh", "note_en")}),
        ("Record", {"fields": ("code", "metric", "region", "revision")}),
    )

    @admin.display(description="metric", ordering="metric__name_en")
    def metric_name(self, observation: Observation) -> SafeString:
        return name_of(observation.metric)

    @admin.display(description="region", ordering="region__name_en")
    def region_name(self, observation: Observation) -> SafeString:
        return name_of(observation.region)

    @admin.display(description="value", ordering="value")
    def value_in_unit(self, observation: Observation) -> str:
        unit = observation.metric.unit
        return f"{number(observation.value)} {unit.symbol or f'{unit.name_zh} {unit.name_en}'}"

    @admin.display(description="interval")
    def interval(self, observation: Observation) -> str:
        low, high = observation.value_low, observation.value_high
        if low is None or high is None:
            return NOTHING
        return number(low) if low == high else f"{number(low)} – {number(high)}"

    @admin.display(description="evidence of the period")
    def period_evidence(self, observation: Observation) -> SafeString:
        return in_passage(observation.period_quote)
