"""The write-ahead log of an SQLite database: its index header shows commits without a query."""

import mmap
import os
import sqlite3
from pathlib import Path

HEAD = 96
"""Bytes at the start of the log's index that each transaction changes."""


class WriteAheadLog:
    """The log of a database file, kept open until the process ends.

    The connection keeps the index in its place. The file is never closed: that would free every lock that SQLite
    holds on it in this process (POSIX).
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False)
        try:
            self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            self.file = os.open(f"{path}-shm", os.O_RDONLY)
        except BaseException:
            self.connection.close()
            raise
        self.index = mmap.mmap(self.file, HEAD, access=mmap.ACCESS_READ)

    def head(self) -> bytes:
        """The index header, which is equal as long as nothing is committed."""
        return self.index[:HEAD]


def open_wal(path: Path) -> WriteAheadLog | None:
    """The log of a database; None if the database has no file or another journal mode."""
    try:
        return WriteAheadLog(path) if path.is_file() else None
    except (OSError, ValueError, sqlite3.Error):
        return None
