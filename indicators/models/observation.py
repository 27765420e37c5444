"""Observations: one value of a metric for a region and period, with its precision and its evidence."""

from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models.dated import Dated
from indicators.models.fields import pairs
from indicators.models.metric import Metric, Unit
from indicators.models.observation_query import ObservationQuerySet
from indicators.models.record import Noted, both_languages
from indicators.models.region import Region
from indicators.models.searchable import Searchable
from indicators.models.source import Document, Quote
from indicators.models.value import Valued
from indicators.sql.text_check import TextCheck
from indicators.text.formats import plain_number
from indicators.text.period import Period, code_part
from indicators.text.precision import Ends, Printed, is_only_tenths

COUNTABLE = (Unit.Kind.COUNT, Unit.Kind.CURRENCY, Unit.Kind.ORDINAL)
"""Kinds of units in which a number printed to the last unit is exact."""
COMPARED = (Metric.Measure.CHANGE, Metric.Measure.RATE, Metric.Measure.RATIO)
"""Measures of values that may be compared with another period."""
FILTERED = (
    "document",
    "metric",
    "region",
    "time_period",
    "value_type",
    "qualifier",
    "obs_status",
    "derivation",
    "quote",
    "period_basis",
    "printed_mult",
    "printed_decimals",
)


class Observation(Searchable, Dated, Valued, Noted):
    identity_fields = ("document", "metric", "region", "time_period", "value_type")
    searched = ("note_zh", "note_en")
    searched_through = ("metric", "region", "quote")

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        db_index=False,  # one with the code is below
        related_name="observations",
        help_text="The document that reports the value.",
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, db_index=False, related_name="observations", help_text="What is measured."
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, db_index=False, related_name="observations", help_text="Where it is measured."
    )
    quote = models.ForeignKey(
        Quote,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="observations",
        help_text="The words that the value comes from.",
    )
    restates = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="restated_by",
        help_text="The observation of another document whose figure this one gives again, as it was or revised.",
    )

    objects = ObservationQuerySet.as_manager()  # type: ignore[misc]  # django-stubs: an inherited manager is a class variable

    class Meta:
        ordering = ("code",)
        constraints = [
            *Dated.Meta.constraints,
            *Valued.Meta.constraints,
            both_languages("note"),
            models.UniqueConstraint(
                fields=["document", "metric", "region", "time_period", "value_type"], name="observation_identity"
            ),
            TextCheck(
                name="observation_text_is_fit",
                words=[*pairs("note"), "value_text"],
                texts=["search_text", "time_period", "base_period"],
            ),
        ]
        indexes = [  # each ends in the order of a list, so that a filter or a sort reads only its page
            *(models.Index(fields=[name, "code"], name=f"observation_{name}") for name in FILTERED),
            models.Index(
                fields=["base_period", "code"],
                condition=models.Q(base_period__isnull=False),
                name="observation_base_period",
            ),
            models.Index(
                fields=["restates", "code"],
                condition=models.Q(restates__isnull=False),
                name="observation_restates",
            ),
            models.Index(
                fields=["comparison", "code"],
                condition=models.Q(comparison__isnull=False),
                name="observation_comparison",
            ),
            models.Index(fields=["code"], condition=~models.Q(search_text=""), name="observation_noted"),
            models.Index(fields=["code"], condition=models.Q(corrected=True), name="observation_corrected"),
            models.Index(fields=["code"], condition=models.Q(period_start__isnull=True), name="observation_no_start"),
            models.Index(fields=["code"], condition=models.Q(value__isnull=True), name="observation_no_value"),
            models.Index(fields=["code"], condition=models.Q(value_low__isnull=True), name="observation_no_low"),
            models.Index(fields=["code"], condition=models.Q(value_high__isnull=True), name="observation_no_high"),
            models.Index(fields=["period_end", "code"], name="observation_period_end"),
            models.Index(fields=["value", "code"], name="observation_value"),
        ]

    def derive(self) -> None:
        """The period's days, the precision, the interval and (once) the code follow from what is given."""
        super().derive()
        try:
            self.period_start, self.period_end = Period.parse(self.time_period)
            self.code = self.code or self.made_code()
            unit = self.metric.unit
        except (ValueError, ObjectDoesNotExist):
            return  # clean() says what is wrong
        if self.value_text is not None:
            self.derive_precision(unit)

    def derive_precision(self, unit: Unit) -> None:
        self.printed_mult = self.printed_decimals = self.value_low = self.value_high = None
        if self.qualifier == self.Qualifier.RANGE:
            if ends := Ends.read(self.value_text, unit.measure_words):
                self.value_low, self.value_high, (self.printed_mult, self.printed_decimals) = ends
            return
        printed = Printed.read(self.value_text) if self.derivation == self.Derivation.PRINTED else None
        self.printed_mult, self.printed_decimals = printed or (None, None)
        if self.value is not None:
            self.value_low, self.value_high = self.bounds_of(self.value, printed, unit)

    def bounds_of(self, value: Decimal, printed: Printed | None, unit: Unit) -> tuple[Decimal | None, Decimal | None]:
        """The interval of a number: open on a side by its qualifier, else as precise as it is printed."""
        if self.qualifier == self.Qualifier.AT_LEAST:
            return value, None
        if self.qualifier == self.Qualifier.AT_MOST:
            return None, value
        if self.qualifier == self.Qualifier.APPROXIMATE and not is_only_tenths(self.value_text):
            return None, None
        if self.derivation == self.Derivation.IMPLIED:
            return value, value
        return printed.interval(value, countable=unit.kind in COUNTABLE) if printed else (None, None)

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
        if self.period_basis == self.PeriodBasis.UNDATED and self.period_start is not None:
            key = f"../{self.time_period.rpartition('/')[2]}"
            message = _("An undated period has no known start: write %(key)s.") % {"key": key}
            raise ValidationError({"time_period": message})
        for field in ("quote", "period_quote"):
            quote = getattr(self, field) if getattr(self, f"{field}_id") else None
            if quote and self.document_id and quote.passage.document_id != self.document_id:
                names = {"quote": quote, "document": self.document}
                raise ValidationError({field: _("%(quote)s is not of the document %(document)s.") % names})
        self.clean_range()
        if self.metric_id:
            self.clean_comparison()
            self.clean_value()
        if self.restates_id and self.document_id:
            self.clean_restated()

    def clean_restated(self) -> None:
        """Only the same metric, region and period of another document is restated."""
        restated = self.restates
        assert restated is not None
        if restated.document_id == self.document_id:
            message = _("%(code)s is of the same document. A figure that its own document replaces is superseded.")
            raise ValidationError({"restates": message % {"code": restated}})
        for name in ("metric_id", "region_id", "time_period"):
            if getattr(restated, name) != getattr(self, name):
                message = _("%(code)s is not of the same metric, region and period.")
                raise ValidationError({"restates": message % {"code": restated}})
        self.refuse_circle("restates")

    def clean_comparison(self) -> None:
        if self.comparison is not None and self.metric.measure not in COMPARED:
            raise ValidationError({"comparison": _("Only a change, a rate or a ratio has a comparison.")})

    def clean_range(self) -> None:
        """A range has two ends that can be read and no value; every other qualifier has a value."""
        is_range = self.qualifier == self.Qualifier.RANGE
        if is_range and self.value is not None:
            raise ValidationError(
                {"value": _("A range has no value: leave it empty; both ends are read from the printed value.")}
            )
        if not is_range and self.value is None:
            message = _("Give the value. Only a printed range such as “3-5万元” has none: its qualifier is Range.")
            raise ValidationError({"value": message})
        if is_range and self.value_low is None and self.value_text:
            message = _(
                "The two ends of the range cannot be read in “%(text)s”; "
                "write them as “3-5万元”, “三到五成” or “七八成”."
            )
            raise ValidationError({"value_text": message % {"text": self.value_text}})

    def clean_value(self) -> None:
        """What cannot be: a share outside 0 to 100, a rank below 1, a negative count, a broken thing that is whole."""
        numbers = (self.value_low, self.value_high) if self.value is None else (self.value,)
        for number in numbers:
            if number is not None:
                self.clean_number(number)

    def clean_number(self, number: Decimal) -> None:
        """The checks of a value or of an end of a range."""
        measure, unit = self.metric.measure, self.metric.unit
        name = unit.name_zh if str(get_language()).startswith("zh") else unit.name_en
        plain = {"value": plain_number(number), "unit": name}
        field = "value" if self.value is not None else "value_text"
        if measure == Metric.Measure.SHARE and not 0 <= number <= 100:
            raise ValidationError({field: _("A share is between 0 and 100, not %(value)s.") % plain})
        if measure == Metric.Measure.RANK and number < 1:
            raise ValidationError({field: _("A rank is 1 or more, not %(value)s.") % plain})
        if measure == Metric.Measure.COUNT and number < 0:
            raise ValidationError({field: _("A count is not negative: %(value)s.") % plain})
        if measure == Metric.Measure.AMOUNT and number < 0:
            raise ValidationError({field: _("An amount is not negative: %(value)s.") % plain})
        if unit.kind in (Unit.Kind.COUNT, Unit.Kind.ORDINAL) and number != int(number):
            message = _("A value in %(unit)s is a whole number, not %(value)s.")
            raise ValidationError({field: message % plain})
