"""Observations: one value of a metric for a region and period, with its precision and its evidence."""

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
from indicators.text.precision import Printed

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
            models.Index(fields=["code"], condition=~models.Q(search_text=""), name="observation_noted"),
            models.Index(fields=["code"], condition=models.Q(corrected=True), name="observation_corrected"),
            models.Index(fields=["code"], condition=models.Q(period_start__isnull=True), name="observation_no_start"),
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
        if self.value is not None and self.value_text is not None:
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
            quote = getattr(self, field) if getattr(self, f"{field}_id") else None
            if quote and self.document_id and quote.passage.document_id != self.document_id:
                names = {"quote": quote, "document": self.document}
                raise ValidationError({field: _("%(quote)s is not of the document %(document)s.") % names})
        if self.value is not None and self.metric_id:
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

    def clean_value(self) -> None:
        """What cannot be: a share outside 0 to 100, a rank below 1, a negative count, a broken thing that is whole."""
        measure, unit = self.metric.measure, self.metric.unit
        name = unit.name_zh if str(get_language()).startswith("zh") else unit.name_en
        plain = {"value": plain_number(self.value), "unit": name}
        if measure == Metric.Measure.SHARE and not 0 <= self.value <= 100:
            raise ValidationError({"value": _("A share is between 0 and 100, not %(value)s.") % plain})
        if measure == Metric.Measure.RANK and self.value < 1:
            raise ValidationError({"value": _("A rank is 1 or more, not %(value)s.") % plain})
        if measure == Metric.Measure.COUNT and self.value < 0:
            raise ValidationError({"value": _("A count is not negative: %(value)s.") % plain})
        if measure == Metric.Measure.AMOUNT and self.value < 0:
            raise ValidationError({"value": _("An amount is not negative: %(value)s.") % plain})
        if unit.kind in (Unit.Kind.COUNT, Unit.Kind.ORDINAL) and self.value != int(self.value):
            message = _("A value in %(unit)s is a whole number, not %(value)s.")
            raise ValidationError({"value": message % plain})
