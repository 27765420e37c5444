"""The attributes of uvicorn's protocol that it does not document, by names of our own.

uvicorn has no public API for a protocol that answers requests itself or has timeouts of its own. This module is the
only one that relies on these attributes; `pyproject.toml` bounds uvicorn, and `tests/test_library_internals.py` fails
when it changes them.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class UvicornProtocol(HttpToolsProtocol):
    """A connection, its parser, and the request and response in progress (the cycle)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))  # that of a socket, which reads and writes

    @property
    def application(self) -> Any:
        """The ASGI application as the server was given it, without uvicorn's wrappers."""
        return self.config.app

    @property
    def date(self) -> bytes:
        """The value of the Date header. uvicorn renews it every second."""
        return self.server_state.default_headers[0][1]

    @property
    def is_response_complete(self) -> bool:
        """Whether no response is in progress."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def is_body_expected(self) -> bool:
        """Whether the application waits for the client to send more of a request body."""
        return self.cycle.more_body and not self.flow.read_paused

    @property
    def is_writing_paused(self) -> bool:
        """Whether the client reads more slowly than the response is written."""
        return self.flow.write_paused

    @property
    def is_parsing(self) -> bool:
        """Whether the connection is open; uvicorn drops the parser of a lost connection."""
        return self.parser is not None

    @property
    def is_closing_after_response(self) -> bool:
        """Whether the connection does not stay open as an HTTP/1.1 connection after the response."""
        return self.transport.is_closing() or not self.cycle.keep_alive or self.parser.should_upgrade()

    def add_to_scope(self, key: str, value: object) -> None:
        """Pass a value to the application. It is in time until the event loop starts the task of the request."""
        cast(dict[str, object], self.scope)[key] = value
