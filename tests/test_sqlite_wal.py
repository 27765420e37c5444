"""The head of SQLite's log: it moves with each commit of anybody, and with nothing else."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ankang_api.cache.newest_revision import MAX_STALENESS_S, PollingTracker
from ankang_api.cache.sqlite_wal import open_wal

pytestmark = pytest.mark.database_independent

WRITE = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('INSERT INTO t VALUES (1)'); c.commit()"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.sqlite3"


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (n)")
        yield connection


def test_it_moves_when_anybody_commits(path: Path, database: sqlite3.Connection) -> None:
    found = open_wal(path)
    assert found
    heads = [found.header()]
    with database:
        database.execute("INSERT INTO t VALUES (1)")
        assert found.header() == heads[0]
    heads.append(found.header())
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)
    heads.append(found.header())
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)
    heads.append(found.header())
    assert len(set(heads)) == 4
    found.connection.close()


def test_it_rests_while_others_read_and_write_nothing(path: Path, database: sqlite3.Connection) -> None:
    found = open_wal(path)
    assert found
    head = found.header()
    for _ in range(3):
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT count(*) FROM t").fetchone() == (0,)
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO t VALUES (1)")
    database.rollback()
    assert found.header() == head
    found.connection.close()


def test_what_has_none_is_asked_each_time(tmp_path: Path) -> None:
    assert open_wal(tmp_path / "nowhere.sqlite3") is None
    assert open_wal(Path("file:memorydb_default?mode=memory&cache=shared")) is None
    with closing(sqlite3.connect(tmp_path / "plain.sqlite3")) as plain:
        plain.execute("CREATE TABLE t (n)")
    assert open_wal(tmp_path / "plain.sqlite3") is None
    shutil.copy(sys.executable, tmp_path / "no.sqlite3")
    assert open_wal(tmp_path / "no.sqlite3") is None


def test_a_tracker_does_not_know_the_revision_after_a_commit_elsewhere(
    path: Path, database: sqlite3.Connection
) -> None:
    tracker = PollingTracker()
    tracker.process, tracker.log = os.getpid(), open_wal(path)
    assert tracker.log
    tracker.last = (tracker.log.header(), 7, time.monotonic())
    assert tracker.cached() == 7
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)
    assert tracker.cached() is None
    tracker.last = (tracker.log.header(), 8, time.monotonic() - 2 * MAX_STALENESS_S)
    assert tracker.cached() is None
    tracker.log.connection.close()
