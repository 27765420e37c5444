"""Corrections: what changed by hand, field by field, and what fixtures say of the fields that corrections hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice, Code, Words
from indicators.models.revision import Revision
from indicators.sql.text_check import TextCheck


class OfRecord(models.Model):
    """About one record, which may be withdrawn meanwhile: it is named, and not referred to."""

    record_type = Code(unique=False, db_index=False, help_text="Kind of the record: observation, metric, programme, …")
    record = models.CharField(
        max_length=401, help_text="Code of the record; of a link between two, both codes with two hyphens between them."
    )

    class Meta:
        abstract = True


class Correction(OfRecord):
    """One field of one record that was corrected, or a record that was added, withdrawn or reinstated."""

    class Action(models.TextChoices):
        CHANGED = "changed"
        ADDED = "added"
        WITHDRAWN = "withdrawn"
        REINSTATED = "reinstated"

    code = Code(help_text="Identifier: the number of the revision, and a place in it.")
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="corrections", help_text="Number of the revision it is of."
    )
    place = models.PositiveIntegerField(help_text="Place among the corrections of its revision, from 1.")
    action = Choice(choices=Action, help_text="changed: a field; added, withdrawn, reinstated: the whole record.")
    field = models.CharField(
        max_length=50, null=True, help_text="The field that was changed; null where it was the whole record."
    )
    old = models.TextField(null=True, help_text="Its value before, as text; null where there was none.")
    new = models.TextField(null=True, help_text="Its value after, as text; null where there is none.")
    quote = models.CharField(
        max_length=200, null=True, help_text="Code of the quote that the record comes from; null where it has none."
    )
    quote_exact = Words(null=True, help_text="The words of the report that the record comes from.")
    replaced_by = Code(
        unique=False, null=True, help_text="Code of the record that was published in place of a withdrawn one."
    )

    class Meta:
        ordering = ("revision", "place")
        constraints = [
            models.UniqueConstraint(fields=["revision", "place"], name="correction_place_once"),
            models.CheckConstraint(
                condition=models.Q(action="changed", field__isnull=False)
                | (~models.Q(action="changed") & models.Q(field__isnull=True)),
                name="correction_field_of_changes_only",
                violation_error_message=_("Only a change is of a field."),
            ),
            TextCheck(
                name="correction_text_is_fit",
                words=["quote_exact"],
                texts=["record", "field", "old", "new", "quote"],
            ),
        ]
        indexes = [models.Index(fields=["record_type", "record"], name="correction_record")]

    def __str__(self) -> str:
        return self.code


class Override(OfRecord):
    """A corrected field, which a load does not reset to the value of the fixtures.

    `field` is empty for a record that was added by hand. A conflict is open if the fixture changed too.
    """

    field = models.CharField(max_length=50, blank=True, help_text="The field that is held; empty for a whole record.")
    loaded = models.TextField(null=True, help_text="What was loaded last and settled, as text; null for nothing.")
    fixture = models.TextField(null=True, help_text="What the fixture says since, as text, while that is undecided.")
    conflict = models.BooleanField(default=False, help_text="Whether the fixture moved too, and nobody has decided.")

    class Meta:
        ordering = ("record_type", "record", "field")
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record", "field"], name="override_once"),
            models.CheckConstraint(
                condition=models.Q(conflict=True) | models.Q(fixture__isnull=True),
                name="override_fixture_in_conflict",
                violation_error_message=_("Only a conflict has a value of the fixture."),
            ),
            TextCheck(name="override_text_is_fit", texts=["record", "field", "loaded", "fixture"]),
        ]

    def __str__(self) -> str:
        return f"{self.field or 'all'} of {self.record_type} {self.record}"
