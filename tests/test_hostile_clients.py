"""Clients that send slowly, read slowly or never end: meanwhile others are served."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from urllib.request import urlopen

import pytest

from tests.databases import copied
from tests.serving import free_port, up

pytestmark = pytest.mark.database_independent

PROMISED_S = 1
HOST = b"Host: localhost\r\n"
LOG_IN = (
    b"POST /admin/login/ HTTP/1.1\r\n" + HOST + b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
)
STATIC = b"GET /static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js HTTP/1.1\r\n" + HOST + b"\r\n"
EXPORT = b"GET /api/v1/observations.csv HTTP/1.1\r\n" + HOST + b"\r\n"
UNFINISHED = b"GET /api/v1/units HTTP/1.1\r\nHost: local"
ATTACKS = {
    "40 bodies that drip": (40, LOG_IN, b"a", 0),
    "40 readers of 8 static files each at 2 KB/s": (40, STATIC * 8, b"", 2048),
    "60 slow readers of an export": (60, EXPORT, b"", 512),
    "200 unfinished heads": (200, UNFINISHED, b"", 0),
}


@pytest.fixture(scope="module")
def port(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    settings = {"CONNECTIONS_PER_ADDRESS": "1000"}  # the attacks come from one address here
    with (
        copied(loaded_database, tmp_path_factory.mktemp("hostile")) as url,
        up(url, "--port", str(port), "--workers", "1", settings=settings) as process,
    ):
        process.wait_until_serving()
        yield port
        process.terminate()
        process.communicate(timeout=30)


def seconds_of(port: int, path: str) -> float:
    started = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        assert response.status == 200
        response.read()
    return time.monotonic() - started


@pytest.mark.parametrize("attack", ATTACKS)
def test_others_are_served_meanwhile(port: int, attack: str) -> None:
    count, sent, drip, rate = ATTACKS[attack]
    seconds_of(port, "/api/v1/units")
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(count)]
        for client in clients:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(sent)
            client.settimeout(0.01)
        for turn in range(5):
            for client in clients:
                with suppress(OSError):  # it may have been disconnected, as it should
                    if drip:
                        client.sendall(drip)
                    if rate:
                        client.recv(rate)
            cached, new = "/api/v1/units", f"/api/v1/observations?page_size={turn + 1}&q={len(attack)}"
            times = {path: seconds_of(port, path) for path in (cached, new, "/admin/login/")}
            assert max(times.values()) < 5 * PROMISED_S, times
            time.sleep(0.5)
