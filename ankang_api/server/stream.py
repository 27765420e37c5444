"""A streamed response: a thread writes its chunks, no faster than the client reads them."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from ankang_api.server.request import Request
from ankang_api.server.response import Headers, has_length, head

if TYPE_CHECKING:
    from ankang_api.server.connection import Connection


class Stream:
    """A response with a body. Its methods run in a thread, and wait for the event loop."""

    def __init__(self, connection: "Connection", request: Request) -> None:
        self.connection, self.request = connection, request
        self.is_chunked = False
        self.has_begun = self.is_abandoned = False
        self.sent: tuple[str, Headers] = ("", [])
        """Status and headers, once the response has begun."""

    def start(self, status: str, headers: Headers) -> None:
        self.run(self.begin(status, headers))

    def write(self, chunk: bytes) -> None:
        if chunk:
            framed = b"%x\r\n%b\r\n" % (len(chunk), chunk) if self.is_chunked else chunk
            self.run(self.connection.drained_write(framed))

    def finish(self) -> None:
        if self.is_chunked:
            self.run(self.connection.drained_write(b"0\r\n\r\n"))

    def run(self, coroutine: Coroutine[object, object, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self.connection.loop).result()

    async def begin(self, status: str, headers: Headers) -> None:
        if self.is_abandoned:
            raise ConnectionAbortedError("the client has been answered")
        self.has_begun, self.sent = True, (status, headers)
        self.is_chunked = self.request.version == "1.1" and not has_length(headers)
        if not (self.is_chunked or has_length(headers)):
            self.request.keep_alive = False  # the end of the connection is the end of the body
        keep_alive = self.connection.keeps_alive(self.request)
        data = head(status, headers, self.request, keep_alive=keep_alive, chunked=self.is_chunked)
        await self.connection.drained_write(data)
