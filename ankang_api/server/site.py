"""What the connections of a worker share: the application, its threads, and the limits."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Protocol

from ankang_api.environ import NO_DEADLINE, REQUEST_ID, Environ
from ankang_api.paths import is_published
from ankang_api.request_id import CURRENT
from ankang_api.server.limits import Limits
from ankang_api.server.observer import NoObserver, Observer
from ankang_api.server.origin import Origin
from ankang_api.server.response import FileBody, Response, complete_response, has_body

if TYPE_CHECKING:
    from ankang_api.server.connection import Connection
    from ankang_api.server.stream import Stream


class Cache(Protocol):
    """The response cache as the event loop uses it. Only `read_newest` may wait."""

    def cached_response(self, head: bytes, own_headers: bytes) -> bytes | None:
        """The bytes of the response to a request that repeats an earlier one."""

    def stored_response(self, environ: Environ, newest: Any = None) -> Response | None:
        """A stored response at the newest revision; None if there is none, or if the revision is not known."""

    def key(self, environ: Environ) -> Any:
        """Equal for requests with the same response; None if it is not stored."""

    def read_newest(self) -> Any:
        """The newest revision; in a thread, because it may query the database."""

    def check(self) -> None:
        """Called several times a second."""

    def is_outdated(self) -> bool:
        """Whether this process reads a database file that was replaced by another."""


class NoCache:
    def cached_response(self, head: bytes, own_headers: bytes) -> bytes | None:
        return None

    def stored_response(self, environ: Environ, newest: Any = None) -> Response | None:
        return None

    def key(self, environ: Environ) -> Any:
        return None

    def read_newest(self) -> Any: ...

    def check(self) -> None: ...

    def is_outdated(self) -> bool:
        return False


class Site:
    """`problem` makes the response to an error from its code, its detail and the id of the request."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        problem: Callable[[str, str, str], Response],
        cache: Cache | None = None,
        limits: Limits | None = None,
        origin: Origin | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.application, self.problem = application, problem
        self.cache, self.limits = cache or NoCache(), limits or Limits()
        self.origin, self.observer = origin or Origin(), observer or NoObserver()
        self.threads = ThreadPoolExecutor(self.limits.threads, "request")
        self.revision_thread = ThreadPoolExecutor(1, "revision")
        self.streams = BoundedSemaphore(self.limits.streams)
        self.in_progress: dict[Any, asyncio.Event] = {}
        """By cache key, the requests that compute a response."""
        self.connections: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.by_address: Counter[str] = Counter()
        self.is_stopping = False
        self.cached_response = self.cache.cached_response
        self.stored_response = self.cache.stored_response

    def enter(self, connection: "Connection") -> bool:
        """Count a connection; False if its address has too many. Proxies limit the connections of their clients."""
        address = connection.address
        if not self.origin.is_trusted(address) and self.by_address[address] >= self.limits.connections_per_address:
            return False
        self.connections.add(connection)
        self.by_address[address] += 1
        return True

    def leave(self, connection: "Connection") -> None:
        self.connections.discard(connection)
        self.by_address[connection.address] -= 1
        if not self.by_address[connection.address]:
            del self.by_address[connection.address]

    async def respond(self, environ: Environ, stream: "Stream") -> Response | None:
        """The response of the application; None if a thread streamed it."""
        key = self.cache.key(environ)
        if key is None:
            return await self.run_in_thread(environ, stream)
        if (stored := await self.fresh_response(environ)) is not None:
            return stored
        if other := self.in_progress.get(key):  # an equal request: its response may be stored
            await other.wait()
            return await self.fresh_response(environ) or await self.run_in_thread(environ, stream)
        ended = self.in_progress[key] = asyncio.Event()
        try:
            return await self.run_in_thread(environ, stream)
        finally:
            del self.in_progress[key]
            ended.set()

    async def fresh_response(self, environ: Environ) -> Response | None:
        """The stored response at the newest revision."""
        newest = await asyncio.get_running_loop().run_in_executor(self.revision_thread, self.cache.read_newest)
        return self.stored_response(environ, newest)

    async def run_in_thread(self, environ: Environ, stream: "Stream") -> Response | None:
        """Run the application in a thread. A read of the API that has not begun to answer in time is 503."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self.threads, self.run, environ, stream)
        if not has_deadline(environ):
            return await future
        done, _ = await asyncio.wait([future], timeout=self.limits.first_byte_timeout_s)
        if done or stream.has_begun or environ.get(NO_DEADLINE):
            return await future
        stream.is_abandoned = True
        future.cancel()
        future.add_done_callback(lambda late: late.cancelled() or late.exception())
        return self.problem("unavailable", "The database does not answer.", environ[REQUEST_ID])

    def run(self, environ: Environ, stream: "Stream") -> Response | None:
        """In a thread: run the application, and stream its response unless that is complete."""
        started: list[Any] = []
        CURRENT.set(environ[REQUEST_ID])
        environ["wsgi.file_wrapper"] = FileBody
        chunks = self.application(environ, lambda *arguments: started.append(arguments))
        status, headers = started[0][:2]
        with_body = has_body(environ["REQUEST_METHOD"], status)
        if with_body and isinstance(chunks, FileBody):
            return Response(status, headers, chunks)
        try:
            if not with_body:
                return Response(status, headers, b"")
            if not getattr(chunks, "streaming", not isinstance(chunks, list)):
                return complete_response(status, headers, b"".join(chunks))
            if not self.streams.acquire(blocking=False):
                return self.problem("unavailable", "Too many exports are in progress.", environ[REQUEST_ID])
            try:
                self.stream(status, headers, chunks, stream)
            finally:
                self.streams.release()
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return None

    def stream(self, status: str, headers: Any, chunks: Iterable[bytes], stream: "Stream") -> None:
        with suppress(ConnectionError):  # the client closed the connection: the rest is not needed
            stream.start(status, headers)
            for chunk in chunks:
                stream.write(chunk)
            stream.finish()

    def check(self, now: float) -> None:
        for connection in list(self.connections):
            connection.check(now)
        self.cache.check()
        self.observer.check(self)

    async def stop(self) -> None:
        """Close idle connections, let requests in progress end, and abort those that do not."""
        self.is_stopping = True
        for connection in list(self.connections):
            if connection.is_idle():
                connection.close()
        deadline = asyncio.get_running_loop().time() + self.limits.stop_timeout_s
        while self.connections and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        for connection in list(self.connections):
            connection.transport.abort()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=1)


def has_deadline(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and is_published(environ["PATH_INFO"])
