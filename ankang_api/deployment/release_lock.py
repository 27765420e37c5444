"""The lock that lets one process at a time release: migrate the database and load the fixtures."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

LOCK_NUMBER = 6_109_000_001
"""Of the advisory lock, which belongs to one database of a PostgreSQL server."""
RETRY_INTERVAL_S = 0.2


@contextmanager
def release_lock(waits: Callable[[], None]) -> Iterator[None]:
    """Hold the lock. While another process holds it, call `waits` once and try again.

    Raises OSError if the lock file cannot be opened, and django.db.Error if PostgreSQL cannot be reached.
    """
    with postgresql_lock() if connection.vendor == "postgresql" else sqlite_lock() as try_lock:
        if not try_lock():
            waits()
            while not try_lock():
                time.sleep(RETRY_INTERVAL_S)
        yield


@contextmanager
def postgresql_lock() -> Iterator[Callable[[], bool]]:
    """A connection of its own holds the lock, because migrations and the load end transactions on theirs.

    It tries again instead of waiting in the database: a waiting query has a snapshot, and would block migrations that
    create an index concurrently.
    """
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as own, own.cursor() as cursor:

        def try_lock() -> bool:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
            return bool(cursor.fetchone()[0])

        yield try_lock


@contextmanager
def sqlite_lock() -> Iterator[Callable[[], bool]]:
    """A file beside the database, so that the database itself can be read and written. The file stays."""
    name = Path(connection.settings_dict["NAME"])
    with name.with_name(f"{name.name}.release-lock").open("a") as file:

        def try_lock() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield try_lock
