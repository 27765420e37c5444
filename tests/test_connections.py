"""Requests over a socket: what is answered again at once, and what no request is."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvloop
from uvicorn import Config
from uvicorn.server import ServerState

from ankang_api.cache import raw_requests
from ankang_api.cache.newest_revision import NewestRevision
from ankang_api.cache.response_cache import ResponseCache
from ankang_api.cache.store import ResponseStore
from ankang_api.environ import VALID_AT_REVISION
from ankang_api.server import protocol
from ankang_api.server.protocol import Protocol
from ankang_api.server.wsgi_bridge import Bridge

pytestmark = pytest.mark.database_independent

DATE = b"Wed, 25 Nov 2026 12:00:00 GMT"
HEAD = b"GET /api/units HTTP/1.1\r\nHost: localhost\r\n\r\n"
PROBLEM = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "This is no request of HTTP/1.1."}
LARGE = 1_000_000


class Site:
    """An application behind the response cache, and the newest revision as it is told to be."""

    def __init__(self) -> None:
        self.known, self.seen = NewestRevision(1, 0), list[str]()
        self.may, self.ended = threading.Event(), threading.Event()
        self.may.set()
        self.front = ResponseCache(self.answer, ResponseStore(4_000_000), self)
        self.cached_response = self.front.cached_response

    def current(self) -> NewestRevision:
        return self.known

    def cached(self) -> int | None:
        return None if self.known.unchecked else self.known.revision

    def record(self, revision: int) -> None: ...

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Whatever is not answered in the event loop comes here."""
        self.seen.append(environ["PATH_INFO"])
        return self.front(environ, start_response)

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, revision = environ["PATH_INFO"], self.known.revision
        headers = [("Content-Type", "text/plain"), ("ETag", f'"{revision}"')]
        if path == "/export":
            start_response("200 OK", headers)
            return self.export()
        self.may.wait(30)
        body = f"{path} of {revision}".encode() * (10_000 if path.endswith("large") else 1)
        body += environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0)))
        environ[VALID_AT_REVISION] = revision
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def export(self) -> Iterator[bytes]:
        try:
            while True:
                yield bytes(LARGE)
        finally:
            self.ended.set()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def address(site: Site) -> Iterator[tuple[str, int]]:
    loop, state = uvloop.new_event_loop(), ServerState()
    state.default_headers = [(b"date", DATE)]
    config = Config(Bridge(site, 2), lifespan="off", ws="none", log_config=None, proxy_headers=False)
    making = loop.create_server(lambda: Protocol(config, state, {}, loop), "127.0.0.1", 0)
    listening = loop.run_until_complete(making)
    running = threading.Thread(target=loop.run_forever)
    running.start()
    yield listening.sockets[0].getsockname()  # type: ignore[attr-defined]  # of asyncio's servers, and uvloop's

    async def stop() -> None:
        listening.close()
        for connection in list(state.connections):
            connection.transport.abort()
        while state.tasks or state.connections:
            await asyncio.sleep(0.01)

    asyncio.run_coroutine_threadsafe(stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    running.join(30)
    loop.close()


@pytest.fixture
def connect(address: tuple[str, int]) -> Callable[[], Any]:
    return lambda: connected(address)


@contextmanager
def connected(address: tuple[str, int]) -> Iterator["Client"]:
    with closing(socket.create_connection(address, timeout=30)) as connection, connection.makefile("rb") as file:
        yield Client(connection, file)


class Client:
    def __init__(self, connection: socket.socket, file: Any) -> None:
        self.connection, self.file = connection, file
        self.send = connection.sendall

    def answer(self) -> tuple[bytes, bytes]:
        """The head and the body of the next answer."""
        lines = list(iter(self.file.readline, b"\r\n"))
        sizes = [int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")]
        return b"".join(lines), self.file.read(sizes[0] if sizes else 0)

    def ask(self, head: bytes) -> tuple[bytes, bytes]:
        self.send(head)
        return self.answer()


Connect = Callable[[], Any]


@pytest.mark.parametrize("more", [b"", b'If-None-Match: "1"\r\n', b'If-None-Match: W/"0", "1"\r\n', b"Accept: */*\r\n"])
def test_what_is_answered_at_once_is_what_is_answered_slowly(site: Site, connect: Connect, more: bytes) -> None:
    with connect() as client:
        client.ask(HEAD)
        head = HEAD.replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n")
        kept = client.ask(head)
        seen = list(site.seen)
        assert [client.ask(head) for _ in range(3)] == [kept] * 3
        assert site.seen == seen
    status, body = (b"304 Not Modified", b"") if b"None" in more else (b"200 OK", b"/api/units of 1")
    assert (kept[0].splitlines()[0], kept[1]) == (b"HTTP/1.1 " + status, body)
    assert b"date: " + DATE in kept[0]
    assert b"cache-status: ankang; hit" in kept[0]


def test_another_connection_is_answered_at_once_too(site: Site, connect: Connect) -> None:
    for _ in range(4):
        with connect() as client:
            assert client.ask(HEAD)[1] == b"/api/units of 1"
    assert len(site.seen) == 2


def test_a_revision_counts_from_the_next_request_on(site: Site, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        site.known = NewestRevision(2, 0)
        assert client.ask(HEAD)[1] == b"/api/units of 2"
        site.known = NewestRevision(2, 9.5)  # nobody can tell whether it is still the newest
        assert b"cache-status: ankang; hit; ttl=-9.5" in client.ask(HEAD)[0]
        site.known = NewestRevision(2, 0)
        assert client.ask(HEAD)[0].endswith(b"cache-status: ankang; hit\r\n")


def test_requests_that_come_together_are_answered_in_their_order(site: Site, connect: Connect) -> None:
    other = HEAD.replace(b"units", b"regions")
    with connect() as client:
        for head in (HEAD, HEAD, HEAD, other, other):
            client.ask(head)
        client.send(HEAD + other + HEAD)
        bodies = [client.answer()[1] for _ in range(3)]
    assert bodies == [b"/api/units of 1", b"/api/regions of 1", b"/api/units of 1"]


def test_a_known_request_does_not_overtake_one_under_way(site: Site, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        site.may.clear()
        client.send(HEAD.replace(b"units", b"slow"))
        while "/api/slow" not in site.seen:
            time.sleep(0.01)
        client.send(HEAD)
        site.may.set()
        assert [client.answer()[1] for _ in range(2)] == [b"/api/slow of 1", b"/api/units of 1"]


def test_what_follows_half_a_head_belongs_to_it(site: Site, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        client.send(b"GET /api/regions HTTP/1.1\r\nX-Half: ")
        time.sleep(0.2)  # so that the rest comes by itself
        assert client.ask(HEAD)[1] == b"/api/regions of 1"


def test_a_body_that_looks_like_a_request_is_none(site: Site, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        post = f"POST /api/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(HEAD)}\r\n\r\n"
        client.send(post.encode())
        time.sleep(0.2)
        assert client.ask(HEAD)[1] == b"/api/import of 1" + HEAD


def test_a_body_may_be_large(site: Site, connect: Connect) -> None:
    body = b"a" * LARGE
    with connect() as client:
        answer = client.ask(f"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: {LARGE}\r\n\r\n".encode() + body)
    assert answer[1] == b"/form of 1" + body


@pytest.mark.parametrize(
    "head", [HEAD.replace(b"1.1", b"1.0"), HEAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")]
)
def test_who_wants_one_answer_gets_one(site: Site, connect: Connect, head: bytes) -> None:
    for _ in range(4):
        with connect() as client:
            client.send(head)
            assert client.file.read().endswith(b"\r\nconnection: close\r\n\r\n/api/units of 1")
    assert len(site.seen) == 4


def test_what_is_no_get_is_not_remembered(site: Site, connect: Connect) -> None:
    for method in (b"HEAD", b"POST", b"DELETE"):
        for _ in range(3):
            with connect() as client:
                client.send(HEAD.replace(b"GET", method))
                assert client.file.readline() == b"HTTP/1.1 200 OK\r\n"
    assert len(site.seen) == 9


def test_a_flood_of_heads_takes_no_more_room(site: Site, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_requests, "MAX_REQUESTS", 10)
    with connect() as client:
        for number in range(100):
            client.ask(HEAD.replace(b"\r\n\r\n", f"\r\nUser-Agent: {number}\r\n\r\n".encode()))
            client.ask(HEAD)
        seen = len(site.seen)
        client.ask(HEAD)
    remembered = site.front.raw_requests
    assert len(remembered.young) <= 10
    assert len(remembered.old) <= 10
    assert len(site.seen) == seen  # who asks again and again is remembered throughout


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # the start of a TLS connection
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET api HTTP/1.1\r\n\r\n",
        "GET /安康 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_with_a_problem(site: Site, connect: Connect, garbage: bytes) -> None:
    with connect() as client:
        head, body = client.ask(garbage)
        assert client.file.read() == b""
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json\r\n" in head
    assert json.loads(body) == PROBLEM
    assert site.seen == []


def test_a_head_that_does_not_end_is_refused(connect: Connect) -> None:
    with connect() as client:
        head, body = client.ask(b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 70_000)
    assert head.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert json.loads(body)["detail"] == "The head of a request has at most 65,536 bytes."


@pytest.mark.parametrize("what", [b"", b"GET /api/un", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf", HEAD])
def test_a_connection_that_says_nothing_is_closed(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, what: bytes
) -> None:
    for name, seconds in {"IDLE_TIMEOUT_S": 0.2, "RECEIVE_TIMEOUT_S": 0.2, "TIMEOUT_CHECK_INTERVAL_S": 0.05}.items():
        monkeypatch.setattr(protocol, name, seconds)
    with connect() as client:
        client.send(what)
        assert client.file.read().endswith(b"/api/units of 1" if what == HEAD else b"")


def test_an_export_ends_when_its_reader_leaves(site: Site, connect: Connect) -> None:
    with connect() as client:
        client.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        client.connection.recv(1000)
    assert site.ended.wait(30)


def test_an_export_ends_when_its_reader_stalls(site: Site, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SEND_TIMEOUT_S", 0.2)
    monkeypatch.setattr(protocol, "TIMEOUT_CHECK_INTERVAL_S", 0.05)
    with connect() as client:
        client.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        assert site.ended.wait(30)


def test_what_nobody_reads_is_not_answered_on_and_on(site: Site, connect: Connect) -> None:
    """Its answers would gather in memory: who sends and does not read is kept waiting."""
    head = HEAD.replace(b"units", b"units/large")
    with connect() as client:
        for _ in range(3):
            client.ask(head)
        client.connection.settimeout(1)
        asking = iter(lambda: client.send(head * 100), "never")
        with pytest.raises(TimeoutError):
            all(sent is None for sent in asking)
