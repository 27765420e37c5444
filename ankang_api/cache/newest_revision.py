"""How each worker knows which revision is the newest, so that a kept answer is never taken for the present after it."""

import os
import sqlite3
import time
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple, Protocol

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from ankang_api.cache.sqlite_wal import WriteAheadLog, open_wal
from indicators.models.revision import read_newest_number

MAX_STALENESS_S = 0.25
"""Seconds after which a number that was not checked again is no longer taken for the newest."""
POLL_INTERVAL_S = 0.05
"""Seconds between two checks where no notification comes."""


class NewestRevision(NamedTuple):
    """The newest revision, None before one is known, and for how many seconds that could not be checked; 0: it is."""

    revision: int | None
    unchecked: float


class RevisionTracker(Protocol):
    def current(self) -> NewestRevision: ...

    def cached(self) -> int | None:
        """The newest revision where it is known at once; None where it has to be read."""

    def record(self, revision: int) -> None:
        """A revision was committed by this process."""


@cache
def newest() -> RevisionTracker:
    return NotifyTracker() if connection.vendor == "postgresql" else PollingTracker()


def committed(revision: int) -> None:
    newest().record(revision)


class PollingTracker:
    """On SQLite the number is read for each request, on the connection that the data are read on.

    While the head of the log says that nobody committed, the number that was read last is still the newest. A query
    would cost as much as all else that a kept answer takes, for it hands Python to another thread.
    """

    def __init__(self) -> None:
        self.process: int | None = None
        self.log: WriteAheadLog | None = None
        self.last: tuple[bytes | None, int | None, float] = (None, None, time.monotonic())

    def cached(self) -> int | None:
        (of, revision, checked), log = self.last, self.log
        fresh = log is not None and log.head() == of and time.monotonic() - checked < MAX_STALENESS_S
        return revision if fresh and self.process == os.getpid() else None

    def current(self) -> NewestRevision:
        if self.process != os.getpid():
            self.process, self.log = os.getpid(), open_wal(Path(connection.settings_dict["NAME"]))
        revision = self.cached()
        if revision is not None:
            return NewestRevision(revision, 0)
        (of, revision, checked), now = self.last, time.monotonic()
        head = self.log.head() if self.log else None
        database = connections[DEFAULT_DB_ALIAS]
        try:
            database.ensure_connection()
            found = read_newest_number(database.connection.cursor())
        except (Error, sqlite3.Error):
            return NewestRevision(revision, now - checked)
        if head is not None and head == of and found != revision:
            self.log = None  # it is of a file that another one has replaced
        self.last = head, found, now
        return NewestRevision(found, 0)

    def record(self, revision: int) -> None:
        """The next request reads it."""


class NotifyTracker:
    """On PostgreSQL a thread listens for notifications of revisions, and asks again by the clock in case one is lost.

    It has a connection of its own to the database of the data. While that is away, it tries to open it again.
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

    def current(self) -> NewestRevision:
        if self.process != os.getpid():
            self.start()
        unchecked = time.monotonic() - self.checked
        return NewestRevision(self.revision, unchecked if unchecked > MAX_STALENESS_S else 0)

    def record(self, revision: int) -> None:
        with self.lock:
            self.revision = max(revision, self.revision or 0)

    def start(self) -> None:
        """Once in each process: threads do not outlive a fork."""
        with self.lock:
            if self.process == os.getpid():
                return
            self.process, self.revision, self.checked = os.getpid(), None, time.monotonic()
            Thread(target=self.listen, name="newest revision", daemon=True).start()

    def listen(self) -> None:
        """Until the process ends. Django gives each thread a connection of its own, and so this one."""
        while True:
            try:
                connection.ensure_connection()
                connection.connection.execute("LISTEN ankang_revision")
                while True:
                    self.check()
                    for _ in connection.connection.notifies(timeout=POLL_INTERVAL_S, stop_after=1):
                        pass
            except (Error, psycopg.Error):  # `look` says for how long, and who is asked meanwhile says it is away
                connection.close()
                time.sleep(POLL_INTERVAL_S)

    def check(self) -> None:
        before, asked = self.revision, time.monotonic()
        found = read_newest_number(connection.connection.cursor())
        with self.lock:
            if self.revision == before:  # else this process committed one meanwhile
                self.revision = found
            self.checked = asked
