"""What a value is: the number, how it was printed, and how precise that makes it."""

from django.db import models
from django.db.models import F, Q

from indicators.models.fields import Choice, Words


class Valued(models.Model):
    """A number in a metric's unit with the words that print it."""

    class ValueType(models.TextChoices):
        ACTUAL = "actual"
        TARGET = "target"
        SUPERSEDED = "superseded"

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
        ]
