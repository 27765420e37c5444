"""Writing of published data in tests: through the one door, or past it where a test needs data that are broken."""

from collections.abc import Iterator
from contextlib import contextmanager

from indicators.history.changeset import Edition, edition
from indicators.models import Revision
from indicators.models.record import EDITION_IS_OPEN


@contextmanager
def correcting(reason: str = "A test.", kind: str = Revision.Kind.CORRECTION) -> Iterator[Edition]:
    """One revision of corrections by a corrector."""
    with edition(kind, "corrector", reason) as opened:
        yield opened


@contextmanager
def tampering() -> Iterator[None]:
    """Writes that leave no history, as somebody with a database console would make them."""
    token = EDITION_IS_OPEN.set(True)
    try:
        yield
    finally:
        EDITION_IS_OPEN.reset(token)
