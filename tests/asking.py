"""The response cache before Django, without a server."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from ankang_api.cache.newest_revision import PollingTracker
from ankang_api.cache.response_cache import ResponseCache
from ankang_api.cache.store import ResponseStore


class Asking:
    """Asks a front, and counts what goes on to Django."""

    def __init__(self, size: int = 4_000_000) -> None:
        self.django, self.computed = WSGIHandler(), 0
        self.front = ResponseCache(self.compute, ResponseStore(size), PollingTracker())

    def compute(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.computed += 1
        return self.django(environ, start_response)

    def __call__(self, url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        return ask(self.front, url, method, **headers)


def ask(front: Any, url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    path, _, query = url.partition("?")
    begun: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    stored = front.stored_response(environ, front.read_newest())
    if stored is not None:
        return int(stored.status[:3]), {name.lower(): value for name, value in stored.headers}, stored.body
    body = front(environ, lambda *arguments: begun.append(arguments))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return int(begun[0][0][:3]), {name.lower(): value for name, value in begun[0][1]}, content


@contextmanager
def one_connection() -> Iterator[None]:
    """As with Django's client, the connection of the test is not closed between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
