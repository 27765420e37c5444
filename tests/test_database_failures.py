"""A database that fails: each failure has one answer that says what is wrong, and nothing typed is lost."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from indicators.models import Observation, Revision
from tests.databases import path_of
from tests.forms import address, fields_of, propose
from tests.serving import ROOT, free_port, up

pytestmark = pytest.mark.database_independent

REASON = "The report prints 22.97万 <in its first paragraph>."


@contextmanager
def full_disk() -> Iterator[None]:
    """The database may not grow."""
    database = connection.connection  # Django's refuses statements after an error
    [pages] = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {pages}")
    yield
    database.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told", "label"),
    [
        (
            "zh-hans",
            "数据库无法写入。本次提交的内容没有保存。您填写的文字列在下面，请复制保存，稍后重新提交。",
            "原文数值",
        ),
        ("en", "The database cannot be written. Nothing was saved.", "Value text"),
    ],
)
def test_a_full_disk_is_said_and_what_was_typed_is_shown(
    corrector: Client, language: str, told: str, label: str
) -> None:
    corrector.raise_request_exception = False
    corrector.cookies["django_language"] = language
    path = address(Observation.objects.get(code="ankang-report-poor-population-610900-2018"))
    preview = propose(corrector, path, value="229700", value_text="22.97万人", reason=REASON + "核" * 9000)
    [warnings] = re.findall(r'name="_warnings" value="(\w+)"', preview)
    with full_disk():
        response = corrector.post(path, fields_of(preview) | {"_confirmed": "1", "_warnings": warnings})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    html = response.content.decode()
    assert told in html
    assert f"<dt>{label}</dt>" in html
    assert "The report prints 22.97万 &lt;in its first paragraph&gt;." in html
    assert "csrfmiddlewaretoken" not in html


def test_a_release_that_cannot_write_is_one_line(tmp_path: Path) -> None:
    """A limit on the size of files is to SQLite what a full disk is."""
    url = f"sqlite:///{tmp_path}/small.sqlite3"
    limited = f"ulimit -f 400; exec {sys.executable} manage.py release"
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = unmeasured | {"DATABASE_URL": url}  # the file of a coverage measurement would meet the limit, too
    done = subprocess.run(
        ["bash", "-c", limited], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        rf"CommandError: Cannot write the SQLite file {path_of(url)} \(.+\)\. Nothing was published; run it again\.\n",
        done.stderr,
    )


def test_missing_tables_are_said(database_url: str) -> None:
    with running(database_url) as (address, process):
        with closing(sqlite3.connect(path_of(database_url))) as database:
            database.execute("DROP TABLE indicators_metric")
        status, body = get(f"{address}/api/v1/metrics?page_size=7")
        assert (status, json.loads(body)["detail"]) == (503, "The database lacks tables. Run manage.py release.")
        log = ended(process)
    assert re.fullmatch(
        r"\S+ ERROR The database lacks tables\. Run manage\.py release\. \(no such table: \w+\) \[\w+\]\n", log
    )


def test_a_file_that_was_replaced_is_opened_anew(database_url: str, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with running(database_url) as (address, process):
        assert named(address) == "people"
        with closing(sqlite3.connect(path_of(database_url))) as old, closing(sqlite3.connect(other)) as new:
            old.backup(new)
            new.execute("UPDATE indicators_unit SET name_en = 'human' WHERE code = 'person'")
            new.commit()
        for suffix in ("-wal", "-shm"):
            Path(f"{path_of(database_url)}{suffix}").unlink(missing_ok=True)
        other.replace(path_of(database_url))
        deadline = time.monotonic() + 30
        while (seen := named(address)) != "human" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert seen == "human"
        log = ended(process)
    assert {re.sub(r"^\S+ ", "", line) for line in log.splitlines()} == {
        "WARNING The database file was replaced. Another worker opens the new file."
    }


@contextmanager
def running(database_url: str) -> Iterator[tuple[str, up]]:
    port = free_port()
    with up(database_url, "--port", str(port), "--workers", "1", command="serve") as process:
        process.wait_until_serving()
        yield f"http://127.0.0.1:{port}", process


def ended(process: up) -> str:
    """The log of a server that is stopped."""
    process.terminate()
    return process.communicate(timeout=30)[1]


def get(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=30) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def named(address: str) -> str:
    """The name of a unit; empty while no worker listens."""
    try:
        return str(json.loads(get(f"{address}/api/v1/units/person")[1])["name_en"])
    except (OSError, HTTPException):
        return ""


@pytest.mark.django_db
def test_last_modified_is_not_in_the_future(client: Client) -> None:
    """The clock was ahead when the revision was made."""
    Revision.objects.update(time=timezone.now() + timedelta(days=1))
    response = client.get("/api/v1/units")
    assert response.status_code == 200
    assert parsedate_to_datetime(response["Last-Modified"]) <= timezone.now()
