"""The write-ahead log of an SQLite database: its index header shows commits without a query."""

import mmap
import os
import sqlite3
from pathlib import Path

HEADER_BYTES = 96
"""Bytes at the start of the log's index that each transaction changes."""


class WriteAheadLog:
    """The log of a database file, open until the process ends.

    While the connection is open, SQLite does not delete the index. The file is never closed: on POSIX that would
    release all locks that SQLite holds on it in this process.
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False)
        try:
            self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            self.file = os.open(f"{path}-shm", os.O_RDONLY)
        except BaseException:
            self.connection.close()
            raise
        self.index = mmap.mmap(self.file, HEADER_BYTES, access=mmap.ACCESS_READ)

    def header(self) -> bytes:
        """The index header, which is equal as long as nothing is committed."""
        return self.index[:HEADER_BYTES]


def open_wal(path: Path) -> WriteAheadLog | None:
    """The log of a database; None if the database has no file or another journal mode."""
    try:
        return WriteAheadLog(path) if path.is_file() else None
    except (OSError, ValueError, sqlite3.Error):
        return None
