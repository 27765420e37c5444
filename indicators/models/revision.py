"""Revisions: the numbered states of all the data, and what every published record has in common."""

from typing import Any, ClassVar

from django.db import connections, models, transaction
from django.utils import timezone

from indicators.models.fields import Choice, Code, Words

# One number for the project, so that no other advisory lock of the database server meets ours.
ADVISORY_LOCK = 610900


class RevisionQuerySet(models.QuerySet["Revision"]):
    def lock(self) -> None:
        """Let no other writer in until the surrounding transaction ends; on SQLite the transaction itself does."""
        connection = connections[self.db]
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Data are written inside a transaction.")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])

    def open(self, kind: str, role: str, reason: str) -> "Revision":
        """The next revision, numbered under the lock."""
        self.lock()
        latest = self.aggregate(number=models.Max("number"))["number"] or 0
        return self.create(number=latest + 1, kind=kind, role=role, reason=reason)

    def current(self) -> "Revision | None":
        """The newest revision; none before the first load."""
        return self.order_by("-number").first()


class Revision(models.Model):
    class Kind(models.TextChoices):
        LOAD = "load"
        CORRECTION = "correction"
        REVERT = "revert"
        WITHDRAWAL = "withdrawal"

    number = models.PositiveIntegerField(
        primary_key=True, help_text="Number of this state of all the data; the first load is 1."
    )
    time = models.DateTimeField(default=timezone.now, help_text="When the revision was made.")
    kind = Choice(choices=Kind, help_text="What made it: a load of fixtures, a correction, a revert or a withdrawal.")
    role = Words(help_text="Who made it, as a role and never a name.")
    reason = Words(help_text="Why the data changed.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_numbers_start_at_1"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"


class Record(models.Model):
    """What every published record has: a natural key to be found by, and the revision that last wrote it."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("code",)

    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Number of the revision that last changed this record.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill the columns that follow from others; nothing for most records."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().full_clean(*args, **kwargs)


class CodedRecord(Record):
    code = Code(help_text="Identifier, stable for ever.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Named(models.Model):
    name_zh = Words(help_text="Name in Chinese, as the report or the standard has it.")
    name_en = Words(help_text="Name in English.")

    class Meta:
        abstract = True


class Noted(models.Model):
    """A remark for readers, in both languages or in none."""

    note_zh = Words(
        null=True, blank=True, help_text="What the report leaves unsaid or a reader may misread, in Chinese."
    )
    note_en = Words(
        null=True, blank=True, help_text="What the report leaves unsaid or a reader may misread, in English."
    )

    class Meta:
        abstract = True


def both_languages(field: str) -> models.CheckConstraint:
    """The Chinese and the English text of an optional field stand together or are both absent."""
    zh, en = f"{field}_zh__isnull", f"{field}_en__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{zh: True, en: True}) | models.Q(**{zh: False, en: False}),
        name=f"%(class)s_{field}_in_both_languages",
        violation_error_message=f"{field}_zh and {field}_en stand together or are both absent.",
    )
