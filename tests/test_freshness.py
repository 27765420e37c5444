"""How soon a correction shows in every worker on PostgreSQL, and what is said while the database is away."""

import json
import signal
import time
from contextlib import closing
from http.client import HTTPConnection

import psycopg
import pytest

from tests.databases import administering, allow_connections, end_connections, start_writer
from tests.serving import free_port, serving, up

pytestmark = pytest.mark.postgresql

URL, UNKEPT = "/api/v1/regions?page_size=1", "/api/v1/units?page_size=2"


def answers(port: int, url: str = URL, times: int = 16) -> list[tuple[int, int | None, str]]:
    """What as many connections get, by default enough to reach every worker: status, revision and Cache-Status."""
    found = []
    for _ in range(times):
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", url)
            response = connection.getresponse()
            body = json.load(response)
            revision = body["meta"]["revision"] if response.status == 200 else None
            found.append((response.status, revision, response.headers["Cache-Status"]))
    return found


def until(port: int, *, all_of: tuple[int, int | None, str], url: str = URL) -> None:
    """Ask until every answer is as it is to be; what a minute does not bring never comes."""
    deadline = time.monotonic() + 60
    while set(found := answers(port, url)) != {all_of}:
        assert time.monotonic() < deadline, found


def correct(url: str) -> None:
    """Four corrections, in another process."""
    with start_writer(url, "writer") as writer:
        assert (writer.communicate()[0], writer.returncode) == ("", 0)


def test_a_correction_of_another_process_shows_in_every_worker(database_url: str) -> None:
    port = free_port()
    with serving(database_url, port, "--workers", "2"):
        until(port, all_of=(200, 1, "ankang; hit"))
        correct(database_url)
        until(port, all_of=(200, 5, "ankang; hit"))


def test_a_listener_that_was_lost_is_none_the_later(database_url: str) -> None:
    """Nobody hears of a revision that is made while nobody listens; the clock asks for it."""
    port = free_port()
    with serving(database_url, port, "--workers", "2"), administering(database_url) as server:
        until(port, all_of=(200, 1, "ankang; hit"))
        with closing(psycopg.connect(database_url, autocommit=True)) as mute:
            mute.execute(
                "INSERT INTO indicators_revision (number, time, kind, role, reason)"
                " VALUES (2, now(), 'correction', 'corrector', 'Without a notification.')"
            )
        until(port, all_of=(200, 2, "ankang; hit"))
        end_connections(server, database_url)
        correct(database_url)
        until(port, all_of=(200, 6, "ankang; hit"))


def test_connections_that_were_lost_cost_no_answer(database_url: str) -> None:
    port = free_port()
    with serving(database_url, port, "--workers", "2"), administering(database_url) as server:
        until(port, all_of=(200, 1, "ankang; hit"))
        for number in range(3, 7):
            end_connections(server, database_url)
            assert {status for status, _, _ in answers(port, f"/api/v1/units?page_size={number}")} == {200}


def test_kept_answers_go_on_while_the_database_is_away_and_say_so(database_url: str) -> None:
    port = free_port()
    with administering(database_url) as server, up(database_url, "--port", str(port), "--workers", "2") as process:
        process.wait_until_serving()
        until(port, all_of=(200, 1, "ankang; hit"))
        allow_connections(server, database_url, allowed=False)
        end_connections(server, database_url)
        stale = False
        while not stale:
            found = answers(port)
            stale = all(status.startswith("ankang; hit; ttl=-") for _, _, status in found)
            assert {(code, revision) for code, revision, _ in found} == {(200, 1)}
        assert answers(port, UNKEPT, times=1) == [(503, None, "ankang; fwd=miss")]
        allow_connections(server, database_url, allowed=True)
        until(port, all_of=(200, 1, "ankang; hit"))
        until(port, all_of=(200, 1, "ankang; hit"), url=UNKEPT)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)  # with the tracebacks of what was asked while it was away
