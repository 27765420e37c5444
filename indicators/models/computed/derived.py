"""Derived indicators: what a user of the figures would compute from them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.models.computed.definition import Defined
from indicators.models.fields import Choice, Words, pairs
from indicators.models.metric import Metric, Unit
from indicators.models.record import both_languages
from indicators.models.region import Region
from indicators.sql.text_check import TextCheck
from indicators.text.period import Period


class Derived(Defined):
    has_comparison = False
    searched = tuple(pairs("name", "assumption", "note"))

    class Measure(models.TextChoices):
        COUNT = "count"
        AMOUNT = "amount"
        SHARE = "share"
        RATE = "rate"
        RATIO = "ratio"
        CHANGE = "change"

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="derived_indicators", help_text="Where it is measured."
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="derived_indicators", help_text="The unit that the value is in."
    )
    measure = Choice(
        choices=Measure, help_text="What sort of number it is: count, amount of money, share, rate, ratio or change."
    )
    temporality = Choice(
        choices=Metric.Temporality,
        null=True,
        blank=True,
        help_text="stock: the state at a time; flow: what happened in a period; cumulative: a running total to a time; "
        "null where the report does not say.",
    )
    time_period = models.CharField(
        max_length=32,
        null=True,
        blank=True,
        help_text="Period of the value, where it is not that of the operand with the latest period.",
    )
    base_period = models.CharField(
        max_length=32, null=True, blank=True, help_text="Period that a change is measured from; null where unsaid."
    )
    assumption_zh = Words(null=True, blank=True, help_text="What must be so for the value to be right, in Chinese.")
    assumption_en = Words(null=True, blank=True, help_text="What must be so for the value to be right, in English.")

    class Meta:
        verbose_name, verbose_name_plural = "derived indicator", "derived indicators"
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            both_languages("assumption"),
            TextCheck(
                name="derived_text_is_fit",
                words=[*pairs("name", "note", "assumption"), "formula"],
                texts=["search_text", "time_period", "base_period"],
                lists=["operands"],
            ),
        ]
        indexes = [models.Index(fields=["measure", "code"], name="derived_measure")]

    def clean(self) -> None:
        super().clean()
        if not any(operand.is_of_observations and not operand.is_count for operand in self.parsed_operands()):
            raise ValidationError({"operands": _("At least one operand is the value of an observation.")})
        for field in ("time_period", "base_period"):
            try:
                Period.parse(getattr(self, field) or "2000")
            except ValueError as error:
                raise ValidationError({field: str(error)}) from error
