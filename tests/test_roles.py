"""The roles of a deployment: `release` prepares the database, `serve` serves it, and `up` does both."""

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from ankang_api.management.server_command import bind_address
from ankang_api.server.addresses import TCPAddress, UnixAddress
from tests.databases import path_of
from tests.serving import ROOT, free_port

pytestmark = pytest.mark.database_independent


@pytest.fixture(scope="module")
def released_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('released')}/roles.sqlite3"
    assert run(url, "release")[0] == 0
    return url


@pytest.fixture
def sqlite_url(released_url: str, tmp_path: Path) -> str:
    """A released database of the test's own."""
    url = f"sqlite:///{tmp_path}/roles.sqlite3"
    shutil.copy(path_of(released_url), path_of(url))
    return url


def start(database_url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url},
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


def test_a_release_of_older_fixtures_needs_downgrade(
    sqlite_url: str, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIXTURE_FOLDER", str(fixtures))
    for number, arguments, line in (
        (4, (), "Nothing changed: "),
        (3, (), "Nothing was loaded: "),
        (3, ("--downgrade",), "Nothing changed: "),
        (3, (), "Nothing changed: "),
    ):
        (fixtures / "version.json").write_text(f'{{"fixtures_version": {number}}}')
        code, output, errors = run(sqlite_url, "release", *arguments)
        assert (code, errors) == (0, "")
        assert output.splitlines()[1].startswith(line)


def test_three_servers_that_start_at_once_all_serve(empty_database_url: str) -> None:
    ports = [free_port() for _ in range(3)]
    processes = [start(empty_database_url, "up", "--port", str(port), "--workers", "1") for port in ports]
    try:
        for process, port in zip(processes, ports, strict=True):
            assert lines_until_serving(process)[-1].startswith(f"Ankang open data: http://127.0.0.1:{port}/ ")
            with opened(port) as response:
                assert response.status == 200
    finally:
        for process in processes:
            process.terminate()
        ends = [process.communicate(timeout=60) for process in processes]
    assert ends == [("", "")] * 3


def lines_until_serving(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    lines = [process.stdout.readline()]
    while lines[-1] and not lines[-1].startswith("Ankang"):
        lines.append(process.stdout.readline())
    return lines


@contextmanager
def running(database_url: str, *arguments: str, errors: str = "") -> Iterator[subprocess.Popen[str]]:
    """A server that serves within the block, and whose error output is then compared."""
    with start(database_url, *arguments) as process:
        try:
            assert lines_until_serving(process)[-1].startswith("Ankang open data: ")
            yield process
        finally:
            process.terminate()
            end = process.communicate(timeout=60)
    assert (process.returncode, end) == (0, ("", errors))


def test_serve_refuses_a_database_without_migrations(empty_database_url: str) -> None:
    code, output, errors = run(empty_database_url, "serve", "--port", str(free_port()))
    assert (code, output) == (1, "")
    assert re.fullmatch(
        r"CommandError: The database lacks the migration admin\.0001_initial and \d+ more\. "
        r"Run manage\.py release first\.\n",
        errors,
    )


def test_serve_refuses_a_database_without_a_revision(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/roles.sqlite3"
    assert run(url, "migrate", "--verbosity", "0") == (0, "", "")
    code, output, errors = run(url, "serve", "--port", str(free_port()))
    assert (code, output) == (1, "")
    assert errors == "CommandError: The database has no revision yet. Run manage.py release first.\n"


def test_serve_serves_a_newer_schema_with_a_warning(sqlite_url: str) -> None:
    with closing(sqlite3.connect(path_of(sqlite_url))) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('indicators', '9999_later', '2026-01-01')"
        )
    port = free_port()
    warning = (
        "Warning: the schema is newer than this version, which does not know the migration indicators.9999_later.\n"
    )
    with running(sqlite_url, "serve", "--port", str(port), errors=warning), opened(port) as response:
        assert response.status == 200


def test_a_server_listens_on_a_unix_socket_and_replaces_a_stale_one(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with closing(socket.socket(socket.AF_UNIX)) as stale:
        stale.bind(str(path))
    arguments = ("serve", "--bind", f"unix:{path}", "--workers", "2")
    with running(sqlite_url, *arguments) as process:
        assert status(path) == 200
        assert run(sqlite_url, *arguments) == (
            1,
            "",
            f"CommandError: Cannot listen on the socket {path}: it is taken.\n",
        )
        process.send_signal(signal.SIGHUP)  # replaces the workers
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            assert status(path) == 200
            time.sleep(0.1)
    assert not path.exists()


def test_failed_log_ins_over_a_unix_socket_lock_the_account(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with start(sqlite_url, "serve", "--bind", f"unix:{path}", "--workers", "1") as process:
        lines_until_serving(process)
        statuses = [log_in(path) for _ in range(6)]
        process.terminate()
        process.communicate(timeout=60)
    assert statuses == [200] * 4 + [429] * 2


def log_in(path: Path) -> int:
    token = "a" * 32
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(connected(path)) as connection:
        body = f"csrfmiddlewaretoken={token}&username=wang&password=wrong"
        connection.request("POST", "/admin/login/", body, headers)
        return connection.getresponse().status


def test_a_file_that_is_no_socket_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Notes")
    assert run(sqlite_url, "serve", "--bind", f"unix:{path}") == (
        1,
        "",
        f"CommandError: Cannot listen on the socket {path}: it is a file, not a socket.\n",
    )
    assert path.read_text() == "Notes"


def test_bind_takes_a_host_and_a_port(sqlite_url: str) -> None:
    port = free_port()
    with running(sqlite_url, "serve", "--bind", f"127.0.0.1:{port}"), opened(port) as response:
        assert response.status == 200


@pytest.mark.parametrize("text", ["unix:", "8000", ":8000", ""])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is not an address; give HOST:PORT or unix:PATH"):
        bind_address(text)


def test_an_ipv6_address_has_brackets() -> None:
    assert bind_address("[::1]:8000") == TCPAddress("::1", 8000)


def connected(path: Path) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    return connection


def status(path: Path) -> int:
    with closing(connected(path)) as connection:
        connection.request("GET", "/api/v1/units")
        return connection.getresponse().status


def opened(port: int) -> Any:
    return urlopen(f"http://127.0.0.1:{port}/api/v1/units")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/no-such-folder/socket", "its folder does not exist"),
        (f"/tmp/{'a' * 120}", "its path is longer than 103 bytes"),
    ],
)
def test_a_socket_that_cannot_be_made_is_explained(path: str, reason: str) -> None:
    with pytest.raises(OSError, match=reason):
        UnixAddress(Path(path)).resolved()
