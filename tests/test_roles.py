"""The roles of a deployment: `release` prepares the database, `serve` serves it, and `up` does both."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, new_postgresql_database

pytestmark = pytest.mark.database_independent


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/folder/roles.sqlite3"
        return
    with new_postgresql_database(os.environ["DATABASE_URL"]) as name:
        yield name


def start(database_url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url, "SECRET_KEY": "of-the-tests"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(database_url: str, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and error output."""
    with start(database_url, *arguments) as process:
        output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


def test_three_releases_at_once_load_once(empty_database_url: str) -> None:
    processes = [start(empty_database_url, "release") for _ in range(3)]
    results = [process.communicate(timeout=120) for process in processes]
    assert [(process.returncode, errors) for process, (_, errors) in zip(processes, results, strict=True)] == [
        (0, "")
    ] * 3
    printed = "".join(output for output, _ in results)
    assert len(re.findall(r"^Migrations: \d+ applied\.$", printed, re.MULTILINE)) == 1
    assert printed.count("Revision 1: ") == 1
    assert printed.count("Migrations: none to apply.\nNothing changed: ") == 2
