"""`manage.py up`: one command serves the data, stops cleanly, and says in one line what keeps it from serving."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from ankang_api.server.addresses import TCPAddress
from tests.databases import administering, allow_connections, end_connections
from tests.serving import free_port, serving, up

pytestmark = pytest.mark.database_independent


@pytest.fixture
def port() -> int:
    return free_port()


def refusal(database_url: str, *arguments: str) -> tuple[int, str]:
    """Exit code and the message of a start that fails."""
    with up(database_url, *arguments) as process:
        printed, message = process.communicate(timeout=60)
    assert printed == ""
    return process.returncode, message


def test_it_loads_serves_and_stops_and_does_so_again(empty_database_url: str, port: int) -> None:
    line = f"Ankang open data: http://127.0.0.1:{port}/ (API under /api/v1/, Swagger UI at /api/v1/docs)."
    with serving(empty_database_url, port) as printed:
        assert re.fullmatch(r"Migrations: \d+ applied\.\n", printed[0])
        assert printed[1].startswith("Revision 1: ")
        told = "Numerals uncovered: 0. Values that disagree with their words: 0.\n"
        assert printed[2:] == [told, f"{line} Stop with Ctrl-C.\n"]
        with urlopen(f"http://127.0.0.1:{port}/admin/login/") as page:
            assert page.status == 200
    with serving(empty_database_url, port) as printed:
        assert printed[0] == "Migrations: none to apply.\n"
        assert printed[1].startswith("Nothing changed: ")


@pytest.mark.postgresql
def test_a_database_that_goes_away_is_said_to_be_away(database_url: str, port: int) -> None:
    with up(database_url, "--port", str(port), "--workers", "1") as process:
        process.wait_until_serving()
        with administering(database_url) as server:
            allow_connections(server, database_url, allowed=False)
            end_connections(server, database_url)
        answers = [answer_of(f"http://127.0.0.1:{port}/api/v1/{path}") for path in ("units", "units.csv", "")]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert answers == [(503, "application/problem+json", "5", "The database is unavailable.")] * 3


def answer_of(url: str) -> tuple[int, str, str, str]:
    with pytest.raises(HTTPError) as caught:
        urlopen(url)
    with caught.value as answer:
        detail = json.load(answer)["detail"]
        return answer.code, answer.headers["Content-Type"], answer.headers["Retry-After"], detail


def test_ctrl_c_stops_it_without_a_traceback(database_url: str, port: int) -> None:
    with up(database_url, "--port", str(port), "--workers", "2") as process:
        process.wait_until_serving()
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all of a group
        assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


def test_no_worker_outlives_its_parent(database_url: str, port: int) -> None:
    with up(database_url, "--port", str(port), "--workers", "2") as process:
        process.wait_until_serving()
        process.kill()
        assert process.communicate(timeout=60) == ("", "")  # once nobody is left who could write


def test_a_closed_terminal_stops_it(database_url: str, port: int) -> None:
    terminal, standard_input = os.openpty()
    with up(database_url, "--port", str(port), stdin=standard_input) as process:
        process.wait_until_serving()
        os.killpg(process.pid, signal.SIGHUP)
        assert process.communicate(timeout=30) == ("", "")
    for descriptor in (terminal, standard_input):
        os.close(descriptor)
    assert process.returncode == 0


def test_sighup_replaces_the_workers_without_a_gap(database_url: str, port: int) -> None:
    with up(database_url, "--port", str(port), "--workers", "2", stdin=subprocess.DEVNULL) as process:
        process.wait_until_serving()
        before = set(workers_of(process.pid))
        process.send_signal(signal.SIGHUP)
        served, deadline = [], time.monotonic() + 30
        while before & set(workers_of(process.pid)) and time.monotonic() < deadline:
            served.append(answers(port))
        assert set(served) == {True}
        assert len(workers_of(process.pid)) == 2
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


def workers_of(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in children.split()]


def test_a_detached_one_outlives_its_terminal(database_url: str, port: int) -> None:
    with up(database_url, "--port", str(port), detached=True) as process:
        process.wait_until_serving()
        os.killpg(process.pid, signal.SIGHUP)
        assert answers(port)
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


def test_static_files_need_no_collecting(server: str) -> None:
    with urlopen(f"{server}/static/admin/css/base.css") as file:
        assert file.headers["Content-Type"].startswith("text/css")


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        code, message = refusal(f"sqlite:///{tmp_path}/up.sqlite3", "--port", str(port))
    assert code == 1
    assert message == (
        f"CommandError: Cannot listen on port {port} of 127.0.0.1: it is taken. Choose another with --port or --host.\n"
    )
    assert not (tmp_path / "up.sqlite3").exists()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/", timeout=4) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("port", ["0", "70000", "abc", "-1"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    code, message = refusal(f"sqlite:///{tmp_path}/up.sqlite3", f"--port={port}")
    assert code == 2
    assert message.endswith(f"error: argument --port: '{port}' is not a port; give a number from 1 to 65535\n")


def test_a_database_that_is_away_is_named_without_its_password(port: int) -> None:
    code, message = refusal(f"postgres://ankang:secret@127.0.0.1:{port}/figures", "--port", str(port))
    assert code == 1
    assert message.startswith(f"CommandError: Cannot open the PostgreSQL database figures at 127.0.0.1:{port} (")
    assert message.endswith("). Start it, or correct DATABASE_URL.\n")
    assert "secret" not in message
    assert message.count("\n") == 1


def test_a_file_that_is_no_database_is_named(tmp_path: Path, port: int) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, though it is long enough to be mistaken for one." * 20)
    code, message = refusal(f"sqlite:///{path}", "--port", str(port))
    assert code == 1
    assert message == (
        f"CommandError: Cannot open the SQLite file {path} (file is not a database). "
        "Start it, or correct DATABASE_URL.\n"
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").touch()
    path = tmp_path / "folder" / "up.sqlite3"
    assert refusal(f"sqlite:///{path}") == (1, f"The folder of the database {path} cannot be made: File exists.\n")


def test_a_number_of_workers_that_is_none_is_refused(tmp_path: Path) -> None:
    code, message = refusal(f"sqlite:///{tmp_path}/up.sqlite3", "--workers", "0")
    assert code == 2
    assert message.endswith("error: argument --workers: '0' is not a number of processes; give 1 or more\n")


@pytest.mark.parametrize(
    ("database_url", "what"),
    [
        ("nonsense", "is not understood"),
        ("mysql://ankang:secret@127.0.0.1/figures", "is not understood"),
        ("postgres://ankang:secret@127.0.0.1:abc/figures", "is not understood"),
        ("postgres://ankang:secret@127.0.0.1", "names no database"),
        ("sqlite://:memory:", "names no database"),
    ],
)
def test_a_bad_database_url_is_explained(database_url: str, what: str) -> None:
    assert refusal(database_url) == (
        1,
        f"DATABASE_URL {what}. Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name, "
        "with special characters in the password percent-encoded.\n",
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("localhost", "http://localhost:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
    ],
)
def test_the_line_names_an_address_that_a_browser_can_open(host: str, expected: str) -> None:
    assert str(TCPAddress(host, 8000)) == expected
