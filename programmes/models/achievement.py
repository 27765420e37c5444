"""Achievements: what was recognised, by whom, and how often."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Document, Quote
from indicators.models.fields import Choice, Words, pairs
from indicators.models.record import Named, Noted, both_languages
from indicators.models.searchable import Searchable
from indicators.sql.text_check import TextCheck
from programmes.models.programme import Programme


class Achievement(Searchable, Named, Noted):
    searched = (
        *("name_zh", "name_en", "subject_zh", "subject_en", "recipient_zh", "recipient_en"),
        *("granted_by_zh", "granted_by_en", "note_zh", "note_en"),
    )
    searched_through = ("quote",)

    class Kind(models.TextChoices):
        AWARD = "award"
        ASSESSMENT = "assessment"
        ENDORSEMENT = "endorsement"
        AFFIRMATION = "affirmation"
        CASE_LISTING = "case_listing"
        EVENT = "event"
        TRAINING = "training"

    class Level(models.TextChoices):
        NATIONAL = "national"
        PROVINCIAL = "provincial"
        MUNICIPAL = "municipal"
        COUNTY = "county"

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="achievements", help_text="The document that reports it."
    )
    kind = Choice(
        choices=Kind,
        help_text="award: a prize; assessment: a grade in an official assessment; endorsement: a leader's written "
        "instruction; affirmation: recognised and promoted; case_listing: listed as a case; event: a meeting held "
        "there; training: taught in a training course.",
    )
    subject_zh = Words(help_text="What was recognised, in the report's words.")
    subject_en = Words(help_text="What was recognised, in English.")
    recipient_zh = Words(help_text="Who was recognised, in Chinese.")
    recipient_en = Words(help_text="Who was recognised, in English.")
    granted_by_zh: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list,
        blank=True,
        help_text="Who recognised it, in Chinese; an empty list where the report does not say.",
    )
    granted_by_en: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, blank=True, help_text="Who recognised it, in English, in the same order."
    )
    level = Choice(
        choices=Level,
        null=True,
        blank=True,
        help_text="Level of the recognition in the report's words, the highest where it names several.",
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year in which it was given.")
    year_of = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Year that it was given for, such as the year in the name of an award."
    )
    occurrences = models.PositiveSmallIntegerField(default=1, help_text="How often it happened, as the report counts.")
    programme = models.ForeignKey(
        Programme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="achievements",
        help_text="The programme that was recognised; none where it was the whole campaign or another practice.",
    )
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, related_name="achievements", help_text="The words that report it."
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            both_languages("note"),
            models.CheckConstraint(
                condition=models.Q(occurrences__gte=1),
                name="achievement_occurs",
                violation_error_message=gettext_lazy("It happened once or more often."),
            ),
            TextCheck(
                name="achievement_text_is_fit",
                words=pairs("name", "note", "subject", "recipient"),
                texts=["search_text"],
                lists=pairs("granted_by"),
            ),
        ]

    def clean(self) -> None:
        if len(self.granted_by_zh or []) != len(self.granted_by_en or []):
            raise ValidationError({"granted_by_en": _("Must have as many entries as the Chinese list.")})
        if self.quote_id and self.document_id and self.quote.passage.document_id != self.document_id:
            names = {"quote": self.quote, "document": self.document}
            raise ValidationError({"quote": _("%(quote)s is not of the document %(document)s.") % names})
