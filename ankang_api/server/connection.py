"""A connection: requests are read within limits, one is answered at a time, and its response is sent as it is read.

Bytes go `data_received` → `read_requests` → `Site.cached_response`, or → a task that awaits `Site.respond`.
"""

import asyncio
import logging
from asyncio import BaseTransport, Transport
from time import perf_counter
from typing import cast

from ankang_api.environ import REQUEST_HEAD, REQUEST_ID, Environ
from ankang_api.request_id import CURRENT, request_id
from ankang_api.server.request import RefusedRequestError, Request, head_end
from ankang_api.server.response import FileBody, Headers, Response, has_body, has_length, head, own_headers
from ankang_api.server.site import Site
from ankang_api.server.stream import Stream

LOGGER = logging.getLogger(__name__)

TRUSTED = b"\0"
"""Before a head from a trusted proxy: the same head of another client means something else."""
MAX_COPIED_BODY_BYTES = 65_536
"""A smaller body is sent in one piece with its head."""
CLIENT_CLOSED, FAILED = "499 Client Closed Request", "500 Internal Server Error"
"""Of responses that were not sent to their end, in the metrics and the log. 499 is nginx's."""
MAX_REPEATED_HEAD_BYTES = 4096
"""Longer heads are parsed each time."""


class Connection(asyncio.Protocol):
    transport: Transport

    def __init__(self, site: Site) -> None:
        self.site, self.limits, self.loop = site, site.limits, asyncio.get_running_loop()
        self.buffer = bytearray()
        self.request: Request | None = None
        """The request whose body is being read."""
        self.task: asyncio.Task[None] | None = None
        """Answers a request. The next one waits for its end."""
        self.is_counted = self.is_closing = self.is_lost = False
        self.can_write = asyncio.Event()
        self.since = self.body_since = self.window_since = self.loop.time()
        self.written = self.sent_before = 0

    def connection_made(self, transport: BaseTransport) -> None:
        self.transport = cast(Transport, transport)
        self.transport.set_write_buffer_limits(self.limits.read_ahead_bytes)
        self.can_write.set()
        peer, server = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self.address = str(peer[0]) if isinstance(peer, tuple) else ""
        self.server = (str(server[0]), int(server[1])) if isinstance(server, tuple) else ("localhost", 0)
        self.mark = TRUSTED if self.address and self.site.origin.is_trusted(self.address) else b""
        self.is_counted = self.site.enter(self)
        if not self.is_counted:
            limit = f"One address may open {self.limits.connections_per_address} connections."
            self.refuse(RefusedRequestError("too-many-connections", limit))

    def connection_lost(self, error: Exception | None) -> None:
        self.is_lost = True
        self.can_write.set()
        self.drop_request()
        if self.is_counted:
            self.site.leave(self)

    def pause_writing(self) -> None:
        self.can_write.clear()

    def resume_writing(self) -> None:
        self.can_write.set()
        self.read_requests()

    def data_received(self, data: bytes) -> None:
        if self.is_closing:
            return
        if not self.buffer and self.is_free():
            given = request_id()
            cached = self.site.cached_response(self.mark + data if self.mark else data, own_headers(given).encode())
            if cached is not None:
                self.since = self.loop.time()
                self.write(cached)
                if self.site.observer.logs_requests:
                    self.site.observer.cached_sent(data, cached, self.address, given)
                return
        if not self.buffer and self.request is None:
            self.since = self.loop.time()
        self.buffer += data
        self.read_requests()
        if len(self.buffer) > self.limits.max_head_bytes and self.transport.is_reading():
            self.transport.pause_reading()  # until the request in progress is answered

    def is_idle(self) -> bool:
        return self.task is None and self.request is None and not self.buffer

    def is_free(self) -> bool:
        """Whether a request can be answered now."""
        return self.task is None and self.request is None and self.can_write.is_set()

    def read_requests(self) -> None:
        """Read from the buffer as much as can be answered now."""
        try:
            while self.buffer and not self.is_closing and self.task is None and self.can_write.is_set():
                if not (self.read_body() if self.request else self.read_head()):
                    return
        except RefusedRequestError as error:
            self.refuse(error)

    def read_head(self) -> bool:
        """Begin a request with the head in the buffer; False if the head is not complete."""
        if (end := head_end(self.buffer, self.limits)) is None:
            return False
        data = bytes(self.buffer[:end])
        del self.buffer[:end]
        request = self.request = Request(self.limits)
        request.feed_head(data)
        if request.is_complete:
            self.request = None
            is_repeatable = request.keep_alive and len(data) <= MAX_REPEATED_HEAD_BYTES
            self.answer(request, data if is_repeatable else None)
            return True
        self.body_since = self.loop.time()
        if request.expects_continue and not self.buffer:
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def read_body(self) -> bool:
        request = cast(Request, self.request)
        self.since = self.loop.time()
        request.feed_body(self.buffer)
        if not request.is_complete:
            return False
        self.request = None
        self.answer(request, None)
        return True

    def answer(self, request: Request, repeated_head: bytes | None) -> None:
        environ = request.environ("http", self.server, self.address)
        self.site.origin.apply(environ)
        request.id = environ[REQUEST_ID] = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        request.started = perf_counter()
        if repeated_head is not None:
            environ[REQUEST_HEAD] = self.mark + repeated_head
        response = self.site.stored_response(environ)
        if response is not None:
            self.send(request, response)
            self.observe(request, environ, response.status, response.headers)
            self.ended(request)
        else:
            self.task = self.loop.create_task(self.respond(request, environ))
            self.site.tasks.add(self.task)
            self.task.add_done_callback(self.site.tasks.discard)

    async def respond(self, request: Request, environ: Environ) -> None:
        stream = Stream(self, request)
        CURRENT.set(request.id)
        try:
            response = await self.site.respond(environ, stream)
            if response is not None:
                self.send(request, response)
                if isinstance(response.body, FileBody):
                    await self.send_file(response.body)
            self.observe(request, environ, *((response.status, response.headers) if response else stream.sent))
        except ConnectionError:
            self.transport.abort()
            self.observe(request, environ, CLIENT_CLOSED, [])
        except Exception:  # a fault of the application ends this response, not the server
            LOGGER.exception("%s %s failed", request.method, environ["PATH_INFO"])
            self.fail(stream, request)
            self.observe(request, environ, FAILED, [])
        finally:
            environ["wsgi.input"].close()
            self.task = None
        self.ended(request)

    def observe(self, request: Request, environ: Environ, status: str, headers: Headers) -> None:
        self.site.observer.request_ended(environ, status, headers, perf_counter() - request.started)

    def fail(self, stream: Stream, request: Request) -> None:
        """Send a problem, or break off a response that has begun, so that the client sees that it is not complete."""
        if stream.has_begun:
            self.transport.abort()
        else:
            self.refuse(RefusedRequestError("internal-error", "The server has an error."), request.id)

    def send(self, request: Request, response: Response) -> None:
        """Write a response; of one with a file, the head."""
        keep_alive = self.keeps_alive(request)
        if isinstance(response.body, FileBody) and not has_length(response.headers):
            keep_alive = request.keep_alive = False  # the end of the connection is the end of the body
        start = head(response.status, response.headers, request, keep_alive=keep_alive)
        body = response.body if isinstance(response.body, bytes) and has_body(request.method, response.status) else b""
        if len(body) < MAX_COPIED_BODY_BYTES:
            self.write(start + body)
        else:
            self.write(start)
            self.write(body)

    async def send_file(self, body: FileBody) -> None:
        try:
            for chunk in body:
                await self.drained_write(chunk)
        finally:
            body.close()

    def keeps_alive(self, request: Request) -> bool:
        request.keep_alive = request.keep_alive and not self.site.is_stopping
        return request.keep_alive

    def ended(self, request: Request) -> None:
        """After a response: read the next request, or close the connection."""
        self.since = self.loop.time()
        if self.is_lost:
            return
        if not request.keep_alive:
            self.close()
            return
        if not self.transport.is_closing():
            self.transport.resume_reading()
        self.read_requests()

    def write(self, data: bytes) -> None:
        if self.transport.get_write_buffer_size() == 0:
            self.window_since, self.sent_before = self.loop.time(), self.written
        self.written += len(data)
        self.transport.write(data)

    async def drained_write(self, data: bytes) -> None:
        """Write when the client has read what came before. ConnectionError if it is gone."""
        await self.can_write.wait()
        if self.is_lost or self.transport.is_closing():
            raise ConnectionAbortedError("the client closed the connection")
        self.write(data)

    def refuse(self, error: RefusedRequestError, known_id: str = "") -> None:
        """Send a problem and close the connection."""
        self.buffer.clear()
        refused = Request(self.limits)
        refused.id = known_id or request_id()
        response = self.site.problem(error.code, error.detail, refused.id)
        self.write(head(response.status, response.headers, refused, keep_alive=False) + cast(bytes, response.body))
        if not known_id:
            self.site.observer.refused(error, response.status, self.address, refused.id)
        self.close()

    def close(self) -> None:
        self.is_closing = True
        self.drop_request()
        self.transport.close()

    def drop_request(self) -> None:
        """Forget a request whose body has not ended."""
        if self.request is not None:
            self.request.close()
            self.request = None

    def check(self, now: float) -> None:
        """Called once a second: disconnect a client that is too slow."""
        unsent = self.transport.get_write_buffer_size()
        if unsent:
            self.check_rate(now, self.written - unsent)
        elif self.task is not None or self.is_closing:
            return
        elif self.request is not None:
            if now - self.body_since > self.limits.body_timeout_s or now - self.since > self.limits.body_gap_s:
                self.refuse(RefusedRequestError("request-timeout", "The body of the request came too slowly."))
        elif self.buffer and now - self.since > self.limits.head_timeout_s:
            self.refuse(RefusedRequestError("request-timeout", "The head of the request came too slowly."))
        elif not self.buffer and now - self.since > self.limits.idle_timeout_s:
            self.close()

    def check_rate(self, now: float, sent: int) -> None:
        elapsed = now - self.window_since
        if elapsed < self.limits.send_window_s:
            return
        if sent - self.sent_before < elapsed * self.limits.min_send_bytes_per_s:
            self.transport.abort()
        self.window_since, self.sent_before = now, sent
