"""Writes of published data in tests: in a changeset, or around it where a test needs inconsistent data."""

from collections.abc import Iterator
from contextlib import contextmanager

from indicators.history.changeset import Changeset, open_changeset
from indicators.models import Revision
from indicators.models.record import CHANGESET_IS_OPEN


@contextmanager
def correcting(reason: str = "A test.", kind: str = Revision.Kind.CORRECTION) -> Iterator[Changeset]:
    """One revision of corrections by a corrector."""
    with open_changeset(kind, "corrector", reason) as changeset:
        yield changeset


@contextmanager
def tampering() -> Iterator[None]:
    """Writes that leave no history, as somebody with a database console would make them."""
    token = CHANGESET_IS_OPEN.set(True)
    try:
        yield
    finally:
        CHANGESET_IS_OPEN.reset(token)
