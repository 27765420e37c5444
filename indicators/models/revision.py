"""Revisions: the numbered states of all the data."""

from functools import cache
from typing import Any, Self

from django.conf import settings
from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import Choice, Words
from indicators.sql.compiled import Statement
from indicators.sql.text_check import TextCheck

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

    def open(self, kind: str, role: str, reason: str, user: Any = None) -> "Revision":
        """The next revision, numbered under the lock, and not earlier than the one before, whatever the clock says."""
        self.lock()
        latest, time = self.current(), timezone.now()
        number = latest.number + 1 if latest else 1
        time = max(time, latest.time) if latest else time
        self.notify(number)
        return self.create(number=number, time=time, kind=kind, role=role, reason=reason, user=user)

    def notify(self, number: int) -> None:
        """Tell other processes of a revision as soon as it is committed; on SQLite they read it themselves."""
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('ankang_revision', %s)", [str(number)])

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def current(self) -> "Revision | None":
        """The newest revision; none before the first load."""
        names = [field.attname for field in Revision._meta.concrete_fields]
        for values in newest().rows():
            return Revision.from_db(self.db, names, values)
        return None

    def newest_number(self) -> int:
        """The number of the newest revision; 0 before the first load."""
        with connections[self.db].cursor() as cursor:
            return read_newest_number(cursor)


class Revision(models.Model):
    class Kind(models.TextChoices):
        LOAD = "load"
        CORRECTION = "correction"
        ADDITION = "addition"
        REVERT = "revert"
        WITHDRAWAL = "withdrawal"
        REINSTATEMENT = "reinstatement"

    number = models.PositiveIntegerField(
        primary_key=True, help_text="Number of this state of all the data; the first load is 1."
    )
    time = models.DateTimeField(default=timezone.now, help_text="When the revision was made.")
    kind = Choice(
        choices=Kind,
        help_text="What made it: a load of fixtures, a correction, an addition, a revert, a withdrawal or a "
        "reinstatement.",
    )
    role = Words(help_text="Who made it, as a role and never a name.")
    reason = Words(help_text="Why the data changed. Words that were redacted are shown as █.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose account made it. It is shown to staff and never published.",
    )
    redacted_in = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Number of the revision in which words of the reason were redacted; null where none were.",
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        permissions = (
            ("load_fixtures", "Can load the fixtures"),
            ("redact_revision", "Can redact words of a revision's reason"),
        )
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="revision_numbers_start_at_1",
                violation_error_message=_("The number of a revision is 1 or more."),
            ),
            TextCheck(name="revision_text_is_fit", words=["role", "reason"]),
        ]

    def __str__(self) -> str:
        return gettext("Revision %(number)s") % {"number": self.number}


@cache
def newest() -> Statement:
    names = (field.attname for field in Revision._meta.concrete_fields)
    return Statement(Revision.objects.newest_first().values_list(*names)[:1])


def read_newest_number(cursor: Any) -> int:
    """The number of the newest revision, 0 before the first load; by a cursor of Django or of a database driver."""
    cursor.execute("SELECT max(number) FROM indicators_revision")
    (number,) = cursor.fetchone()
    return number or 0
