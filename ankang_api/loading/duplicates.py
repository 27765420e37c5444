"""The natural keys of a load and where they occur: in a temporary file, because they may not fit into memory."""

import sqlite3
from pathlib import Path

from ankang_api.loading.files import Entry
from indicators.models import Record


class Seen:
    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None)  # a file without a name, gone when it is closed
        self.database.execute("PRAGMA journal_mode = OFF")
        self.database.execute("CREATE TABLE seen (record PRIMARY KEY, path, place) WITHOUT ROWID")
        self.database.execute("BEGIN")

    def close(self) -> None:
        self.database.close()

    def __len__(self) -> int:
        (count,) = self.database.execute("SELECT count(*) FROM seen").fetchone()
        return int(count)

    def __contains__(self, record: Record) -> bool:
        return self.database.execute("SELECT 1 FROM seen WHERE record = ?", [name(record)]).fetchone() is not None

    def add(self, record: Record, entry: Entry) -> tuple[Path, str] | None:
        """Record the position of an entry. Returns the path and the position of an earlier entry of the same record."""
        values = [name(record), str(entry.path), entry.record]
        if self.database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", values).rowcount:
            return None
        first = self.database.execute("SELECT path, place FROM seen WHERE record = ?", values[:1]).fetchone()
        return Path(first[0]), first[1]


def name(record: Record) -> str:
    return f"{record.record_type()} {record.record_code}"
