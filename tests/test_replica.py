"""Clusters of PostgreSQL: a standby that the API reads, and a server with few connections."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.databases import manage, start_writer
from tests.faults.cluster import Cluster
from tests.faults.installation import trial_folder
from tests.nodes import Node, node

pytestmark = pytest.mark.postgresql

UNIT = "/api/v1/units/person"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with trial_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def primary(folder: Path) -> Iterator[Cluster]:
    """A primary with the fixtures."""
    cluster = Cluster(folder, "primary")
    try:
        cluster.create()
        cluster.start(max_connections=12)
        assert manage(cluster.url, "release")[0] == 0
        yield cluster
    finally:
        cluster.kill()


@pytest.fixture(scope="module")
def standby(folder: Path, primary: Cluster) -> Iterator[Cluster]:
    cluster = Cluster(folder, "standby")
    try:
        cluster.copy(primary)
        cluster.start(max_connections=12)
        yield cluster
    finally:
        cluster.kill()


def revision(served: Node) -> int:
    return int(json.loads(served.body("/api/v1/units"))["meta"]["revision"])


def wait_for(served: Node, number: int) -> None:
    deadline = time.monotonic() + 20
    while (seen := revision(served)) != number and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == number


def test_few_connections_mean_waiting(primary: Cluster) -> None:
    """Two workers share the connections of the server. Requests wait for them, and none reports an outage."""
    with node(primary.url, "--workers", "2", DATABASE_CONNECTIONS="4") as served:
        with ThreadPoolExecutor(24) as clients:
            statuses = Counter(
                clients.map(lambda size: served.get(f"/api/v1/units?page_size={size}")[0], range(1, 400))
            )
        assert set(statuses) <= {200, 503}
        assert statuses[200] > 300
        served.process.terminate()
        assert served.process.communicate(timeout=30)[1] == ""


def test_all_connections_taken_is_said_and_is_no_outage(primary: Cluster) -> None:
    with node(primary.url, "--workers", "1") as served:
        assert served.get(UNIT)[0] == 200
        others = take_all_connections(primary.url)
        with ThreadPoolExecutor(12) as clients:
            answers = list(clients.map(served.problem, [f"/api/v1/units?page_size={size}" for size in range(1, 13)]))
        for other in others:
            other.close()
        assert set(answers) <= {(200, ""), (503, "All connections to the database are in use.")}
        assert served.get("/api/v1/units?page_size=40")[0] == 200
        served.process.terminate()
        assert served.process.communicate(timeout=30)[1] == ""


def take_all_connections(url: str) -> list[psycopg.Connection]:
    connections = []
    while True:
        try:
            connections.append(psycopg.connect(url))
        except psycopg.OperationalError:
            return connections


def test_the_api_reads_the_standby(primary: Cluster, standby: Cluster) -> None:
    with (
        node(primary.url, "--workers", "1", DATABASE_REPLICA_URL=standby.url) as reader,
        node(primary.url, "--workers", "1") as writer,
        closing(psycopg.connect(standby.url, autocommit=True)) as replaying,
    ):
        before = revision(reader)
        replaying.execute("SELECT pg_wal_replay_pause()")
        with start_writer(primary.url, "one") as process:
            assert process.wait(120) == 0
        wait_for(writer, before + 4)
        assert revision(reader) == before
        _status, headers = reader.get("/api/v1/units")
        assert headers["Cache-Status"] == "ankang; hit"
        replaying.execute("SELECT pg_wal_replay_resume()")
        wait_for(reader, before + 4)
        served = json.loads(reader.body("/api/v1/regions?changed_since=1&page_size=1"))["meta"]["revision"]
        assert served == before + 4


def test_the_standby_goes_away_and_comes_back(primary: Cluster, standby: Cluster) -> None:
    with node(primary.url, "--workers", "2", DATABASE_REPLICA_URL=standby.url) as served:
        assert {served.get(UNIT)[0] for _ in range(10)} == {200}
        standby.kill()
        time.sleep(1)
        statuses = {served.get(UNIT)[0] for _ in range(20)}
        assert statuses == {200}  # from the cache
        assert served.problem("/api/v1/units?page_size=3") == (503, "The database is unavailable.")
        standby.start(max_connections=12)
        deadline = time.monotonic() + 30
        while served.get("/api/v1/units?page_size=4")[0] != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert served.get("/api/v1/units?page_size=5")[0] == 200
        time.sleep(2)
        served.process.terminate()
        log = served.process.communicate(timeout=30)[1].splitlines()
    assert [re.sub(r"^\S+Z |: .*", "", line) for line in log] == [
        "ERROR The database is unavailable",
        "WARNING The database answers again.",
    ]
