"""Connections: what a client gets over a socket, and what it may take of the server."""

import asyncio
import contextlib
import io
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvloop

from ankang_api.cache import raw_requests
from ankang_api.cache.newest_revision import NewestRevision
from ankang_api.cache.response_cache import ResponseCache
from ankang_api.cache.store import ResponseStore
from ankang_api.environ import NO_DEADLINE, VALID_AT_REVISION
from ankang_api.http.problems import plain_problem
from ankang_api.server.connection import Connection
from ankang_api.server.limits import Limits
from ankang_api.server.response import FileBody
from ankang_api.server.site import Site
from tests.trackers import FixedTracker

pytestmark = pytest.mark.database_independent

HEAD = b"GET /api/units HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = 1_000_000


class Fake(FixedTracker):
    """An application behind the response cache, and a newest revision that the test sets."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = list[str]()
        self.may, self.ended = threading.Event(), threading.Event()
        self.may.set()
        self.cache = ResponseCache(self.answer, ResponseStore(4_000_000), self)
        self.exports = 0

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, revision = environ["PATH_INFO"], self.known.revision
        self.seen.append(path)
        headers = [("Content-Type", "text/plain"), ("ETag", f'"{revision}"')]
        if path.endswith("export"):
            start_response("200 OK", headers)
            return self.export()
        if path == "/broken/stream":
            start_response("200 OK", headers)
            return self.broken_stream()
        if path.startswith("/static/"):
            start_response("200 OK", [*headers, ("Content-Length", str(LARGE))])
            return FileBody(io.BytesIO(bytes(LARGE)))
        if path == "/without-length":
            start_response("500 Internal Server Error", headers)
            return [b"a ", b"fault"]
        if path == "/api/broken":
            raise LookupError("a fault of the application")
        if path == "/api/slow.xlsx":
            environ[NO_DEADLINE] = True
        self.may.wait(30)
        body = f"{path} of {revision}".encode() * (10_000 if path.endswith("large") else 1)
        body += environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0)))
        environ[VALID_AT_REVISION] = revision
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def broken_stream(self) -> Iterator[bytes]:
        yield b"half"
        raise LookupError("a fault of the application")

    def export(self) -> Iterator[bytes]:
        self.exports += 1
        try:
            while True:
                yield bytes(LARGE)
        finally:
            self.ended.set()


@pytest.fixture
def limits() -> Limits:
    return Limits(threads=2, streams=1)


@pytest.fixture
def site() -> Fake:
    return Fake()


@pytest.fixture
def address(site: Fake, limits: Limits) -> Iterator[tuple[str, int]]:
    loop = uvloop.new_event_loop()
    served: Site
    listening: Any

    async def start() -> None:
        nonlocal served, listening
        served = Site(site.cache, plain_problem, site.cache, limits)
        listening = await loop.create_server(lambda: Connection(served), "127.0.0.1", 0)

    async def watch() -> None:
        while True:
            served.check(loop.time())
            await asyncio.sleep(0.05)

    async def stop() -> None:
        watching.cancel()
        listening.close()
        site.may.set()
        await served.stop()

    loop.run_until_complete(start())
    watching = loop.create_task(watch())
    running = threading.Thread(target=loop.run_forever)
    running.start()
    yield listening.sockets[0].getsockname()
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
        self.request_id = ""
        """Of the last answer."""

    def answer(self) -> tuple[bytes, bytes]:
        """The head, without the id of the request, and the body of the next answer."""
        lines = list(iter(self.file.readline, b"\r\n"))
        for line in [line for line in lines if line.startswith(b"x-request-id: ")]:
            self.request_id = line.decode().removeprefix("x-request-id: ").rstrip("\r\n")
            lines.remove(line)
        sizes = [int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")]
        return b"".join(lines), self.file.read(sizes[0] if sizes else 0)

    def pause(self, seconds: float) -> bool:
        time.sleep(seconds)
        return False

    def ask(self, head: bytes) -> tuple[bytes, bytes]:
        self.send(head)
        return self.answer()


Connect = Callable[[], Any]


@pytest.mark.parametrize("more", [b"", b'If-None-Match: "1"\r\n', b'If-None-Match: W/"0", "1"\r\n', b"Accept: */*\r\n"])
def test_what_is_answered_at_once_is_what_is_answered_slowly(site: Fake, connect: Connect, more: bytes) -> None:
    with connect() as client:
        client.ask(HEAD)
        head = HEAD.replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n")
        kept = client.ask(head)
        seen = list(site.seen)
        assert [client.ask(head) for _ in range(3)] == [kept] * 3
        assert site.seen == seen
    status, body = (b"304 Not Modified", b"") if b"None" in more else (b"200 OK", b"/api/units of 1")
    assert (kept[0].splitlines()[0], kept[1]) == (b"HTTP/1.1 " + status, body)
    assert re.search(rb"\r\ndate: \w+, \d\d \w+ \d{4} [\d:]{8} GMT\r\n", kept[0])
    assert b"cache-status: ankang; hit" in kept[0]


def test_another_connection_is_answered_at_once_too(site: Fake, connect: Connect) -> None:
    for _ in range(4):
        with connect() as client:
            assert client.ask(HEAD)[1] == b"/api/units of 1"
    assert site.seen == ["/api/units"]


def test_a_revision_counts_from_the_next_request_on(site: Fake, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        site.known = NewestRevision(2, 0)
        assert client.ask(HEAD)[1] == b"/api/units of 2"
        site.known = NewestRevision(2, 9.5)  # nobody can tell whether it is still the newest
        assert b"cache-status: ankang; hit; ttl=-9.5" in client.ask(HEAD)[0]
        site.known = NewestRevision(2, 0)
        assert client.ask(HEAD)[0].endswith(b"cache-status: ankang; hit\r\n")


def test_requests_that_come_together_are_answered_in_their_order(site: Fake, connect: Connect) -> None:
    other = HEAD.replace(b"units", b"regions")
    with connect() as client:
        for head in (HEAD, HEAD, HEAD, other, other):
            client.ask(head)
        client.send(HEAD + other + HEAD)
        bodies = [client.answer()[1] for _ in range(3)]
    assert bodies == [b"/api/units of 1", b"/api/regions of 1", b"/api/units of 1"]


def test_a_known_request_does_not_overtake_one_under_way(site: Fake, connect: Connect) -> None:
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


def test_what_follows_half_a_head_belongs_to_it(site: Fake, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        client.send(b"GET /api/regions HTTP/1.1\r\nX-Half: ")
        time.sleep(0.2)  # so that the rest comes by itself
        assert client.ask(HEAD)[1] == b"/api/regions of 1"


def test_a_body_that_looks_like_a_request_is_none(site: Fake, connect: Connect) -> None:
    with connect() as client:
        for _ in range(3):
            client.ask(HEAD)
        post = f"POST /api/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(HEAD)}\r\n\r\n"
        client.send(post.encode())
        time.sleep(0.2)
        assert client.ask(HEAD)[1] == b"/api/import of 1" + HEAD


def test_a_body_may_be_large(site: Fake, connect: Connect) -> None:
    body = b"a" * LARGE
    with connect() as client:
        answer = client.ask(f"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: {LARGE}\r\n\r\n".encode() + body)
    assert answer[1] == b"/form of 1" + body


@pytest.mark.parametrize(
    "head", [HEAD.replace(b"1.1", b"1.0"), HEAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")]
)
def test_who_wants_one_answer_gets_one(site: Fake, connect: Connect, head: bytes) -> None:
    for _ in range(4):
        with connect() as client:
            client.send(head)
            answer = client.file.read()
            assert b"\r\nconnection: close\r\n" in answer
            assert answer.endswith(b"\r\n\r\n/api/units of 1")
    assert site.seen == ["/api/units"]


def test_what_is_no_get_is_not_remembered(site: Fake, connect: Connect) -> None:
    for method in (b"POST", b"DELETE"):
        for _ in range(3):
            with connect() as client:
                client.send(HEAD.replace(b"GET", method))
                assert client.file.readline() == b"HTTP/1.1 200 OK\r\n"
    assert len(site.seen) == 6


def test_head_has_the_headers_of_get_and_shares_what_is_stored(site: Fake, connect: Connect) -> None:
    for _ in range(3):
        with connect() as client:
            client.send(HEAD.replace(b"GET", b"HEAD").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            answer = client.file.read()
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
            assert b"\r\naccept-ranges: bytes\r\ncontent-length: 15\r\n" in answer
            assert answer.endswith(b"\r\n\r\n")
    with connect() as client:
        assert client.ask(HEAD)[1] == b"/api/units of 1"
    assert site.seen == ["/api/units"]


def test_a_request_has_an_id_of_its_own(connect: Connect) -> None:
    with connect() as client:
        made = {client.ask(HEAD) and client.request_id for _ in range(5)}  # computed, then from the cache
    assert len(made) == 5
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in made)


@pytest.mark.parametrize(
    ("given", "taken"),
    [("7f3a-1", True), ("urn:uuid:1", True), ("a" * 128, True), ("a" * 129, False), ("a b", False), ("", False)],
)
def test_the_id_that_a_request_gives_is_taken(connect: Connect, given: str, taken: bool) -> None:
    head = HEAD.replace(b"\r\n\r\n", f"\r\nX-Request-Id: {given}\r\n\r\n".encode())
    with connect() as client:
        for _ in range(3):
            client.ask(head)
            assert (client.request_id == given) is taken
        _head, body = client.ask(b"GET /api/broken HTTP/1.1\r\n" + head.partition(b"\r\n")[2])
        assert json.loads(body)["request_id"] == client.request_id


def test_a_flood_of_heads_takes_no_more_room(site: Fake, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_requests, "MAX_REQUESTS", 10)
    with connect() as client:
        for number in range(100):
            client.ask(HEAD.replace(b"\r\n\r\n", f"\r\nUser-Agent: {number}\r\n\r\n".encode()))
            client.ask(HEAD)
        seen = len(site.seen)
        client.ask(HEAD)
    remembered = site.cache.raw_requests
    assert len(remembered.young) <= 10
    assert len(remembered.old) <= 10
    assert len(site.seen) == seen  # who asks again and again is remembered throughout


def problem(code: str, status: int, title: str, detail: str, request_id: str) -> dict[str, Any]:
    about = {"type": f"/api/v1/problems/{code}", "title": title, "status": status, "detail": detail}
    return about | {"instance": None, "code": code, "errors": [], "request_id": request_id}


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",  # the start of a TLS connection
        b"GET /\r\n",  # HTTP/0.9
        b"GET / HTTP/0.9\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused_with_a_problem(site: Fake, connect: Connect, garbage: bytes) -> None:
    with connect() as client:
        head, body = client.ask(garbage)
        assert client.file.read() == b""
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json\r\n" in head
    detail = "This is not a request of HTTP/1.1."
    assert json.loads(body) == problem("bad-request", 400, "Bad request", detail, client.request_id)
    assert site.seen == []


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n", b"Host: a\r\nhost: a\r\n"])
def test_a_request_has_one_host(site: Fake, connect: Connect, hosts: bytes) -> None:
    with connect() as client:
        head, body = client.ask(b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["detail"] == "A request of HTTP/1.1 has exactly one Host header."
    assert site.seen == []


@pytest.mark.parametrize("target", [b"api", b"*", b"/a#b", b"ftp://a/", b"http://user@a/", b"http://"])
def test_other_targets_are_refused(connect: Connect, target: bytes) -> None:
    with connect() as client:
        head, body = client.ask(b"OPTIONS " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["code"] == "bad-request"


@pytest.mark.parametrize(
    ("head", "status", "code", "detail"),
    [
        (b"GET /" + b"a" * 20_000, 414, "uri-too-long", "A request target has at most 16,384 bytes."),
        (
            b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
            414,
            "uri-too-long",
            "A request target has at most 16,384 bytes.",
        ),
        (
            b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 70_000,
            431,
            "head-too-large",
            "The head of a request has at most 65,536 bytes.",
        ),
        (
            b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n",
            431,
            "head-too-large",
            "The head of a request has at most 65,536 bytes.",
        ),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n",
            413,
            "content-too-large",
            "The body of a request has at most 10 MB.",
        ),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n",
            417,
            "expectation-failed",
            "The server supports Expect: 100-continue alone.",
        ),
    ],
)
def test_what_is_too_large_is_refused(connect: Connect, head: bytes, status: int, code: str, detail: str) -> None:
    with connect() as client:
        start, body = client.ask(head)
        assert client.file.read() == b""
    assert start.startswith(f"HTTP/1.1 {status} ".encode())
    assert (json.loads(body)["code"], json.loads(body)["detail"]) == (code, detail)


def test_a_chunked_body_is_bounded_too(connect: Connect) -> None:
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    with connect() as client:
        client.send(b"POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(ConnectionError):
            all(client.send(chunk) is None for _ in range(200))


def test_trailers_are_no_headers_and_a_chunked_body_has_a_length(connect: Connect) -> None:
    with connect() as client:
        head = b"POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        answer = client.ask(head + b"3\r\nabc\r\n0\r\nX-Forwarded-For: 1\r\nCookie: a=b\r\n\r\n")
        assert client.file.read() == b""
    assert answer[1] == b"/form of 1abc"


def test_a_client_that_waits_for_100_continue_gets_it(connect: Connect) -> None:
    with connect() as client:
        client.send(b"POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        assert client.answer() == (b"HTTP/1.1 100 Continue\r\n", b"")
        assert client.ask(b"abc")[1] == b"/form of 1abc"


def test_utf8_in_a_target_is_read_as_if_it_were_percent_encoded(site: Fake, connect: Connect) -> None:
    for target in ("/api/安康", "/api/%E5%AE%89%E5%BA%B7"):
        with connect() as client:
            client.ask(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert [path.encode("latin-1").decode() for path in site.seen] == ["/api/安康"]


def test_the_authority_of_an_absolute_target_is_the_host(site: Fake, connect: Connect) -> None:
    with connect() as client:
        client.ask(HEAD)
        answer = client.ask(b"GET http://localhost/api/units HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert b"cache-status: ankang; hit" in answer[0]
    assert answer[1] == b"/api/units of 1"


def test_a_stream_is_chunked_except_for_http_1_0(site: Fake, connect: Connect) -> None:
    with connect() as client:
        client.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"\r\ntransfer-encoding: chunked\r\n" in client.connection.recv(1000)
    assert site.ended.wait(30)
    with connect() as client:
        client.send(b"GET /export HTTP/1.0\r\n\r\n")
        head = client.connection.recv(1000)
    assert b"transfer-encoding" not in head
    assert b"\r\nconnection: close\r\n" in head


def test_a_file_is_sent_whole_and_needs_no_thread(site: Fake, connect: Connect) -> None:
    with connect() as slow, connect() as other, connect() as third:
        for client in (slow, other, third):
            client.send(b"GET /static/file HTTP/1.1\r\nHost: a\r\n\r\n")
        with connect() as client:
            assert client.ask(HEAD)[1] == b"/api/units of 1"
        assert len(slow.answer()[1]) == LARGE


def test_a_fault_of_the_application_is_a_problem(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    with connect() as client:
        head, body = client.ask(b"GET /api/broken HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.file.read() == b""
    assert head.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert (json.loads(body)["code"], json.loads(body)["detail"]) == ("internal-error", "The server has an error.")
    assert [record.getMessage() for record in caplog.records] == ["GET /api/broken failed"]
    with connect() as client:
        assert client.ask(HEAD)[1] == b"/api/units of 1"


def test_a_complete_response_has_a_length(connect: Connect) -> None:
    with connect() as client:
        head, body = client.ask(b"GET /without-length HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"\r\ncontent-length: 7\r\n" in head
        assert body == b"a fault"
        assert client.ask(HEAD)[1] == b"/api/units of 1"


def test_a_stream_that_fails_is_broken_off(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    with connect() as client:
        client.send(b"GET /broken/stream HTTP/1.1\r\nHost: a\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert not client.file.read().endswith(b"0\r\n\r\n")
    assert [record.getMessage() for record in caplog.records] == ["GET /broken/stream failed"]
    with connect() as client:  # the only thread for streams is free again
        client.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.connection.recv(12) == b"HTTP/1.1 200"


def test_head_has_no_body(connect: Connect) -> None:
    with connect() as client:
        for path in (b"/static/file", b"/export", b"/api/units"):
            client.send(b"HEAD " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            lines = list(iter(client.file.readline, b"\r\n"))
            assert lines[0] == b"HTTP/1.1 200 OK\r\n"
        assert client.ask(HEAD)[1] == b"/api/units of 1"


def test_streams_are_bounded_and_further_ones_are_told_when_to_come_back(site: Fake, connect: Connect) -> None:
    with connect() as first, connect() as second:
        first.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        first.connection.recv(1000)
        head, body = second.ask(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        assert second.ask(HEAD)[1] == b"/api/units of 1"
    assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"\r\nretry-after: 5\r\n" in head
    assert json.loads(body)["detail"] == "Too many exports are in progress."


def test_many_equal_requests_are_computed_once(site: Fake, connect: Connect) -> None:
    site.may.clear()
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(connect()) for _ in range(20)]
        for client in clients:
            client.send(HEAD)
        time.sleep(0.2)
        site.may.set()
        assert {client.answer()[1] for client in clients} == {b"/api/units of 1"}
    assert site.seen == ["/api/units"]


class TestSlow:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(
            threads=2,
            streams=1,
            head_timeout_s=0.3,
            body_gap_s=0.3,
            body_timeout_s=1,
            idle_timeout_s=0.3,
            send_window_s=0.3,
            first_byte_timeout_s=0.5,
            connections_per_address=30,
        )

    @pytest.mark.parametrize("sent", [b"", HEAD])
    def test_an_idle_connection_is_closed(self, connect: Connect, sent: bytes) -> None:
        with connect() as client:
            client.send(sent)
            assert client.file.read().endswith(b"/api/units of 1" if sent else b"")

    @pytest.mark.parametrize(
        ("sent", "part"),
        [
            (b"GET /api/un", "head"),
            (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", "body"),
        ],
    )
    def test_a_request_that_does_not_end_is_refused(self, connect: Connect, sent: bytes, part: str) -> None:
        with connect() as client:
            head, body = client.ask(sent)
        assert head.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert json.loads(body)["detail"] == f"The {part} of the request came too slowly."

    def test_a_body_has_a_time_however_steadily_it_drips(self, connect: Connect) -> None:
        with connect() as client:
            client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            with pytest.raises(ConnectionError):
                all(client.send(b"a") is None and not client.pause(0.1) for _ in range(100))

    def test_slow_requests_hold_no_thread(self, site: Fake, connect: Connect) -> None:
        with contextlib.ExitStack() as stack:
            for _ in range(20):
                client = stack.enter_context(connect())
                client.send(b"POST /admin/login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\na")
            with connect() as client:
                assert client.ask(HEAD)[1] == b"/api/units of 1"
        assert site.seen == ["/api/units"]

    @pytest.mark.parametrize("path", [b"/export", b"/static/file"])
    def test_a_reader_that_stalls_is_disconnected(self, site: Fake, connect: Connect, path: bytes) -> None:
        with connect() as client:
            for _ in range(20):
                client.send(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            time.sleep(1)
            with contextlib.suppress(ConnectionError):
                received = sum(map(len, iter(lambda: client.connection.recv(LARGE), b"")))
                assert received < 20 * LARGE
        assert path != b"/export" or site.ended.wait(30)

    def test_a_read_of_the_api_that_does_not_begin_in_time_is_503(self, site: Fake, connect: Connect) -> None:
        site.may.clear()
        with contextlib.ExitStack() as stack:
            clients = [stack.enter_context(connect()) for _ in range(12)]
            for number, client in enumerate(clients):
                client.send(HEAD.replace(b"units", b"units/%d" % number))
            answers = [client.answer() for client in clients]
        assert {head.split(b"\r\n")[0] for head, _body in answers} == {b"HTTP/1.1 503 Service Unavailable"}
        assert {json.loads(body)["detail"] for _head, body in answers} == {"The database does not answer."}
        site.may.set()
        with connect() as client:
            assert client.ask(HEAD)[1] == b"/api/units of 1"

    def test_a_workbook_may_take_longer_before_its_first_byte(self, site: Fake, connect: Connect) -> None:
        site.may.clear()
        with connect() as client:
            client.send(b"GET /api/slow.xlsx HTTP/1.1\r\nHost: a\r\n\r\n")
            time.sleep(1)
            site.may.set()
            assert client.answer()[1] == b"/api/slow.xlsx of 1"

    def test_cached_responses_go_on_while_all_threads_wait(self, site: Fake, connect: Connect) -> None:
        with connect() as client:
            client.ask(HEAD)
            site.may.clear()
            with connect() as slow, connect() as other, connect() as third:
                for number, waiting in enumerate((slow, other, third)):
                    waiting.send(HEAD.replace(b"units", b"slow/%d" % number))
                time.sleep(0.1)
                for more in (b"", b"User-Agent: test\r\n"):
                    head = HEAD.replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n")
                    assert client.ask(head)[1] == b"/api/units of 1"

    def test_connections_of_one_address_are_bounded(self, connect: Connect) -> None:
        with contextlib.ExitStack() as stack:
            for _ in range(30):
                stack.enter_context(connect()).ask(HEAD)
            head, body = stack.enter_context(connect()).answer()
        assert head.startswith(b"HTTP/1.1 429 Too Many Requests\r\n")
        assert json.loads(body)["detail"] == "One address may open 30 connections."
        time.sleep(0.2)
        with connect() as client:
            assert client.ask(HEAD)[1] == b"/api/units of 1"


def test_an_export_ends_when_its_reader_leaves(site: Fake, connect: Connect) -> None:
    with connect() as client:
        client.send(b"GET /export HTTP/1.1\r\nHost: a\r\n\r\n")
        client.connection.recv(1000)
    assert site.ended.wait(30)


def test_what_nobody_reads_is_not_answered_on_and_on(site: Fake, connect: Connect) -> None:
    """Its answers would gather in memory: who sends and does not read is kept waiting."""
    head = HEAD.replace(b"units", b"units/large")
    with connect() as client:
        for _ in range(3):
            client.ask(head)
        client.connection.settimeout(1)
        asking = iter(lambda: client.send(head * 100), "never")
        with pytest.raises(TimeoutError):
            all(sent is None for sent in asking)
