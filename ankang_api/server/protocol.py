"""HTTP/1.1 in the event loop: a request that repeats an earlier one byte for byte gets the cached response at once.

The protocol also closes idle and stalled connections, and sends a problem (RFC 9457) for an invalid request.
"""

import json
from asyncio import BaseTransport
from http import HTTPStatus
from typing import Any

from ankang_api.environ import REQUEST_HEAD
from ankang_api.server.uvicorn_internals import UvicornProtocol

MAX_HEAD_BYTES = 65_536
"""A longer request head is refused."""
MAX_CACHED_HEAD_BYTES = 4096
"""A longer request head is not passed to the response cache."""
IDLE_TIMEOUT_S = 75
"""Between two requests."""
RECEIVE_TIMEOUT_S = 30
"""For a request head, or between two parts of a body."""
SEND_TIMEOUT_S = 60
"""For a client that does not read its response."""
TIMEOUT_CHECK_INTERVAL_S = 5


class Protocol(UvicornProtocol):
    """A connection, in which the client may send further requests before it has received a response."""

    is_receiving = False
    """Whether a request has begun and has not ended."""
    requests_begun = 0
    """By the last data received."""
    unfinished_head_bytes = 0
    last_activity = 0.0
    writing_paused_since = 0.0
    """Times of the event loop, in seconds."""

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.cached_response = self.application.cached_response
        self.last_activity = self.loop.time()
        self.timer = self.loop.call_later(TIMEOUT_CHECK_INTERVAL_S, self.check_timeouts)

    def connection_lost(self, error: Exception | None) -> None:
        self.timer.cancel()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        between_requests = not self.is_receiving and self.is_response_complete
        if between_requests and not self.is_writing_paused:
            response = self.cached_response(data, self.date)
            if response is not None:
                self.last_activity = self.loop.time()
                self.transport.write(response)
                return
        self.requests_begun = 0
        self.unfinished_head_bytes += len(data)
        super().data_received(data)
        if self.unfinished_head_bytes > MAX_HEAD_BYTES and self.is_parsing:
            self.refuse(431, f"The head of a request has at most {MAX_HEAD_BYTES:,} bytes.")
        elif between_requests and self.requests_begun == 1 and not self.is_receiving and self.is_cacheable(data):
            self.add_to_scope(REQUEST_HEAD, data)

    def is_cacheable(self, head: bytes) -> bool:
        return len(head) <= MAX_CACHED_HEAD_BYTES and not self.is_closing_after_response

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.is_receiving, self.last_activity = True, self.loop.time()
        self.requests_begun += 1

    def on_headers_complete(self) -> None:
        self.unfinished_head_bytes = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.unfinished_head_bytes, self.last_activity = 0, self.loop.time()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.is_receiving, self.unfinished_head_bytes = False, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self.last_activity = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.writing_paused_since = self.loop.time()
        super().pause_writing()

    def check_timeouts(self) -> None:
        """Close the connection if the client has neither sent nor read anything for too long."""
        now = self.loop.time()
        client_is_next = self.is_response_complete or self.is_body_expected
        if self.is_writing_paused and now - self.writing_paused_since > SEND_TIMEOUT_S:
            self.transport.abort()
        elif client_is_next and now - self.last_activity > (RECEIVE_TIMEOUT_S if self.is_receiving else IDLE_TIMEOUT_S):
            self.transport.close()
        self.timer = self.loop.call_later(TIMEOUT_CHECK_INTERVAL_S, self.check_timeouts)

    def timeout_keep_alive_handler(self) -> None:
        """Nothing: `check_timeouts` closes idle connections. uvicorn's timer does not include cached responses."""

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, "This is no request of HTTP/1.1.")

    def refuse(self, status: int, detail: str) -> None:
        """Send a problem and close the connection. During another response the connection is only closed."""
        if self.is_response_complete and not self.transport.is_closing():
            title = HTTPStatus(status).phrase
            problem: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
            body = json.dumps(problem).encode()
            headers = {
                "date": self.date.decode(),
                "content-type": "application/problem+json",
                "content-length": len(body),
                "access-control-allow-origin": "*",
                "cache-control": "no-store",
                "x-content-type-options": "nosniff",
                "connection": "close",
            }
            lines = [f"HTTP/1.1 {status} {title}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
            self.transport.write("\r\n".join(lines).encode() + body)
        self.transport.close()
