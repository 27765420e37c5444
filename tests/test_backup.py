"""A restore drill: a backup is restored into an empty database, and verify_history finds no fault."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.serving import ROOT, new_postgresql_database

CORRECT = """
from django.contrib.auth.models import User
from indicators.models import Observation
from tests.editing import correct
correct(Observation.objects.get(code="ankang-report-poor-population-610900-2018"), value=229700)
"""


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.database_independent),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ]
)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/{os.urandom(4).hex()}.sqlite3"
        return
    with (
        new_postgresql_database(os.environ["DATABASE_URL"]) as first,
        new_postgresql_database(os.environ["DATABASE_URL"]) as second,
    ):
        names = iter([first, second])
        yield lambda: next(names)


def manage(database: str, *arguments: str, fails: bool = False) -> str:
    environment = os.environ | {"DATABASE_URL": database}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == fails, done.stderr
    return done.stderr if fails else done.stdout


def test_a_backup_is_restored_and_its_history_verified(new_database: Callable[[], str], tmp_path: Path) -> None:
    old, new, file = new_database(), new_database(), tmp_path / "backup"
    manage(old, "migrate", "--verbosity", "0")
    manage(old, "load_fixtures", "--verbosity", "0")
    manage(old, "shell", "--no-imports", "--command", CORRECT)
    assert manage(old, "backup", str(file)).startswith(f"Wrote {file} (")
    assert manage(old, "backup", str(file), fails=True) == (
        f"CommandError: {file} exists already. Name another file.\n"
    )
    assert manage(old, "restore", str(file), fails=True) == (
        "CommandError: The database is at revision 2. Replace it with --replace.\n"
    )
    done = "Restored revision 2. Restart the servers, then run verify_history.\n"
    assert manage(new, "restore", str(file)) == done
    assert "518 records, 519 versions, 1 corrections" in manage(new, "verify_history")
    assert manage(new, "restore", "--replace", str(file)) == done
    assert "518 records, 519 versions, 1 corrections" in manage(new, "verify_history")


@pytest.mark.postgresql
def test_the_script_of_the_containers_writes_backups_that_are_restored(tmp_path: Path) -> None:
    with (
        new_postgresql_database(os.environ["DATABASE_URL"]) as old,
        new_postgresql_database(os.environ["DATABASE_URL"]) as new,
    ):
        manage(old, "release", "--verbosity", "0")
        expired, kept, other = (tmp_path / name for name in ("ankang-1.dump", "ankang-2.dump", "notes"))
        for file, age_days in ((expired, 15.1), (kept, 14.5), (other, 99)):
            file.touch()
            os.utime(file, times=(time.time() - age_days * 86400,) * 2)
        done = run_script(old, tmp_path)
        [written] = set(tmp_path.iterdir()) - {kept, other}
        assert (done.returncode, done.stdout) == (0, f"Wrote {written}.\n")
        assert written.stat().st_mode & 0o777 == 0o600
        assert manage(new, "restore", str(written)).startswith("Restored revision 1.")


@pytest.mark.postgresql
def test_the_script_keeps_old_backups_if_it_fails(tmp_path: Path) -> None:
    expired = tmp_path / "ankang-1.dump"
    expired.touch()
    os.utime(expired, times=(0, 0))
    missing = urlsplit(os.environ["DATABASE_URL"])._replace(path="/missing").geturl()
    done = run_script(missing, tmp_path)
    assert done.returncode == 1
    assert 'database "missing" does not exist' in done.stderr
    assert list(tmp_path.iterdir()) == [expired]


def run_script(database: str, folder: Path) -> subprocess.CompletedProcess[str]:
    server = urlsplit(database)
    values = (server.hostname, server.port, server.username, server.password, server.path[1:])
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE")
    environment = os.environ | {name: str(value) for name, value in zip(names, values, strict=True) if value}
    command = ["sh", "docs/deploy/backup.sh", str(folder)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_other_files_are_refused(new_database: Callable[[], str], tmp_path: Path) -> None:
    database, file = new_database(), tmp_path / "other"
    assert manage(database, "restore", str(file), fails=True) == f"CommandError: There is no file {file}.\n"
    file.write_text("no backup")
    assert manage(database, "restore", str(file), fails=True).startswith("CommandError: ")
