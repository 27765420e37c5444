"""Outages of the database in the log: one line when it goes away, one when it answers again."""

import logging
import mmap
import time

LOGGER = logging.getLogger(__name__)
QUIET_S = 1.0
"""An outage is over when no worker has had an error for so long: they do not notice its end at the same time."""


class Outage:
    """An outage as all workers see it: their memory is shared, so that the first to notice reports it for all.

    The trackers of the newest revision notice it, because they ask the database all the time.
    """

    def __init__(self) -> None:
        self.last_error = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("d")
        """Its first element is when an outage was last noticed, by the clock of time.monotonic(); 0 without one."""
        self.errors = 0
        """Failures in this process."""

    def begin(self, error: BaseException) -> None:
        """The database is unavailable or does not answer."""
        self.errors += 1
        is_first, self.last_error[0] = not self.last_error[0], time.monotonic()
        if is_first:
            LOGGER.error("The database is unavailable: %s", " ".join(str(error).split()))

    def is_going_on(self) -> bool:
        return bool(self.last_error[0])

    def end(self) -> None:
        """The database answers."""
        if self.last_error[0] and time.monotonic() - self.last_error[0] > QUIET_S:
            self.last_error[0] = 0
            LOGGER.warning("The database answers again.")


OUTAGE = Outage()
