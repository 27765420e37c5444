"""Responses: how the application's become bytes, and how their bodies are sent."""

import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.handlers import format_date_time

if TYPE_CHECKING:
    from ankang_api.server.request import Request

Headers = list[tuple[str, str]]
FILE_CHUNK_BYTES = 65_536


class FileBody:
    """`wsgi.file_wrapper`: a file, which the event loop reads and sends."""

    def __init__(self, file: Any, block_size: int = FILE_CHUNK_BYTES) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.file.read(FILE_CHUNK_BYTES):
            yield chunk

    def close(self) -> None:
        self.file.close()


class Response(NamedTuple):
    """A response that no longer needs a thread."""

    status: str
    headers: Headers
    body: bytes | FileBody


def complete_response(status: str, headers: Headers, body: bytes) -> Response:
    """With a Content-Length: without it a client that keeps the connection would wait for the rest."""
    if has_length(headers):
        return Response(status, headers, body)
    return Response(status, [*headers, ("content-length", str(len(body)))], body)


def head(
    status: str, headers: Iterable[tuple[str, str]], request: "Request", *, keep_alive: bool, chunked: bool = False
) -> bytes:
    lines = [f"{name.lower()}: {value}\r\n" for name, value in headers]
    if chunked:
        lines.append("transfer-encoding: chunked\r\n")
    if not keep_alive:
        lines.append("connection: close\r\n")
    elif request.version == "1.0":
        lines.append("connection: keep-alive\r\n")
    return f"HTTP/1.1 {status}\r\n{own_headers(request.id)}{''.join(lines)}\r\n".encode("latin-1")


def own_headers(request_id: str) -> str:
    """The headers that the server adds to every response."""
    return f"date: {date()}\r\nx-request-id: {request_id}\r\n"


def has_body(method: str, status: str) -> bool:
    return method != "HEAD" and status[:3] not in ("204", "304")


def has_length(headers: Headers) -> bool:
    return any(name.lower() == "content-length" for name, _value in headers)


def date() -> str:
    return date_at(int(time.time()))


@lru_cache(2)
def date_at(second: int) -> str:
    return format_date_time(second)


def status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
