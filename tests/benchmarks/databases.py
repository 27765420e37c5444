"""The databases of one run: a synthetic country on SQLite and on PostgreSQL, small and large, gone afterwards."""

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import psycopg

from tests.benchmarks.programs import PEERS, ROOT
from tests.serving import new_postgresql_database

SMALL, HUGE = 10_000, 10_000_000
"""Observations, the latter without a history."""
ROWS = (PEERS / "rows.sql").read_text()
"""The row of an observation as we answer it, in SQL by hand."""


class UnmeasuredError(Exception):
    """Something is not there that a row of the table needs."""


def environment(url: str, **more: str) -> dict[str, str]:
    return (
        os.environ
        | {"DATABASE_URL": url, "SECRET_KEY": "of the benchmark, long enough for the check of settings"}
        | more
    )


def run(url: str, *arguments: object) -> str:
    """What a Python command of this project prints, with a database of its own."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed.\n{done.stderr or done.stdout}")
    return done.stdout


class Databases:
    """Made when they are first asked for."""

    def __init__(self, stack: ExitStack, folder: Path, server: str | None, rows: int, *, huge: bool) -> None:
        self.stack, self.folder, self.server = stack, folder, server
        self.rows = {"small": SMALL, "large": rows} | ({"huge": HUGE} if huge else {})
        self.url = cache(self.make)

    def make(self, engine: str, size: str) -> str:
        """The URL of a database: sqlite or postgresql; small, large, huge or published."""
        if size not in self.rows and size != "published":
            raise UnmeasuredError(f"asked for with --{size} alone")
        url = self.empty(engine, size)
        if size == "published":
            run(url, "manage.py", "migrate", "--verbosity=0")
            run(url, "manage.py", "load_fixtures")
            return url
        rows, without_history = self.rows[size], ["--versions", 0] if size == "huge" else []
        print(f"Making {rows:,} observations on {engine} …", flush=True)
        run(url, "-m", "tests.benchmarks.filling", "--rows", rows, *without_history)
        settle(url)
        return url

    def empty(self, engine: str, size: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{self.folder}/{size}.sqlite3"
        if not self.server:
            raise UnmeasuredError("no PostgreSQL server is named (--postgresql)")
        return self.stack.enter_context(new_postgresql_database(self.server))


def settle(url: str) -> None:
    """Leave a database as one that has been served for a while, with a view of the joined rows for Datasette."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(path(url))) as connection:
            connection.execute(f"CREATE VIEW observation_rows AS {ROWS}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        with closing(psycopg.connect(url, autocommit=True)) as connection_:
            connection_.execute("VACUUM ANALYZE")


def path(url: str) -> str:
    return url.removeprefix("sqlite:///")
