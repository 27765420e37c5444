"""Query parameters of metrics, observations, programmes, parts, achievements and search."""

from typing import Any

from django import forms
from django.db import models

from indicators.filtering.filters import Choices, Codes, Day, Numbers, Periods, Truth, Words, Years
from indicators.filtering.filterset import FilterSet
from indicators.models import Document, Metric, Observation, Region, Unit
from indicators.models.observation_query import ObservationQuerySet
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

    in_list_filters = (
        *("metric", "region", "document", "period"),
        *("value_type", "qualifier", "obs_status", "derivation"),
    )

    metric = Codes("metric", Metric, "Values of these metrics.", method="find_any_of")
    region = Codes("region", Region, "Values for exactly these regions.", method="find_any_of")
    within = Codes("region", Region, "Values for these regions and all below them.", method="find_within")
    level = Choices("region__level", Region._meta.get_field("level"), method="find_through")
    programme = Codes("metric__programme_metric__programme", Programme, PROGRAMME, method="find_through")
    document = Codes("document", Document, "Reported by these documents.", method="find_any_of")
    period = Periods(
        "time_period", help_text="Exactly these time periods, as `time_period` has them.", method="find_any_of"
    )
    start_period = Day(
        "Periods that end on this day or later; a year stands for its first day.", last=False, method="find_since"
    )
    end_period = Day(
        "Periods that start on this day or earlier, or no one knows when; a year stands for its last day.",
        last=True,
        method="find_until",
    )
    value_type = Choices("value_type", Observation._meta.get_field("value_type"), method="find_any_of")
    measure = Choices("metric__measure", Metric._meta.get_field("measure"), method="find_through")
    temporality = Choices("metric__temporality", Metric._meta.get_field("temporality"), method="find_through")
    qualifier = Choices("qualifier", Observation._meta.get_field("qualifier"), method="find_any_of")
    obs_status = Choices("obs_status", Observation._meta.get_field("obs_status"), method="find_any_of")
    derivation = Choices("derivation", Observation._meta.get_field("derivation"), method="find_any_of")
    value__gte = Numbers("value", lookup_expr="gte", help_text="Values of this size or larger.", **DIGITS)
    value__lte = Numbers("value", lookup_expr="lte", help_text="Values of this size or smaller.", **DIGITS)
    q = Words()
    latest = Truth(
        "true: of each metric and region only the newest actual value among those that the other parameters leave.",
        method="find_latest",
    )

    def find_any_of(self, observations: ObservationQuerySet, name: str, values: list[Any]) -> ObservationQuerySet:
        return observations.any_of(name, values)

    def find_through(self, observations: ObservationQuerySet, name: str, values: list[Any]) -> ObservationQuerySet:
        relation, _separator, path = name.partition("__")
        related: Any = Observation._meta.get_field(relation).related_model
        return observations.among(relation, related._default_manager.filter(**{f"{path}__in": values}))

    def find_within(self, observations: ObservationQuerySet, name: str, keys: list[int]) -> ObservationQuerySet:
        return observations.within(keys)

    def find_since(self, observations: ObservationQuerySet, name: str, day: Any) -> ObservationQuerySet:
        return observations.during(start=day)

    def find_until(self, observations: ObservationQuerySet, name: str, day: Any) -> ObservationQuerySet:
        return observations.during(end=day)

    def find_latest(self, observations: ObservationQuerySet, name: str, wanted: str) -> ObservationQuerySet:
        return observations.latest_of_each() if wanted == "true" else observations


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

    def find_campaign(self, parts: Any, name: str, wanted: str) -> Any:
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

    def filter_queryset(self, queryset: Any) -> Any:
        """Hits of several kinds are no QuerySet of one model, whatever the view starts from."""
        return Hits(self.form.cleaned_data["q"], self.form.cleaned_data.get("kind", KINDS))
