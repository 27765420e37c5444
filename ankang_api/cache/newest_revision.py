"""How each worker tracks the newest revision, so that it never sends a cached response after a newer commit."""

import os
import sqlite3
import time
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple, Protocol

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ankang_api.cache.sqlite_wal import WriteAheadLog, open_wal
from ankang_api.outage import OUTAGE
from indicators.models.revision import read_newest_number
from indicators.sql.reading import data_alias

MAX_STALENESS_S = 0.25
"""A revision number that was last checked longer ago counts as unchecked."""
POLL_INTERVAL_S = 0.05
"""Time between two checks while no notification arrives."""
RECONNECT_INTERVAL_S = 0.1
"""Time between two attempts to connect during an outage."""
MAX_RECONNECT_S = 1
"""A database to which no connection can be made for longer is unavailable. Shorter than a request waits for one."""
MAX_SILENCE_S = 3
"""A database that has not answered for longer counts as unavailable."""


class NewestRevision(NamedTuple):
    """The newest revision, None before the first check, and the seconds for which it is unchecked; 0 if fresh."""

    revision: int | None
    unchecked: float


class RevisionTracker(Protocol):
    def current(self) -> NewestRevision: ...

    def cached(self) -> int | None:
        """The newest revision if it is known without a query, else None."""

    def without_waiting(self) -> NewestRevision | None:
        """The newest revision as far as it is known now; None if a query is needed."""

    def record(self, revision: int) -> None:
        """Note a revision that this process committed."""

    def is_outdated(self) -> bool:
        """Whether this process reads a database file that is no longer at its path."""


@cache
def newest() -> RevisionTracker:
    return NotifyTracker() if connection.vendor == "postgresql" else PollingTracker()


def committed(revision: int) -> None:
    newest().record(revision)


class PollingTracker:
    """For SQLite: queries the number for a request, on the connection that reads the data.

    While the index header of the write-ahead log is unchanged, nothing was committed and the last number is still the
    newest. This saves the query, which costs as much as the rest of a cache hit because it releases the GIL.
    """

    def __init__(self) -> None:
        self.process: int | None = None
        self.log: WriteAheadLog | None = None
        self.last: tuple[bytes | None, int | None, float] = (None, None, time.monotonic())
        self.file: tuple[int, int, int] | None = None
        """This process, and the device and the number of the file that it opened first."""

    def cached(self) -> int | None:
        (header, revision, checked), log = self.last, self.log
        fresh = log is not None and log.header() == header and time.monotonic() - checked < MAX_STALENESS_S
        return revision if fresh and self.process == os.getpid() else None

    def without_waiting(self) -> NewestRevision | None:
        revision = self.cached()
        return None if revision is None else NewestRevision(revision, 0)

    def current(self) -> NewestRevision:
        if self.process != os.getpid():
            self.process, self.log = os.getpid(), open_wal(Path(connection.settings_dict["NAME"]))
        revision = self.cached()
        if revision is not None:
            return NewestRevision(revision, 0)
        (last_header, revision, checked), now = self.last, time.monotonic()
        header = self.log.header() if self.log else None
        database = connections[DEFAULT_DB_ALIAS]
        try:
            database.ensure_connection()
            newest = read_newest_number(database.connection.cursor())
        except (Error, sqlite3.Error) as error:
            OUTAGE.begin(error)
            return NewestRevision(revision, now - checked)
        OUTAGE.end()
        if header is not None and header == last_header and newest != revision:
            self.log = None  # the database file was replaced by another
        self.last = header, newest, now
        return NewestRevision(newest, 0)

    def record(self, revision: int) -> None:
        """The next request queries it."""

    def is_outdated(self) -> bool:
        try:
            found = os.stat(connection.settings_dict["NAME"])
        except OSError:
            return False  # while one file is moved in the place of another, there may be none
        opened = self.file if self.file and self.file[0] == os.getpid() else None
        self.file = opened or (os.getpid(), found.st_dev, found.st_ino)
        return self.file[1:] != (found.st_dev, found.st_ino)


class NotifyTracker:
    """For PostgreSQL: a thread listens for notifications of revisions, and polls in case one is lost.

    The thread has a connection of its own to the database that the API reads, outside the pool, and reconnects while it
    is unavailable.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: int | None = None
        self.revision: int | None = None
        self.checked = 0.0

    def cached(self) -> int | None:
        if self.process != os.getpid() or time.monotonic() - self.checked > MAX_STALENESS_S:
            return None
        return self.revision

    def without_waiting(self) -> NewestRevision | None:
        return self.current()

    def current(self) -> NewestRevision:
        if self.process != os.getpid():
            self.start()
        unchecked = time.monotonic() - self.checked
        if unchecked > MAX_SILENCE_S:
            OUTAGE.begin(TimeoutError(f"no answer for {MAX_SILENCE_S} seconds"))
        return NewestRevision(self.revision, unchecked if unchecked > MAX_STALENESS_S else 0)

    def record(self, revision: int) -> None:
        """A replica may not have the revision yet: there `check` notices it."""
        if data_alias() != DEFAULT_DB_ALIAS:
            return
        with self.lock:
            self.revision = max(revision, self.revision or 0)

    def is_outdated(self) -> bool:
        return False

    def start(self) -> None:
        """Start the thread once in each process: threads do not survive a fork."""
        with self.lock:
            if self.process == os.getpid():
                return
            self.process, self.revision, self.checked = os.getpid(), None, time.monotonic()
            Thread(target=self.listen, name="newest revision", daemon=True).start()

    def listen(self) -> None:
        """Listen until the process ends, on the connection that Django gives this thread."""
        database, failing_since = without_pool(connections[data_alias()]), 0.0
        while True:
            try:
                database.ensure_connection()
                can_wait, failing_since = can_listen(database), 0.0
                while True:
                    self.check(database)
                    if can_wait:
                        wait_for_notification(database)
                    else:
                        time.sleep(POLL_INTERVAL_S)
            except (Error, psycopg.Error) as error:
                database.close()
                failing_since = failing_since or time.monotonic()
                if time.monotonic() - failing_since > MAX_RECONNECT_S:  # sooner, single connections may have ended
                    OUTAGE.begin(error)
                time.sleep(RECONNECT_INTERVAL_S)

    def check(self, database: BaseDatabaseWrapper) -> None:
        before, started = self.revision, time.monotonic()
        newest = read_newest_number(database.connection.cursor())
        with self.lock:
            if self.revision == before:  # otherwise this process committed a revision during the query
                self.revision = newest
            self.checked = started
        OUTAGE.end()


def without_pool(database: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """A connection to the same database that no request waits for, and whose errors say what is wrong."""
    own = database.copy()
    own.settings_dict["OPTIONS"].pop("pool", None)
    return own


def can_listen(database: BaseDatabaseWrapper) -> bool:
    """LISTEN on a connection. False on a standby, which refuses it, and behind PgBouncer."""
    if settings.PGBOUNCER or database.connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
        return False
    database.connection.execute("LISTEN ankang_revision")
    return True


def wait_for_notification(database: BaseDatabaseWrapper) -> None:
    for _ in database.connection.notifies(timeout=POLL_INTERVAL_S, stop_after=1):
        pass
