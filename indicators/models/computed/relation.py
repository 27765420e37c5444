"""Relations: what the figures of a report imply of each other."""

from django.db import models

from indicators.models.computed.definition import Defined
from indicators.models.fields import Choice, Words, pairs
from indicators.models.record import both_languages
from indicators.sql.text_check import TextCheck


class Relation(Defined):
    has_comparison = True
    searched = tuple(pairs("name", "reason", "note"))

    class Kind(models.TextChoices):
        IDENTITY = "identity"
        PART = "part"
        BOUND = "bound"
        LISTING = "listing"

    kind = Choice(
        choices=Kind,
        help_text="identity: both sides are the same quantity; part: one is a part of the other; bound: one cannot "
        "exceed the other; listing: a number in words and the records that it counts.",
    )
    reason_zh = Words(
        null=True, blank=True, help_text="Why the relation must not be asserted although it may look so, in Chinese."
    )
    reason_en = Words(
        null=True, blank=True, help_text="Why the relation must not be asserted although it may look so, in English."
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            both_languages("reason"),
            TextCheck(
                name="relation_text_is_fit",
                words=[*pairs("name", "note", "reason"), "formula"],
                texts=["search_text"],
                lists=["operands"],
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="relation_kind")]
