"""Observations: one value of a metric for a region and period, with its precision and its evidence."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from indicators.models.fields import Choice, Words
from indicators.models.metric import Metric, Unit
from indicators.models.region import Region
from indicators.models.revision import CodedRecord, Noted, both_languages
from indicators.models.source import Document, Quote
from indicators.period import Period, code_part
from indicators.precision import Printed


class ObservationQuerySet(models.QuerySet["Observation"]):
    def within(self, regions: Iterable[str]) -> "ObservationQuerySet":
        """In the named regions or below them."""
        return self.filter(region__in=Region.objects.within(list(regions)))

    def during(self, start: Any = None, end: Any = None) -> "ObservationQuerySet":
        """Whose period overlaps the days from start to end, both included; an unknown start reaches back for ever."""
        overlapping = self
        if start is not None:
            overlapping = overlapping.filter(period_end__gte=start)
        if end is not None:
            overlapping = overlapping.filter(Q(period_start__lte=end) | Q(period_start__isnull=True))
        return overlapping

    def latest_of_each(self) -> "ObservationQuerySet":
        """Of each metric and region the newest period among actual values; the newest document wins."""
        newest = Window(
            RowNumber(),
            partition_by=[F("metric"), F("region")],
            order_by=[
                F("period_end").desc(),
                F("period_start").desc(nulls_last=True),
                F("document__report_year").desc(),
                F("code").asc(),
            ],
        )
        actual = self.filter(value_type=Observation.ValueType.ACTUAL)
        return self.filter(pk__in=actual.annotate(place=newest).filter(place=1).values("pk"))


class Observation(CodedRecord, Noted):
    class ValueType(models.TextChoices):
        ACTUAL = "actual"
        TARGET = "target"

    class PeriodBasis(models.TextChoices):
        STATED = "stated"
        PLAN = "plan"
        REPORT = "report"
        UNDATED = "undated"

    class Qualifier(models.TextChoices):
        EXACT = "exact"
        APPROXIMATE = "approximate"
        AT_LEAST = "at_least"
        AT_MOST = "at_most"

    class Derivation(models.TextChoices):
        PRINTED = "printed"
        IMPLIED = "implied"

    class ObsStatus(models.TextChoices):
        """CL_OBS_STATUS of SDMX, as far as a report can use it."""

        NORMAL = "A"
        ESTIMATED = "E"
        PROVISIONAL = "P"
        MISSING = "M"

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="observations",
        help_text="The document that reports the value.",
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, related_name="observations", help_text="What is measured."
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="observations", help_text="Where it is measured."
    )
    time_period = models.CharField(
        max_length=9, help_text="2018; 2011/2019; ../2019 where the start is unknown. See period_basis."
    )
    period_start = models.DateField(
        null=True, editable=False, blank=True, help_text="First day of the period; null where the start is unknown."
    )
    period_end = models.DateField(editable=False, blank=True, help_text="Last day of the period.")
    period_basis = Choice(
        choices=PeriodBasis,
        help_text="Where the period comes from: stated in words; plan: the first year of the five-year plan that is "
        "named; report: words such as 'this year' or 'so far', the year being inferred; undated: no time word, "
        "the year of the report is only the latest possible.",
    )
    base_period = models.CharField(
        max_length=9, null=True, blank=True, help_text="Period that a change is measured from; null where unsaid."
    )
    value = models.DecimalField(
        max_digits=20, decimal_places=6, help_text="The number in the metric's unit; a fall is negative."
    )
    value_low = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        editable=False,
        help_text="Smallest value that would be printed so; null where the text fixes no interval.",
    )
    value_high = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        editable=False,
        help_text="Largest value that would be printed so, bound included; null where the text fixes no interval.",
    )
    value_text = Words(help_text="The value as the report prints it.")
    printed_mult = models.SmallIntegerField(
        null=True, blank=True, editable=False, help_text="Power of ten of the printed multiplier: 4 for 万."
    )
    printed_decimals = models.SmallIntegerField(
        null=True, blank=True, editable=False, help_text="Decimals of the printed number."
    )
    value_type = Choice(choices=ValueType, default=ValueType.ACTUAL, help_text="Whether it happened or was planned.")
    qualifier = Choice(
        choices=Qualifier, default=Qualifier.EXACT, help_text="How the words bound the number: exact, approximate, ..."
    )
    obs_status = Choice(
        choices=ObsStatus, default=ObsStatus.NORMAL, help_text="Status of the value in SDMX CL_OBS_STATUS; A is normal."
    )
    derivation = Choice(
        choices=Derivation,
        default=Derivation.PRINTED,
        help_text="printed: the number stands in the text; implied: it follows from the words.",
    )
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="observations", help_text="The words that the value comes from."
    )
    period_quote = models.ForeignKey(
        Quote,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dated_observations",
        help_text="The words that the period comes from; none where it is undated.",
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            models.UniqueConstraint(
                fields=["document", "metric", "region", "time_period", "value_type"], name="observation_identity"
            ),
            models.CheckConstraint(
                condition=Q(time_period__regex=r"^([0-9]{4}/|[.]{2}/)?[0-9]{4}$"), name="observation_time_period_form"
            ),
            models.CheckConstraint(
                condition=Q(base_period__isnull=True) | Q(base_period__regex=r"^([0-9]{4}/|[.]{2}/)?[0-9]{4}$"),
                name="observation_base_period_form",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_start__lte=F("period_end")),
                name="observation_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(value_low__isnull=True, value_high__isnull=True)
                | Q(
                    value_low__isnull=False,
                    value_high__isnull=False,
                    value_low__lte=F("value"),
                    value_high__gte=F("value"),
                ),
                name="observation_value_in_interval",
            ),
            models.CheckConstraint(
                condition=Q(printed_mult__isnull=True, printed_decimals__isnull=True)
                | Q(
                    printed_mult__isnull=False,
                    printed_decimals__isnull=False,
                    printed_mult__gte=0,
                    printed_decimals__gte=0,
                ),
                name="observation_printed_together",
            ),
            models.CheckConstraint(
                condition=Q(period_quote__isnull=False) | Q(period_basis="undated"),
                name="observation_period_has_words",
                violation_error_message="Give the words that the period comes from, or the basis undated.",
            ),
        ]
        indexes = [
            models.Index(fields=["period_end", "code"], name="observation_period_end"),
            models.Index(fields=["value", "code"], name="observation_value"),
        ]

    def derive(self) -> None:
        """The period's days, the precision, the interval and (once) the code follow from what is given."""
        try:
            self.period_start, self.period_end = Period.parse(self.time_period)
            self.code = self.code or self.made_code()
            unit = self.metric.unit
        except (ValueError, ObjectDoesNotExist):
            return  # clean() says what is wrong
        self.derive_precision(unit)

    def derive_precision(self, unit: Unit) -> None:
        printed = Printed.read(self.value_text)
        self.printed_mult, self.printed_decimals = printed or (None, None)
        self.value_low = self.value_high = None
        if printed:
            countable = unit.kind != Unit.Kind.RATIO
            self.value_low, self.value_high = printed.interval(self.value, countable=countable)

    def made_code(self) -> str:
        """The identity as text: document, metric, region, period and, unless actual, the type of value."""
        when = code_part(self.time_period, self.period_basis)
        code = f"{self.document.code}-{self.metric.code}-{self.region.code}-{when}"
        return code if self.value_type == self.ValueType.ACTUAL else f"{code}-{self.value_type}"

    def clean(self) -> None:
        for field in ("time_period", "base_period"):
            try:
                Period.parse(getattr(self, field) or "2000")
            except ValueError as error:
                raise ValidationError({field: str(error)}) from error
        for field in ("quote", "period_quote"):
            quote = getattr(self, field)
            if quote and quote.passage.document_id != self.document_id:
                raise ValidationError({field: f"{quote} is not of the document {self.document}."})
        self.clean_value()

    def clean_value(self) -> None:
        """What cannot be: a share outside 0 to 100, a rank below 1, a negative count, a broken thing that is whole."""
        measure, unit = self.metric.measure, self.metric.unit
        if measure == Metric.Measure.SHARE and not 0 <= self.value <= 100:
            raise ValidationError({"value": f"A share is between 0 and 100, not {self.value}."})
        if measure == Metric.Measure.RANK and self.value < 1:
            raise ValidationError({"value": f"A rank is 1 or more, not {self.value}."})
        if measure in (Metric.Measure.COUNT, Metric.Measure.AMOUNT) and self.value < 0:
            raise ValidationError({"value": f"A {measure} is not negative: {self.value}."})
        if unit.kind in (Unit.Kind.COUNT, Unit.Kind.ORDINAL) and self.value != int(self.value):
            raise ValidationError({"value": f"{unit.name_en} is counted in whole numbers, not {self.value}."})
