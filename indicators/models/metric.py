"""Units and metrics: what a number counts, and what is measured."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice, Words, pairs
from indicators.models.record import Named, Noted, both_languages
from indicators.models.searchable import Searchable
from indicators.sql.text_check import TextCheck


class Unit(Searchable, Named):
    searched = ("name_zh", "name_en", "symbol", "measure_words")

    class Kind(models.TextChoices):
        COUNT = "count"
        CURRENCY = "currency"
        RATIO = "ratio"
        ORDINAL = "ordinal"
        QUANTITY = "quantity"

    symbol = Words(null=True, blank=True, help_text="Symbol, where the unit has one.")
    kind = Choice(
        choices=Kind,
        help_text="Whether it counts things, is money, a ratio, a place in an order, or a quantity that is measured: "
        "kilometres, or an average such as yuan per person.",
    )
    measure_words: "models.JSONField[list[str], list[str]]" = models.JSONField(
        help_text="Chinese measure words and signs by which a report prints this unit."
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            TextCheck(
                name="unit_text_is_fit",
                words=[*pairs("name"), "symbol"],
                texts=["search_text"],
                lists=["measure_words"],
            )
        ]


class Metric(Searchable, Named, Noted):
    searched = (
        *("name_zh", "name_en", "definition_zh", "definition_en"),
        *("scope_zh", "scope_en", "note_zh", "note_en"),
    )

    class Measure(models.TextChoices):
        COUNT = "count"
        AMOUNT = "amount"
        SHARE = "share"
        RATE = "rate"
        RATIO = "ratio"
        RANK = "rank"
        CHANGE = "change"

    class Temporality(models.TextChoices):
        STOCK = "stock"
        FLOW = "flow"
        CUMULATIVE = "cumulative"

    class RankOrder(models.TextChoices):
        DESCENDING = "descending"
        ASCENDING = "ascending"

    definition_zh = Words(help_text="What is measured, in Chinese.")
    definition_en = Words(help_text="What is measured, in English.")
    definition_source_zh = Words(
        null=True, blank=True, help_text="Where the definition comes from if not from the report, in Chinese."
    )
    definition_source_en = Words(
        null=True, blank=True, help_text="Where the definition comes from if not from the report, in English."
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="metrics", help_text="The unit that every value is in."
    )
    measure = Choice(
        choices=Measure,
        help_text="What sort of number it is: count; amount of money or of a quantity, or an average of it; share of a "
        "whole, at most 100 per cent; rate in per cent, which may exceed 100; ratio as a multiple; rank; change.",
    )
    temporality = Choice(
        choices=Temporality,
        null=True,
        blank=True,
        help_text="stock: the state at a time; flow: what happened in a period; cumulative: a running total to a time; "
        "null where the report does not say.",
    )
    scope_zh = Words(null=True, blank=True, help_text="What the metric is limited to, in Chinese.")
    scope_en = Words(null=True, blank=True, help_text="What the metric is limited to, in English.")
    denominator = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="numerators",
        help_text="The metric that a share is a share of, where the report gives it.",
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The metric whose whole this one is a part of, where the report says so.",
    )
    subject_words: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list,
        blank=True,
        help_text="Chinese words by which a report names what is measured; one is in the quote of each value or before "
        "it in its sentence.",
    )
    counterpart = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="counterparts",
        help_text="The metric that counts the same in another unit, as people and households.",
    )
    rank_order = Choice(
        choices=RankOrder,
        null=True,
        blank=True,
        help_text="For ranks: descending if the largest value is first, ascending if the smallest is.",
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            both_languages("scope"),
            both_languages("definition_source"),
            models.CheckConstraint(
                condition=models.Q(measure="rank", rank_order__isnull=False)
                | (~models.Q(measure="rank") & models.Q(rank_order__isnull=True)),
                name="metric_rank_order_of_ranks_only",
                violation_error_message=_("A rank needs a rank order, and nothing else has one."),
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(measure="share"),
                name="metric_denominator_of_shares_only",
                violation_error_message=_("Only a share has a denominator."),
            ),
            TextCheck(
                name="metric_text_is_fit",
                words=pairs("name", "note", "definition", "definition_source", "scope"),
                texts=["search_text"],
                lists=["subject_words"],
            ),
        ]

    def clean(self) -> None:
        self.refuse_circle("denominator")
        self.refuse_circle("part_of")
