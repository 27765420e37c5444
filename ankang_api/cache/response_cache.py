"""The response cache: the event loop asks it for stored responses, and it stores those that Django computes.

A response is a function of the revision, the URL, the media type and the content coding, which form its cache key. Each
worker stores up to `ANSWER_CACHE_BYTES`. Errors, HTML pages and very large exports are not stored.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ankang_api.cache.key import CacheKey, cache_key, is_cacheable
from ankang_api.cache.newest_revision import NewestRevision, RevisionTracker
from ankang_api.cache.partial import partial_response
from ankang_api.cache.raw_requests import KnownRequest, RawRequests
from ankang_api.cache.store import HIT, Hits, ResponseStore, StoredResponse
from ankang_api.environ import NO_OPERATION, OPERATION, REQUEST_HEAD, VALID_AT_REVISION, Environ
from ankang_api.http.conditional import etag_matches
from ankang_api.paths import is_published
from ankang_api.server.response import Response

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
OK = "200 OK"
MISS, STORED = "ankang; fwd=miss", "ankang; fwd=miss; stored"
"""Values of Cache-Status (RFC 9211) of cache misses."""


class ResponseCache:
    def __init__(self, application: Application, store: ResponseStore, newest: RevisionTracker) -> None:
        self.application, self.store, self.newest = application, store, newest
        self.raw_requests = RawRequests()
        self.hits: dict[tuple[str, str], Hits] = {}
        """By operation and format."""

    def cached_response(self, head: bytes, own_headers: bytes) -> bytes | None:
        """The response to a request head seen before, as sent on the wire; None if it is not cached or stale.

        `own_headers` are those that the server adds to every response.
        """
        known = self.raw_requests.get(head)
        revision = self.newest.cached() if known else None
        if known is None or revision is None:
            return None
        response = self.stored(revision, known.key)
        if response is None:
            return None
        if is_unchanged(response, known.if_none_match):
            response.hits.unchanged += 1
            return b"".join((b"HTTP/1.1 304 Not Modified\r\n", own_headers, response.wire_head_unchanged))
        response.hits.sent += 1
        return b"".join((b"HTTP/1.1 200 OK\r\n", own_headers, response.wire_head, response.body))

    def stored_response(self, environ: Environ, newest: NewestRevision | None = None) -> Response | None:
        """A stored response to a request at the newest revision; None if there is none, or the revision is unknown."""
        if (key := self.key(environ)) is None:
            return None
        if (newest := newest or self.newest.without_waiting()) is None:
            return None
        revision, unchecked = newest
        response = self.stored(revision, key)
        if response is None:
            return None
        if is_repeatable(environ):
            known = KnownRequest(key, environ.get("HTTP_IF_NONE_MATCH", ""))
            self.raw_requests.add(environ[REQUEST_HEAD], known)
        # a negative `ttl` gives the seconds for which the freshness could not be checked
        sent = answer(response, environ, f"{HIT}; ttl=-{unchecked:.1f}" if unchecked else HIT)
        response.hits.count(sent.status)
        return sent

    def key(self, environ: Environ) -> CacheKey | None:
        """The cache key of a request; None if its response is not stored."""
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD") and is_published(environ["PATH_INFO"])
        return cache_key(environ) if is_read and is_cacheable(environ) else None

    def read_newest(self) -> NewestRevision:
        """The newest revision. This may query the database."""
        return self.newest.current()

    def check(self) -> None:
        """Called several times a second, so that an outage is noticed without requests."""
        self.newest.without_waiting()

    def is_outdated(self) -> bool:
        return self.newest.is_outdated()

    def stored(self, revision: int | None, key: CacheKey) -> StoredResponse | None:
        return self.store.get((revision, key)) or self.store.get((None, key))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Run the application, and store its response if it is cacheable and not too large.

        Django computes the same response to HEAD as to GET, with its body, which the server does not send.
        """
        key = self.key(environ)
        if key is None:
            return self.application(environ, start_response)
        environ["HTTP_ACCEPT_ENCODING"] = key.coding  # Django chooses the coding of the key, with a range too
        started: list[Any] = []
        body = Body(self.application(environ, lambda *arguments: started.append(arguments)))
        status, headers = started[0][:2]
        if status == OK and VALID_AT_REVISION in environ:
            content = body.read(self.store.fits)
            if content is not None:
                operation = environ.get(OPERATION, NO_OPERATION)
                response = StoredResponse.of(headers, content, self.hits.setdefault(operation, Hits()))
                self.store.add((environ[VALID_AT_REVISION], key), response)
                return send(answer(response, environ, STORED), start_response)
        start_response(status, [*headers, ("Cache-Status", MISS)])
        return body


def is_repeatable(environ: Environ) -> bool:
    """Whether a request with the same bytes gets the same, whole response. An id of its own would be in it."""
    is_plain = REQUEST_HEAD in environ and environ["REQUEST_METHOD"] == "GET"
    return is_plain and "HTTP_X_REQUEST_ID" not in environ and "HTTP_RANGE" not in environ


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


def answer(response: StoredResponse, environ: Environ, status: str) -> Response:
    """A stored response, a part of it, or 304 if the client has it, in the order of RFC 9110, section 13.2.2."""
    if is_unchanged(response, environ.get("HTTP_IF_NONE_MATCH", "")):
        return Response("304 Not Modified", [*response.unchanged, ("Cache-Status", status)], b"")
    if (part := partial_response(response, environ)) is not None:
        return part._replace(headers=[*part.headers, ("Cache-Status", status)])
    body = response.body if environ["REQUEST_METHOD"] == "GET" else b""
    return Response(OK, [*response.headers, ("Cache-Status", status)], body)


def send(response: Response, start_response: StartResponse) -> list[bytes]:
    start_response(response.status, response.headers)
    return [response.body] if isinstance(response.body, bytes) else []
