"""The response cache: a WSGI application in front of Django, which computes only cache misses.

A response is a function of the revision, the URL, the media type and the content coding, which form its cache key. Each
worker stores up to `ANSWER_CACHE_BYTES`. Errors, HTML pages and very large exports are not stored.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import Event, Lock
from typing import Any

from ankang_api.cache.key import CacheKey, cache_key, is_cacheable
from ankang_api.cache.newest_revision import RevisionTracker
from ankang_api.cache.raw_requests import KnownRequest, RawRequests
from ankang_api.cache.store import HIT, ResponseStore, StoredResponse
from ankang_api.environ import REQUEST_HEAD, VALID_AT_REVISION, Environ
from ankang_api.http.conditional import etag_matches

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
MISS, STORED = "ankang; fwd=miss", "ankang; fwd=miss; stored"
"""Values of Cache-Status (RFC 9211) of cache misses."""


class PendingResponse:
    """A response being computed, for which other requests with the same key wait."""

    def __init__(self) -> None:
        self.done = Event()
        self.response: StoredResponse | None = None


class ResponseCache:
    def __init__(self, application: Application, store: ResponseStore, newest: RevisionTracker) -> None:
        self.application, self.store, self.newest = application, store, newest
        self.raw_requests = RawRequests()
        self.pending: dict[Any, PendingResponse] = {}
        self.lock = Lock()

    def cached_response(self, head: bytes, date: bytes) -> bytes | None:
        """The response to a request head seen before, as sent on the wire; None if it is not cached or stale."""
        known = self.raw_requests.get(head)
        revision = self.newest.cached() if known else None
        if known is None or revision is None:
            return None
        response = self.stored(revision, known.key)
        if response is None:
            return None
        if is_unchanged(response, known.if_none_match):
            return b"".join((b"HTTP/1.1 304 Not Modified\r\ndate: ", date, b"\r\n", response.sent_unchanged))
        return b"".join((b"HTTP/1.1 200 OK\r\ndate: ", date, b"\r\n", response.sent, response.body))

    def stored(self, revision: int | None, key: CacheKey) -> StoredResponse | None:
        return self.store.get((revision, key)) or self.store.get((None, key))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method not in ("GET", "HEAD") or not path.startswith("/api/") or not is_cacheable(environ):
            return self.application(environ, start_response)
        revision, unchecked = self.newest.current()
        key = cache_key(environ)
        response = self.stored(revision, key)
        if response is not None:  # a negative `ttl` says for how many seconds its freshness could not be checked
            if REQUEST_HEAD in environ and method == "GET":
                self.raw_requests.add(environ[REQUEST_HEAD], KnownRequest(key, environ.get("HTTP_IF_NONE_MATCH", "")))
            return send(response, environ, start_response, f"{HIT}; ttl=-{unchecked:.1f}" if unchecked else HIT)
        if method == "HEAD":
            return self.application(environ, start_response)
        return self.missed(revision, key, environ, start_response)

    def missed(self, revision: Any, key: Any, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Compute a response, or wait for the request that is computing it."""
        revision_key = revision, key
        with self.lock:
            pending, first = self.pending.get(revision_key), revision_key not in self.pending
            if pending is None:
                pending = self.pending[revision_key] = PendingResponse()
        if first:
            try:
                return self.computed(pending, key, environ, start_response)
            finally:
                with self.lock:
                    del self.pending[revision_key]
                pending.done.set()
        pending.done.wait()
        if pending.response is None:
            return self.application(environ, start_response)
        return send(pending.response, environ, start_response, HIT)

    def computed(
        self, pending: PendingResponse, key: Any, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The response of the application, stored if it is cacheable and not too large."""
        started: list[Any] = []
        body = Body(self.application(environ, lambda *arguments: started.append(arguments)))
        status, headers = started[0][:2]
        if status == "200 OK" and VALID_AT_REVISION in environ:
            content = body.read(self.store.fits)
            if content is not None:
                pending.response = StoredResponse.of(headers, content)
                self.store.add((environ[VALID_AT_REVISION], key), pending.response)
                return send(pending.response, environ, start_response, STORED)
        start_response(status, [*headers, ("Cache-Status", MISS)])
        return body


class Body:
    """The body of a response. It can be read ahead to its end, or passed on when it proves too large."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.rest, self.first = chunks, iter(chunks), list[bytes]()
        self.streaming = getattr(chunks, "streaming", True)

    def read(self, fits: Callable[[int], bool]) -> bytes | None:
        size = 0
        try:
            for chunk in self.rest:
                self.first.append(chunk)
                size += len(chunk)
                if not fits(size):
                    return None
        except BaseException:
            self.close()
            raise
        self.close()
        return b"".join(self.first)

    def __iter__(self) -> Iterator[bytes]:
        while self.first:
            yield self.first.pop(0)
        yield from self.rest

    def close(self) -> None:
        if hasattr(self.chunks, "close"):
            self.chunks.close()


def is_unchanged(response: StoredResponse, if_none_match: str) -> bool:
    """Whether If-None-Match names this response."""
    return bool(if_none_match) and (if_none_match == "*" or etag_matches(if_none_match, response.etag))


def send(response: StoredResponse, environ: Environ, start_response: StartResponse, status: str) -> list[bytes]:
    """Send a cached response, 304 if the client has it, or its headers alone to HEAD."""
    if is_unchanged(response, environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response("304 Not Modified", [*response.unchanged, ("Cache-Status", status)])
        return []
    start_response("200 OK", [*response.headers, ("Cache-Status", status)])
    return [response.body] if environ["REQUEST_METHOD"] == "GET" else []
