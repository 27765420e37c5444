"""Programmes, their named parts, and the metrics they report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Document, Metric, Quote, Record, Region
from indicators.models.fields import Choice, Words, pairs
from indicators.models.record import Named, Noted, both_languages
from indicators.models.searchable import Searchable
from indicators.sql.text_check import TextCheck


class Programme(Searchable, Named, Noted):
    """What was undertaken. `name` is the name in the report's list; `heading` the one at the head of its paragraph."""

    searched = (
        *("name_zh", "name_en", "heading_zh", "heading_en"),
        *("aim_zh", "aim_en", "note_zh", "note_en"),
    )
    searched_through = ("quote", "heading_quote", "aim_quote")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="programmes", help_text="The document that reports it."
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="programmes", help_text="Where it was undertaken."
    )
    order = models.PositiveSmallIntegerField(help_text="Place in the report's list of programmes, from 1.")
    heading_zh = Words(help_text="Name at the head of its own paragraph, in Chinese.")
    heading_en = Words(help_text="Name at the head of its own paragraph, in English.")
    aim_zh = Words(null=True, blank=True, help_text="What it is for, in the report's words.")
    aim_en = Words(null=True, blank=True, help_text="What it is for, in English.")
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="programmes", help_text="The words that list it."
    )
    heading_quote = models.ForeignKey(
        Quote,
        on_delete=models.PROTECT,
        related_name="headed_programmes",
        help_text="The words at the head of its paragraph.",
    )
    aim_quote = models.ForeignKey(
        Quote,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aimed_programmes",
        help_text="The words that state its aim.",
    )
    metrics: "models.ManyToManyField[Metric, ProgrammeMetric]" = models.ManyToManyField(
        Metric, through="ProgrammeMetric", related_name="programmes", help_text="What the programme reports."
    )

    class Meta:
        ordering = ("order", "code")
        constraints = [
            both_languages("note"),
            both_languages("aim"),
            models.CheckConstraint(
                condition=models.Q(aim_zh__isnull=True, aim_quote__isnull=True)
                | models.Q(aim_zh__isnull=False, aim_quote__isnull=False),
                name="programme_aim_has_words",
                violation_error_message=gettext_lazy("Give the aim and the words that state it, or neither."),
            ),
            TextCheck(
                name="programme_text_is_fit", words=pairs("name", "note", "heading", "aim"), texts=["search_text"]
            ),
        ]

    def clean(self) -> None:
        for field in ("quote", "heading_quote", "aim_quote"):
            quote = getattr(self, field) if getattr(self, f"{field}_id") else None
            if quote and self.document_id and quote.passage.document_id != self.document_id:
                names = {"quote": quote, "document": self.document}
                raise ValidationError({field: _("%(quote)s is not of the document %(document)s.") % names})


class ProgrammeMetric(Record):
    """The programme of a document that reports a metric: one at most in each document."""

    natural_key_fields = ("document", "metric")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", help_text="The document that reports the metric."
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="programme_metrics", help_text="The programme."
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, related_name="programme_metrics", help_text="The metric it reports."
    )
    order = models.PositiveSmallIntegerField(help_text="Place among the programme's metrics, from 1.")

    class Meta:
        ordering = ("programme", "order")
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="programme_metric_order_once"),
            models.UniqueConstraint(fields=["document", "metric"], name="programme_metric_once"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.programme}"

    def clean(self) -> None:
        if self.programme_id and self.document_id and self.programme.document_id != self.document_id:
            names = {"programme": self.programme, "document": self.document}
            raise ValidationError({"programme": _("%(programme)s is not of the document %(document)s.") % names})


class Part(Searchable, Named, Noted):
    searched = (
        *("name_zh", "name_en", "description_zh", "description_en"),
        *("definition_zh", "definition_en", "note_zh", "note_en"),
    )
    searched_through = ("quote",)

    class Kind(models.TextChoices):
        BODY = "body"
        ACTIVITY = "activity"
        VALUE = "value"
        PRINCIPLE = "principle"
        SLOGAN = "slogan"
        MECHANISM = "mechanism"
        PRODUCT = "product"
        TERM = "term"
        PROBLEM = "problem"
        GOAL = "goal"
        MEASURE = "measure"
        CLAIM = "claim"

    programme = models.ForeignKey(
        Programme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The programme it belongs to; none for a part of the whole campaign.",
    )
    kind = Choice(
        choices=Kind,
        help_text="What sort of part it is; claim: an outcome that the report claims in words, without a figure.",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        help_text="The part that names it as one of its members.",
    )
    order = models.PositiveSmallIntegerField(help_text="Place among its siblings in the report, from 1.")
    description_zh = Words(null=True, blank=True, help_text="What the report says of it, in Chinese.")
    description_en = Words(null=True, blank=True, help_text="What the report says of it, in English.")
    definition_zh = Words(null=True, blank=True, help_text="What it means where the report does not say, in Chinese.")
    definition_en = Words(null=True, blank=True, help_text="What it means where the report does not say, in English.")
    definition_source_zh = Words(null=True, blank=True, help_text="Where the definition comes from, in Chinese.")
    definition_source_en = Words(null=True, blank=True, help_text="Where the definition comes from, in English.")
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="parts", help_text="The words that name it."
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            both_languages("description"),
            both_languages("definition"),
            both_languages("definition_source"),
            models.CheckConstraint(
                condition=models.Q(definition_zh__isnull=True, definition_source_zh__isnull=True)
                | models.Q(definition_zh__isnull=False, definition_source_zh__isnull=False),
                name="part_definition_has_a_source",
                violation_error_message=gettext_lazy("A definition from outside the report names its source."),
            ),
            TextCheck(
                name="part_text_is_fit",
                words=pairs("name", "note", "description", "definition", "definition_source"),
                texts=["search_text"],
            ),
        ]

    def clean(self) -> None:
        self.refuse_circle("parent")
