"""What a value is: the number, how it was printed, and how precise that makes it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice, Words
from indicators.text.formats import grouped_interval, grouped_number

NOT_RANGES = ("exact", "approximate", "at_least", "at_most")


class Valued(models.Model):
    """A number or a range of numbers in a metric's unit, with the words that print it."""

    class ValueType(models.TextChoices):
        ACTUAL = "actual"
        TARGET = "target"
        SUPERSEDED = "superseded"

    class Qualifier(models.TextChoices):
        EXACT = "exact"
        APPROXIMATE = "approximate"
        AT_LEAST = "at_least"
        AT_MOST = "at_most"
        RANGE = "range"

    class Derivation(models.TextChoices):
        PRINTED = "printed"
        IMPLIED = "implied"

    class ObsStatus(models.TextChoices):
        """CL_OBS_STATUS of SDMX, as far as a report can use it."""

        NORMAL = "A"
        ESTIMATED = "E"
        PROVISIONAL = "P"
        MISSING = "M"

    value = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="The number in the metric's unit; a fall is negative; null where the report prints a range.",
    )
    value_low = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        editable=False,
        help_text="Smallest value that the words allow, bound included; null where they set no lower bound.",
    )
    value_high = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        editable=False,
        help_text="Largest value that the words allow, bound included; null where they set no upper bound.",
    )
    value_text = Words(help_text="The value as the report prints it.")
    printed_mult = models.SmallIntegerField(
        null=True, blank=True, editable=False, help_text="Power of ten of the printed multiplier: 4 for 万."
    )
    printed_decimals = models.SmallIntegerField(
        null=True, blank=True, editable=False, help_text="Decimals of the printed number."
    )
    value_type = Choice(
        choices=ValueType,
        default=ValueType.ACTUAL,
        help_text="actual: it happened; target: it was planned; superseded: an earlier figure that its own document "
        "says it replaces, in no series and never the latest.",
    )
    qualifier = Choice(
        choices=Qualifier, default=Qualifier.EXACT, help_text="How the words bound the number: exact, approximate, ..."
    )
    obs_status = Choice(
        choices=ObsStatus, default=ObsStatus.NORMAL, help_text="Status of the value in SDMX CL_OBS_STATUS; A is normal."
    )
    derivation = Choice(
        choices=Derivation,
        default=Derivation.PRINTED,
        help_text="printed: the text contains the number; implied: it follows from the words.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(value_low__isnull=True) | Q(value__isnull=True) | Q(value_low__lte=F("value")))
                & (Q(value_high__isnull=True) | Q(value__isnull=True) | Q(value_high__gte=F("value"))),
                name="observation_value_in_interval",
                violation_error_message=_("The value is outside the interval that the printed value allows."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, qualifier__in=NOT_RANGES)
                | Q(
                    value__isnull=True,
                    qualifier="range",
                    value_low__isnull=False,
                    value_high__isnull=False,
                    value_low__lte=F("value_high"),
                ),
                name="observation_value_or_range",
                violation_error_message=_("Only a range has no value; it has both its ends."),
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
                violation_error_message=_("A printed number has both a power of ten and decimals."),
            ),
        ]

    @property
    def figure(self) -> str:
        """The value for people: 1,005,000, or 30,000 – 50,000 for a range."""
        if self.value is not None:
            return grouped_number(self.value)
        return grouped_interval(self.value_low, self.value_high)
