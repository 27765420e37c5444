"""A database that hangs: reads get 503 in time, cached responses go on, and all recovers by itself."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest

from tests.databases import administering, end_connections
from tests.serving import free_port, new_postgresql_database, up
from tests.tcp_proxy import TcpProxy, tcp_proxy

pytestmark = pytest.mark.postgresql

PROMISED_S = 5
CACHED = "units?page_size=3"


class Service(NamedTuple):
    root: str
    proxy: TcpProxy
    database: str

    def get(self, path: str) -> tuple[int, Any, float]:
        """Status, body and seconds."""
        started = time.monotonic()
        try:
            with urlopen(f"{self.root}/{path}", timeout=60) as response:
                status, body = response.status, response.read()
        except HTTPError as error:
            status, body = error.code, error.read()
        return status, json.loads(body), time.monotonic() - started

    def recovers(self, path: str) -> bool:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.get(path)[0] == 200:
                return True
            time.sleep(0.5)
        return False


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with new_postgresql_database(os.environ["DATABASE_URL"]) as database:
        parts, port = urlsplit(database), free_port()
        with tcp_proxy(parts.hostname or "127.0.0.1", parts.port or 5432) as proxy:
            proxied = parts._replace(netloc=f"{parts.username or 'postgres'}@127.0.0.1:{proxy.port}").geturl()
            with up(proxied, "--port", str(port), "--workers", "1") as process:
                process.wait_until_serving()
                yield Service(f"http://127.0.0.1:{port}/api/v1", proxy, database)
                process.terminate()
                process.communicate(timeout=30)


def test_a_database_that_stalls(service: Service) -> None:
    assert service.get(CACHED)[0] == 200
    service.proxy.stall()
    time.sleep(1)
    try:
        status, problem, seconds = service.get("metrics?page_size=4")
        assert (status, problem["detail"]) == (503, "The database does not answer.")
        assert seconds < 3 * PROMISED_S
        for path in [CACHED] * 20 + ["problems", "openapi.json"]:  # what needs no data needs no database
            status, _body, seconds = service.get(path)
            assert status == 200
            assert seconds < 1
        with urlopen(service.root.replace("/api/v1", "/docs"), timeout=10) as page:
            assert page.status == 200
    finally:
        service.proxy.resume()
    assert service.recovers("metrics?page_size=5")


def test_a_table_that_is_locked(service: Service) -> None:
    with closing(psycopg.connect(service.database)) as other:
        other.execute("LOCK TABLE indicators_metric IN ACCESS EXCLUSIVE MODE")
        for number in range(2):
            status, problem, seconds = service.get(f"metrics?page_size={number + 10}")
            assert (status, problem["code"]) == (503, "unavailable")
            assert seconds < 3 * PROMISED_S
        assert service.get("revisions")[0] == 200
        assert service.get(CACHED)[0] == 200
    assert service.recovers("metrics?page_size=30")


@pytest.mark.parametrize("path", ["metrics?page_size=40", "metrics.csv"])
def test_a_connection_that_ends_during_a_request(service: Service, path: str) -> None:
    """The database is there, so the client may try again."""
    with (
        closing(psycopg.connect(service.database)) as other,
        administering(service.database) as server,
        ThreadPoolExecutor() as threads,
    ):
        other.execute("LOCK TABLE indicators_metric IN ACCESS EXCLUSIVE MODE")
        waiting = threads.submit(service.get, path)
        time.sleep(1)
        end_connections(server, service.database)
        status, problem, _seconds = waiting.result()
    assert (status, problem["detail"]) == (503, "The database is unavailable.")
    assert service.recovers("metrics?page_size=41")
