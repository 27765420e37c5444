"""Query parameters of metrics, observations, programmes, parts, achievements and search."""

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q

from indicators.filtering.filters import Choices, Codes, Day, Numbers, Periods, Truth, Words, Years
from indicators.filtering.filterset import FilterSet
from indicators.models import Document, Metric, Observation, Region, Unit
from indicators.sql.filtered_rows import FilteredRows, in_list, related_to
from programmes.models import Achievement, Part, Programme
from programmes.search import KINDS, Hits

DIGITS = {"max_digits": 20, "decimal_places": 6}  # as the column has them
PROGRAMME = "Of these programmes."


class MetricFilter(FilterSet):
    unit = Codes("unit", Unit, "Metrics in these units.")
    measure = Choices("measure", Metric._meta.get_field("measure"))
    temporality = Choices("temporality", Metric._meta.get_field("temporality"))
    programme = Codes("programme_metric__programme", Programme, PROGRAMME)
    q = Words()


class InOrder(forms.Form):
    """Refuses a range whose end comes before its start."""

    def clean(self) -> None:
        for start, end in (("start_period", "end_period"), ("value__gte", "value__lte")):
            low, high = self.cleaned_data.get(start), self.cleaned_data.get(end)
            if low is not None and high is not None and low > high:
                self.add_error(end, forms.ValidationError(f"{end} comes before {start}.", code="out_of_order"))


class ObservationFilter(FilterSet):
    """`latest` comes last: the newest among what the other parameters leave."""

    class Meta:
        form = InOrder

    metric = Codes("metric", Metric, "Values of these metrics.", method="find_in_list")
    region = Codes("region", Region, "Values for exactly these regions.", method="find_in_list")
    within = Codes("region", Region, "Values for these regions and all below them.", method="find_within")
    level = Choices("region__level", Region._meta.get_field("level"), method="find_through")
    programme = Codes("metric__programme_metric__programme", Programme, PROGRAMME, method="find_through")
    document = Codes("document", Document, "Reported by these documents.", method="find_in_list")
    period = Periods(
        "time_period", help_text="Exactly these time periods, as `time_period` has them.", method="find_in_list"
    )
    start_period = Day(
        "Periods that end on this day or later; a year means its first day.", last=False, method="find_since"
    )
    end_period = Day(
        "Periods that start on this day or earlier; one of unknown start counts as its last day alone. "
        "A year means its last day.",
        last=True,
        method="find_until",
    )
    value_type = Choices("value_type", Observation._meta.get_field("value_type"), method="find_in_list")
    measure = Choices("metric__measure", Metric._meta.get_field("measure"), method="find_through")
    temporality = Choices("metric__temporality", Metric._meta.get_field("temporality"), method="find_through")
    qualifier = Choices("qualifier", Observation._meta.get_field("qualifier"), method="find_in_list")
    obs_status = Choices("obs_status", Observation._meta.get_field("obs_status"), method="find_in_list")
    derivation = Choices("derivation", Observation._meta.get_field("derivation"), method="find_in_list")
    value__gte = Numbers("value", lookup_expr="gte", help_text="Values of this size or larger.", **DIGITS)
    value__lte = Numbers("value", lookup_expr="lte", help_text="Values of this size or smaller.", **DIGITS)
    q = Words()
    latest = Truth(
        "true: of each metric and region only the newest actual value among those that the other parameters leave.",
        method="find_latest",
    )

    def find_in_list(self, observations: FilteredRows, name: str, values: list[Any]) -> FilteredRows:
        return observations.where(in_list(name, values))

    def find_through(self, observations: FilteredRows, name: str, values: list[Any]) -> FilteredRows:
        relation, _separator, path = name.partition("__")
        related: Any = Observation._meta.get_field(relation).related_model
        return observations.where(related_to(relation, related._default_manager.filter(**{f"{path}__in": values})))

    def find_within(self, observations: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        return observations.where(related_to("region", Region.objects.within(keys)))

    def find_since(self, observations: FilteredRows, name: str, day: date) -> FilteredRows:
        return observations.filter(period_end__gte=day)

    def find_until(self, observations: FilteredRows, name: str, day: date) -> FilteredRows:
        return observations.filter(Q(period_start__lte=day) | Q(period_start__isnull=True, period_end__lte=day))

    def find_latest(self, observations: FilteredRows, name: str, wanted: str) -> FilteredRows:
        if wanted != "true":
            return observations
        return observations.filter(pk__in=observations.queryset.latest_of_each().values("pk"))


class ProgrammeFilter(FilterSet):
    q = Words()


class PartFilter(FilterSet):
    programme = Codes("programme", Programme, PROGRAMME)
    kind = Choices("kind", Part._meta.get_field("kind"))
    parent = Codes("parent", Part, "Members of these parts.")
    campaign = Truth(
        "true: only parts of the whole campaign; false: only parts of a programme.", method="find_campaign"
    )
    q = Words()

    def find_campaign(self, parts: FilteredRows, name: str, wanted: str) -> FilteredRows:
        return parts.filter(programme__isnull=wanted == "true")


class AchievementFilter(FilterSet):
    kind = Choices("kind", Achievement._meta.get_field("kind"))
    programme = Codes("programme", Programme, PROGRAMME)
    document = Codes("document", Document, "Reported by these documents.")
    year = Years("year", "Achievements of these years.")
    q = Words()


KIND = models.CharField(
    name="kind", choices=[(kind, kind) for kind in KINDS], help_text="Kinds of records to search; all by default."
)


class SearchFilter(FilterSet):
    q = Words(required=True)
    kind = Choices("kind", KIND)

    def filtered_rows(self) -> Any:
        """Hits of several kinds, which are no rows of one model."""
        return Hits(self.form.cleaned_data["q"], self.form.cleaned_data.get("kind", KINDS))
