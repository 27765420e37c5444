"""Outages of the database in the log: one line when it goes away, one when it answers again."""

import logging
import mmap

LOGGER = logging.getLogger(__name__)


class Outage:
    """An outage as all workers see it: their memory is shared, so that the first to notice reports it for all."""

    def __init__(self) -> None:
        self.is_away = mmap.mmap(-1, 1)
        self.errors = 0
        """Failures in this process."""

    def begin(self, error: BaseException) -> None:
        """The database is unavailable or does not answer."""
        self.errors += 1
        if not self.is_away[0]:
            self.is_away[0] = 1
            LOGGER.error("The database is unavailable: %s", " ".join(str(error).split()))

    def end(self) -> None:
        """The database answers."""
        if self.is_away[0]:
            self.is_away[0] = 0
            LOGGER.warning("The database answers again.")


OUTAGE = Outage()
