"""Databases of a test's own, loaded with the published fixtures, for tests in which other processes write."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from tests.serving import ROOT, new_postgresql_database

WRITER_REVISIONS = 4
"""Revisions that each writer makes."""


def manage(url: str, *arguments: object) -> tuple[int, str]:
    """Exit code, and what a command in a new process printed of both kinds."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The URL of a new database of the same kind as the tests'."""
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        with new_postgresql_database(server) as url:
            yield url
    else:
        yield f"sqlite:///{folder}/{len(list(folder.iterdir()))}.sqlite3"


@contextmanager
def copied(source: str, folder: Path) -> Iterator[str]:
    """The URL of a new database that is what another is: sooner there than one that is migrated and loaded."""
    if source.startswith("postgres"):
        with new_postgresql_database(source, name_of(source)) as url:
            yield url
        return
    with empty_database(folder) as url:
        copy(source, url)
        yield url


def copy(source: str, target: str) -> None:
    """Make a database what another is that nobody has open."""
    if source.startswith("sqlite"):
        shutil.copy(path_of(source), path_of(target))
        return
    old, new = (sql.Identifier(name_of(url)) for url in (source, target))
    with administering(source) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))


def copy_test_database(target: str) -> None:
    """Make a database a copy of the test database of this process."""
    if target.startswith("sqlite"):  # the test database is in memory
        connection.ensure_connection()
        with closing(sqlite3.connect(path_of(target))) as file:
            connection.connection.backup(file)
        return
    connection.close()
    copy(urlsplit(target)._replace(path=f"/{connection.settings_dict['NAME']}").geturl(), target)


@contextmanager
def administering(url: str) -> Iterator["psycopg.Connection[Any]"]:
    """A connection to the PostgreSQL server of a database, but to another database of it."""
    always_there = urlsplit(url)._replace(path="/postgres").geturl()
    with closing(psycopg.connect(always_there, autocommit=True)) as connection:
        yield connection


def end_connections(server: "psycopg.Connection[Any]", url: str) -> None:
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name_of(url)])


def allow_connections(server: "psycopg.Connection[Any]", url: str, *, allowed: bool) -> None:
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    server.execute(statement.format(sql.Identifier(name_of(url)), sql.Literal(allowed)))


def name_of(url: str) -> str:
    return urlsplit(url).path[1:]


def start_writer(url: str, name: str) -> subprocess.Popen[str]:
    """A process that makes corrections in this database: tests/racing.py."""
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ankang_api.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.racing", name, str(WRITER_REVISIONS)],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
