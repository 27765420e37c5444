"""Backups of the database in one file: SQLite's backup API, or pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections

REQUIRED_TABLE = "indicators_revision"


class BackupError(Exception):
    """A backup that cannot be written or restored, in one sentence."""


def write_backup(path: Path) -> None:
    """Write a consistent copy while the service runs. An existing file is not replaced."""
    if path.exists():
        raise BackupError(f"{path} exists already. Name another file.")
    draft = path.with_name(f"{path.name}.part")
    try:
        if connection.vendor == "sqlite":
            copy_sqlite(Path(connection.settings_dict["NAME"]), draft)
        else:
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}")
        draft.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{path} cannot be written: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def restore_backup(path: Path) -> None:
    """Replace the whole database by a backup, all of it or nothing. Servers have to be restarted afterwards."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    connections.close_all()
    if connection.vendor == "sqlite":
        check_sqlite(path)
        try:
            copy_sqlite(path, Path(connection.settings_dict["NAME"]))
        except sqlite3.Error as error:
            raise BackupError(f"The backup cannot be restored: {error}.") from error
        return
    if REQUIRED_TABLE not in run("pg_restore", "--list", str(path), with_database=False):
        raise BackupError(f"{path} is not a backup of this service.")
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    run("pg_restore", *options, str(path))


def copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=60)) as old, closing(sqlite3.connect(target, timeout=60)) as new:
        old.backup(new)


def check_sqlite(path: Path) -> None:
    """BackupError unless the file is an intact database of this service."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            [intact] = database.execute("PRAGMA integrity_check(1)").fetchone()
            tables = database.execute("SELECT name FROM sqlite_master WHERE name = ?", [REQUIRED_TABLE]).fetchall()
    except sqlite3.Error as error:
        raise BackupError(f"{path} is not a backup of this service: {error}.") from error
    if intact != "ok" or not tables:
        raise BackupError(f"{path} is not a backup of this service.")


def run(program: str, *arguments: str, with_database: bool = True) -> str:
    """Run a program of PostgreSQL on the database. The password is in the environment, not among the arguments."""
    if not shutil.which(program):
        raise BackupError(f"{program} is not installed. It comes with PostgreSQL's client programs.")
    settings: dict[str, Any] = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {variable: str(settings[name]) for name, variable in names.items() if settings.get(name)}
    target = ["--dbname", str(settings["NAME"])] if with_database else []
    done = subprocess.run(
        [program, *target, *arguments], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {' '.join(done.stderr.split())}")
    return done.stdout
