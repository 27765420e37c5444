"""Query parameters of metrics, observations, programmes, parts, achievements and search."""

from datetime import date
from itertools import product
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q

from indicators.filtering.filters import (
    Choices,
    Codes,
    Corrected,
    Day,
    Null,
    Numbers,
    Periods,
    Truth,
    WholeNumbers,
    Words,
    Years,
)
from indicators.filtering.filterset import FilterSet
from indicators.filters import DefinedFilter
from indicators.models import Derived, Document, Metric, Observation, Quote, Region, Unit
from indicators.sql.filtered_rows import FilteredRows, in_list, related_to
from programmes.models import Achievement, Part, Programme, ProgrammeMetric
from programmes.search import KINDS, Hits
from programmes.series_codes import SeriesCodes

DIGITS = {"max_digits": 20, "decimal_places": 6}  # as the column has them
PROGRAMME = "Of these programmes."
QUOTE = "Those that come from these quotes."
LOWER, UPPER = ("value__gte", "value__gt"), ("value__lte", "value__lt")


class MetricFilter(FilterSet):
    code = Codes("pk", Metric, "Exactly these metrics.")
    unit = Codes("unit", Unit, "Metrics in these units.")
    measure = Choices("measure", Metric._meta.get_field("measure"))
    temporality = Choices("temporality", Metric._meta.get_field("temporality"))
    temporality__isnull = Null("temporality")
    denominator = Codes("denominator", Metric, "Shares of these metrics.")
    denominator__isnull = Null("denominator")
    part_of = Codes("part_of", Metric, "Parts of these metrics.")
    part_of__isnull = Null("part_of")
    counterpart = Codes("counterpart", Metric, "Those that count the same as these metrics in another unit.")
    counterpart__isnull = Null("counterpart")
    rank_order = Choices("rank_order", Metric._meta.get_field("rank_order"))
    programme = Codes("pk", Programme, PROGRAMME, method="find_of_programmes")
    programme__isnull = Null("programme", method="find_without_programme")
    corrected = Corrected()
    q = Words()

    def find_of_programmes(self, metrics: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        linked = ProgrammeMetric.objects.filter(programme__in=keys)
        return metrics.filter(pk__in=linked.values("metric"))

    def find_without_programme(self, metrics: FilteredRows, name: str, wanted: str) -> FilteredRows:
        linked = Q(pk__in=ProgrammeMetric.objects.values("metric"))
        return metrics.filter(~linked if wanted == "true" else linked)


class InOrder(forms.Form):
    """Refuses a range whose end comes before its start."""

    def clean(self) -> None:
        for start, end in [("start_period", "end_period"), *product(LOWER, UPPER)]:
            low, high = self.cleaned_data.get(start), self.cleaned_data.get(end)  # a value with an error is absent
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
    programme = Codes("programme_metric__programme", Programme, PROGRAMME, method="find_of_programmes")
    programme__isnull = Null("programme", "programme_metric__programme")
    document = Codes("document", Document, "Reported by these documents.", method="find_in_list")
    period = Periods("time_period", "Exactly these time periods, as `time_period` has them.", method="find_in_list")
    start_period = Day(
        "Periods that end on this day or later; a year, half-year, quarter or month means its first day.",
        last=False,
        method="find_since",
    )
    end_period = Day(
        "Periods that start on this day or earlier; one of unknown start counts as its last day alone. "
        "A year, half-year, quarter or month means its last day.",
        last=True,
        method="find_until",
    )
    period_start__isnull = Null("period_start")
    period_basis = Choices("period_basis", Observation._meta.get_field("period_basis"), method="find_in_list")
    base_period = Periods(
        "base_period", "Changes from exactly these periods, as `base_period` has them.", method="find_in_list"
    )
    base_period__isnull = Null("base_period")
    comparison = Choices("comparison", Observation._meta.get_field("comparison"), method="find_in_list")
    comparison__isnull = Null("comparison")
    value_type = Choices("value_type", Observation._meta.get_field("value_type"), method="find_in_list")
    measure = Choices("metric__measure", Metric._meta.get_field("measure"), method="find_through")
    temporality = Choices("metric__temporality", Metric._meta.get_field("temporality"), method="find_through")
    unit = Codes("metric__unit", Unit, "Values in these units.", method="find_through")
    qualifier = Choices("qualifier", Observation._meta.get_field("qualifier"), method="find_in_list")
    obs_status = Choices("obs_status", Observation._meta.get_field("obs_status"), method="find_in_list")
    derivation = Choices("derivation", Observation._meta.get_field("derivation"), method="find_in_list")
    value__gte = Numbers("value", lookup_expr="gte", help_text="Values of this size or larger.", **DIGITS)
    value__lte = Numbers("value", lookup_expr="lte", help_text="Values of this size or smaller.", **DIGITS)
    value__gt = Numbers("value", lookup_expr="gt", help_text="Values larger than this.", **DIGITS)
    value__lt = Numbers("value", lookup_expr="lt", help_text="Values smaller than this.", **DIGITS)
    value__isnull = Null("value")
    value_low__isnull = Null("value_low")
    value_high__isnull = Null("value_high")
    printed_mult = WholeNumbers(
        "printed_mult", "Printed with these multipliers, as powers of ten: 4 for 万.", method="find_in_list"
    )
    printed_decimals = WholeNumbers(
        "printed_decimals", "Printed with these numbers of decimals.", method="find_in_list"
    )
    restates = Codes("restates", Observation, "Those that restate these observations.", method="find_in_list")
    restates__isnull = Null("restates")
    quote = Codes("quote", Quote, QUOTE, method="find_in_list")
    code = Codes("pk", Observation, "Exactly these observations.", method="find_in_list")
    corrected = Corrected()
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

    def find_of_programmes(self, observations: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        """Their metrics have index ranges; of these, the rows of the documents of the programmes are left."""
        metrics = Metric.objects.filter(pk__in=ProgrammeMetric.objects.filter(programme__in=keys).values("metric"))
        return observations.where(related_to("metric", metrics)).filter(**{f"{name}__in": keys})

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


class DerivedFilter(DefinedFilter):
    code = Codes("pk", Derived, "Exactly these derived indicators.")
    region = Codes("region", Region, "Values for exactly these regions.")
    unit = Codes("unit", Unit, "Values in these units.")
    measure = Choices("measure", Derived._meta.get_field("measure"))
    temporality = Choices("temporality", Derived._meta.get_field("temporality"))


class SeriesFilter(ObservationFilter):
    value_type = Choices(
        "value_type",
        Observation._meta.get_field("value_type"),
        without=(Observation.ValueType.SUPERSEDED,),
        method="find_in_list",
    )
    code = SeriesCodes("Exactly these series.")


class ProgrammeFilter(FilterSet):
    code = Codes("pk", Programme, "Exactly these programmes.")
    document = Codes("document", Document, "Reported by these documents.")
    region = Codes("region", Region, "Undertaken in exactly these regions.")
    metric = Codes("pk", Metric, "Those that report these metrics.", method="find_reporting")
    aim_quote__isnull = Null("aim_quote")
    quote = Codes("quote", Quote, QUOTE)
    corrected = Corrected()
    q = Words()

    def find_reporting(self, programmes: FilteredRows, name: str, keys: list[int]) -> FilteredRows:
        return programmes.filter(pk__in=ProgrammeMetric.objects.filter(metric__in=keys).values("programme"))


class PartFilter(FilterSet):
    code = Codes("pk", Part, "Exactly these parts.")
    programme = Codes("programme", Programme, PROGRAMME)
    kind = Choices("kind", Part._meta.get_field("kind"))
    programme__isnull = Null("programme")
    parent = Codes("parent", Part, "Members of these parts.")
    parent__isnull = Null("parent")
    campaign = Truth(
        "true: only parts of the whole campaign; false: only parts of a programme.",
        field_name="programme",
        lookup_expr="isnull",
    )
    quote = Codes("quote", Quote, QUOTE)
    corrected = Corrected()
    q = Words()


class AchievementFilter(FilterSet):
    code = Codes("pk", Achievement, "Exactly these achievements.")
    kind = Choices("kind", Achievement._meta.get_field("kind"))
    programme = Codes("programme", Programme, PROGRAMME)
    programme__isnull = Null("programme")
    document = Codes("document", Document, "Reported by these documents.")
    level = Choices("level", Achievement._meta.get_field("level"))
    level__isnull = Null("level")
    year = Years("year", "Given in these years.")
    year__isnull = Null("year")
    year_of = Years("year_of", "Given for these years.")
    year_of__isnull = Null("year_of")
    occurrences = WholeNumbers("occurrences", "Achievements that happened so often.")
    quote = Codes("quote", Quote, QUOTE)
    corrected = Corrected()
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
