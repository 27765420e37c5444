"""For the operators: health checks and metrics on a port of their own, and the log."""

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.databases import administering, allow_connections, end_connections
from tests.nodes import node
from tests.serving import free_port, up

pytestmark = pytest.mark.database_independent


def test_health_and_metrics_have_a_port_of_their_own(database_url: str) -> None:
    with node(database_url, "--workers", "2") as served:
        assert served.operations("/livez") == (200, '{"status": "alive"}')
        status, body = served.operations("/readyz")
        assert (status, json.loads(body)) == (
            200,
            {"status": "ready", "database": "available", "revision": 1, "unchecked_seconds": 0},
        )
        assert served.operations("/nothing") == (
            404,
            '{"status": "not found", "detail": "/livez, /readyz and /metrics are served here."}',
        )
        assert served.get("/livez")[0] == served.get("/metrics")[0] == 404


def test_requests_are_counted_over_all_workers(database_url: str) -> None:
    with node(database_url, "--workers", "2") as served:
        for _ in range(40):
            assert served.get("/api/v1/units")[0] == 200
        etag = served.get("/api/v1/units")[1]["ETag"]
        for _ in range(9):
            assert served.get("/api/v1/units", **{"If-None-Match": etag})[0] == 304
        for path in ("/api/v1/units.csv", "/api/v1/units.csv?kind=x", "/nothing", "/static/admin/css/base.css"):
            served.get(path)
        served.wait_for("ankang_requests_total", 50, operation="unit-list", format="json")
        served.wait_for("ankang_requests_total", 1, operation="unit-list", format="csv", status="200", cache="stored")
        served.wait_for("ankang_requests_total", 1, operation="unit-list", format="csv", status="400", cache="miss")
        served.wait_for("ankang_requests_total", 1, operation="none", status="404", cache="none")
        served.wait_for("ankang_requests_total", 1, operation="static", status="200", cache="none")
        computed = served.metric("ankang_requests_total", operation="unit-list", format="json", cache="stored")
        assert computed == served.metric("ankang_request_duration_seconds_count", operation="unit-list", format="json")
        assert 1 <= computed <= 2  # each worker has a cache of its own
        assert served.metric("ankang_cache_bytes") > 4096
        assert served.metric("ankang_revision") == 1
        assert served.metric("ankang_revision_unchecked_seconds") == 0
        assert served.metric("ankang_verification_checks", result="agrees") == 446
        assert served.metric("ankang_verification_checks", result="disagrees") == 0


def test_counts_outlive_a_worker(database_url: str) -> None:
    with node(database_url, "--workers", "1") as served:
        served.get("/api/v1/regions")
        [worker] = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()
        served.wait_for("ankang_requests_total", 1, operation="region-list")
        os.kill(int(worker), signal.SIGKILL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                served.get("/api/v1/regions")
                break
            except OSError:
                time.sleep(0.05)
        served.wait_for("ankang_requests_total", 2, operation="region-list", cache="stored")


def test_the_files_of_the_metrics_are_removed(database_url: str, tmp_path: Path) -> None:
    with node(database_url, "--workers", "1", TMPDIR=str(tmp_path)) as served:
        assert len(list(tmp_path.glob("ankang-metrics-*"))) == 1
        served.process.terminate()
        assert served.process.communicate(timeout=30) == ("", "")
    assert list(tmp_path.glob("ankang-metrics-*")) == []


@pytest.mark.postgresql
def test_an_outage_is_one_line_and_leaves_the_node_ready(database_url: str) -> None:
    with node(database_url, "--workers", "2") as served:
        served.get("/api/v1/units")
        with administering(database_url) as server:
            allow_connections(server, database_url, allowed=False)
            end_connections(server, database_url)
            statuses = {served.get(f"/api/v1/metrics?page_size={number}")[0] for number in range(1, 20)}
            assert statuses == {503}
            status, body = served.operations("/readyz")
            assert (status, json.loads(body)["status"], json.loads(body)["database"]) == (200, "ready", "away")
            assert served.metric("ankang_revision_unchecked_seconds") > 0
            assert served.metric("ankang_database_errors_total") > 0
            allow_connections(server, database_url, allowed=True)
        deadline = time.monotonic() + 10
        while served.get("/api/v1/metrics?page_size=20")[0] == 503 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert json.loads(served.operations("/readyz")[1])["database"] == "available"
        time.sleep(2)  # the outage is over once no worker has had an error for a second
        served.process.terminate()
        _, log = served.process.communicate(timeout=30)
    lines = log.splitlines()
    assert len(lines) == 2
    assert re.fullmatch(r"\S+Z ERROR The database is unavailable: .+", lines[0])
    assert re.fullmatch(r"\S+Z WARNING The database answers again\.", lines[1])
    assert "Traceback" not in log


def test_the_access_log_has_a_line_for_each_request(database_url: str) -> None:
    with node(database_url, "--workers", "1", ACCESS_LOG="true") as served:
        for _ in range(3):
            served.get("/api/v1/units?kind=count")
        served.get("/api/v1/units?x=%0Aforged", **{"X-Request-Id": "mine"})
        served.get("/api/v1/units/a%0Aforged", **{"X-Request-Id": "mine"})
        served.process.terminate()
        _, log = served.process.communicate(timeout=30)
    lines = [re.sub(r"^\S+Z INFO | [\d.]+ ms", "", line) for line in log.splitlines()]
    assert [re.sub(r"\[[0-9a-f]{16}\]", "[id]", line) for line in lines] == [
        "127.0.0.1 GET /api/v1/units?kind=count 200 stored [id]",
        "127.0.0.1 GET /api/v1/units?kind=count 200 hit [id]",
        "127.0.0.1 GET /api/v1/units?kind=count 200 hit [id]",
        "127.0.0.1 GET /api/v1/units?x=%0Aforged 400 miss [mine]",
        r"127.0.0.1 GET /api/v1/units/a\x0aforged 404 miss [mine]",
    ]


def test_the_log_can_be_json(database_url: str) -> None:
    with node(database_url, "--workers", "1", ACCESS_LOG="true", LOG_FORMAT="json") as served:
        served.get("/api/v1/units", **{"X-Request-Id": "mine"})
        served.process.terminate()
        _, log = served.process.communicate(timeout=30)
    entry = json.loads(log)
    message = entry.pop("message")
    assert re.fullmatch(r"127\.0\.0\.1 GET /api/v1/units 200 [\d.]+ ms stored", message)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)", entry.pop("time"))
    assert entry == {"level": "INFO", "logger": "ankang_api.operations.access_log", "request_id": "mine"}


def test_a_port_of_the_operators_that_is_taken_is_named(database_url: str, server: str) -> None:
    taken = server.rpartition(":")[2]
    with up(database_url, "--port", str(free_port()), settings={"OPERATIONS_PORT": taken}) as process:
        printed, errors = process.communicate(timeout=60)
    assert (process.returncode, printed) == (1, "")
    assert errors == (
        f"CommandError: Cannot listen on port {taken} of 127.0.0.1: it is taken. Choose another OPERATIONS_PORT.\n"
    )
