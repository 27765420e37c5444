"""When a value holds: a period, where it comes from, and the base of a change."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice
from indicators.models.source import Quote
from indicators.sql.glob import Glob

models.CharField.register_lookup(Glob)
YEAR = "[0-9][0-9][0-9][0-9]"
SINGLE = (YEAR, f"{YEAR}-S[12]", f"{YEAR}-Q[1-4]", f"{YEAR}-[01][0-9]", f"{YEAR}-[01][0-9]-[0-3][0-9]")
MAX_PERIOD_CHARS = len("2020-06-30/2020-07-31")


def period_form(field: str) -> Q:
    """The condition that a period is written as `indicators.text.period` reads it."""
    patterns = (*SINGLE, *(f"{start}/{end}" for start in (*SINGLE, "..") for end in SINGLE))
    return Q(*((f"{field}__glob", pattern) for pattern in patterns), _connector=Q.OR)


class Dated(models.Model):
    """A time period as a text key, its days, and the words that give it."""

    class PeriodBasis(models.TextChoices):
        STATED = "stated"
        PLAN = "plan"
        REPORT = "report"
        UNDATED = "undated"

    class Comparison(models.TextChoices):
        YEAR_ON_YEAR = "year_on_year"
        PERIOD_ON_PERIOD = "period_on_period"
        BASE = "base"

    time_period = models.CharField(
        max_length=MAX_PERIOD_CHARS,
        help_text="2018; 2018-S1 (half-year); 2018-Q3 (quarter); 2018-06; 2018-06-30; 2011/2019 or another range of "
        "these; ../2019 where the start is unknown. See period_basis.",
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
        max_length=MAX_PERIOD_CHARS,
        null=True,
        blank=True,
        help_text="Period that a change is measured from; null where unsaid.",
    )
    comparison = Choice(
        choices=Comparison,
        null=True,
        blank=True,
        help_text="What a change, rate or ratio is measured against: year_on_year (同比): the same period of the year "
        "before; period_on_period (环比): the period before; base: base_period; null where there is none or it is "
        "unsaid.",
    )
    period_quote = models.ForeignKey(
        Quote,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dated_observations",
        help_text="The words that the period comes from; none where it is undated.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=period_form("time_period"),
                name="observation_time_period_form",
                violation_error_message=_("The period has none of the allowed forms."),
            ),
            models.CheckConstraint(
                condition=Q(base_period__isnull=True) | period_form("base_period"),
                name="observation_base_period_form",
                violation_error_message=_("The base period has none of the allowed forms."),
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_start__lte=F("period_end")),
                name="observation_period_in_order",
                violation_error_message=_("The period ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(comparison__isnull=True)
                | Q(comparison__in=["year_on_year", "period_on_period"])
                | Q(base_period__isnull=False),
                name="observation_base_has_a_period",
                violation_error_message=_("A comparison with a base period needs the base period."),
            ),
            models.CheckConstraint(
                condition=Q(period_quote__isnull=False) | Q(period_basis="undated"),
                name="observation_period_has_words",
                violation_error_message=_("Give the words that the period comes from, unless it is undated."),
            ),
        ]
