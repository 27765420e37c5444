"""Writes of published data in tests: in a changeset, or around it where a test needs inconsistent data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from indicators.history.changeset import Changeset, open_changeset
from indicators.models import Record, Revision
from indicators.models.record import CHANGESET_IS_OPEN


@contextmanager
def correcting(reason: str = "A test.", kind: str = Revision.Kind.CORRECTION) -> Iterator[Changeset]:
    """One revision of corrections by a corrector."""
    with open_changeset(kind, "corrector", reason) as changeset:
        yield changeset


def correct(record: Record, reason: str = "A test.", **fields: Any) -> None:
    """Publish a record with these fields changed."""
    for name, value in fields.items():
        setattr(record, name, value)
    with correcting(reason) as changeset:
        changeset.save(record)


def withdraw(*records: Record, reason: str = "A test.", replaced_by: str | None = None) -> None:
    """Withdraw records in one revision."""
    with correcting(reason, Revision.Kind.WITHDRAWAL) as changeset:
        for record in records:
            changeset.withdraw(record, replaced_by=replaced_by)


def set_time(number: int, time: str) -> None:
    """Change the time of a revision, for tests that compare it."""
    Revision.objects.filter(number=number).update(time=datetime.fromisoformat(time))


@contextmanager
def tampering() -> Iterator[None]:
    """Writes that leave no history, as somebody with a database console would make them."""
    token = CHANGESET_IS_OPEN.set(True)
    try:
        yield
    finally:
        CHANGESET_IS_OPEN.reset(token)
