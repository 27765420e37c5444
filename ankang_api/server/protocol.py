"""HTTP/1.1 in the event loop: uvicorn's protocol, which answers at once what it is asked again byte for byte.

It also closes connections that say nothing, and refuses what is no request with a problem (RFC 9457).
"""

import json
from asyncio import BaseTransport
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from ankang_api.environ import REQUEST_HEAD

LONGEST, REMEMBERED = 65_536, 4096
"""Bytes of a head that is read at all, and of one that is remembered."""
IDLE, SLOW, STALLED, GLANCE = 75, 30, 60, 5
"""Seconds: between two requests; for a head, or between two parts of a body; without reading what is sent; and between
two looks at the clock."""


class Protocol(HttpToolsProtocol):
    """`inside` is whether a request has begun and not ended; `unread`, the bytes of a head that has not ended."""

    inside = False
    begun = unread = 0
    since = stalled = 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # of uvicorn, where asyncio has the wider type
        self.cached_response = self.config.app.cached_response  # type: ignore[union-attr]  # the application is a Bridge
        self.since = self.loop.time()
        self.clock = self.loop.call_later(GLANCE, self.look)

    def connection_lost(self, error: Exception | None) -> None:
        self.clock.cancel()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        between = not self.inside and self.answered()
        if between and not self.flow.write_paused:
            known = self.cached_response(data, self.server_state.default_headers[0][1])
            if known is not None:
                self.since = self.loop.time()
                self.transport.write(known)
                return
        self.begun = 0
        self.unread += len(data)
        super().data_received(data)
        if self.unread > LONGEST and self.parser:
            self.refuse(431, f"The head of a request has at most {LONGEST:,} bytes.")
        elif between and self.begun == 1 and not self.inside and self.repeatable(data):
            self.scope[REQUEST_HEAD] = data  # type: ignore[literal-required]  # the task that reads it has not begun yet

    def repeatable(self, data: bytes) -> bool:
        closing = self.transport.is_closing() or not self.cycle.keep_alive
        return len(data) <= REMEMBERED and not closing and not self.parser.should_upgrade()

    def answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.inside, self.since = True, self.loop.time()
        self.begun += 1

    def on_headers_complete(self) -> None:
        self.unread = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.unread, self.since = 0, self.loop.time()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.inside, self.unread = False, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.stalled = self.loop.time()
        super().pause_writing()

    def look(self) -> None:
        """Close the connection where it is the client's turn and nothing came for too long."""
        now = self.loop.time()
        awaited = self.answered() or (self.cycle.more_body and not self.flow.read_paused)
        if self.flow.write_paused and now - self.stalled > STALLED:
            self.transport.abort()
        elif awaited and now - self.since > (SLOW if self.inside else IDLE):
            self.transport.close()
        self.clock = self.loop.call_later(GLANCE, self.look)

    def timeout_keep_alive_handler(self) -> None:
        """`look` sees to it: uvicorn does not see what is answered again."""

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, "This is no request of HTTP/1.1.")

    def refuse(self, status: int, detail: str) -> None:
        """Say why nothing more is read, unless that would end up within an answer, and close the connection."""
        if self.answered() and not self.transport.is_closing():
            title = STATUS_LINE[status].split(None, 2)[2].decode().strip()
            problem: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
            body = json.dumps(problem).encode()
            headers = {
                "date": self.server_state.default_headers[0][1].decode(),
                "content-type": "application/problem+json",
                "content-length": len(body),
                "access-control-allow-origin": "*",
                "cache-control": "no-store",
                "x-content-type-options": "nosniff",
                "connection": "close",
            }
            head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            self.transport.write(STATUS_LINE[status] + head.encode() + b"\r\n" + body)
        self.transport.close()
