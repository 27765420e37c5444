"""Stored responses: bytes and headers, ready to be sent again, within a limit of bytes."""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache

Headers = list[tuple[str, str]]
HIT = "ankang; hit"
"""The value of Cache-Status (RFC 9211) of a cache hit."""
OVERHEAD_BYTES = 4096
"""Memory of a stored response beside its body: headers, key and table entries, rounded up."""
PROTECTED_SHARE = 0.75
"""The share of the memory for responses that were requested more than once."""


BODY_HEADERS = {"content-type", "content-encoding", "content-disposition", "link", "accept-ranges"}
"""Headers that a 304 omits."""


class Hits:
    """How often responses of one operation and format were sent from the cache: plain integers, which cost least."""

    def __init__(self) -> None:
        self.sent = self.unchanged = self.partial = self.not_satisfiable = 0

    def by_status(self) -> dict[str, int]:
        return {"200": self.sent, "304": self.unchanged, "206": self.partial, "416": self.not_satisfiable}

    def count(self, status: str) -> None:
        """Count a response by its status, one of those above."""
        match status[:3]:
            case "200":
                self.sent += 1
            case "304":
                self.unchanged += 1
            case "206":
                self.partial += 1
            case _:
                self.not_satisfiable += 1


class StoredResponse(NamedTuple):
    """A response of the API: its headers, those of its 304, its strong ETag, and its body.

    `wire_head` and `wire_head_unchanged` are the two heads as sent on the wire after the server's own headers.
    """

    headers: Headers
    unchanged: Headers
    etag: str
    body: bytes
    wire_head: bytes
    wire_head_unchanged: bytes
    hits: Hits

    @classmethod
    def of(cls, headers: Headers, body: bytes, hits: Hits) -> "StoredResponse":
        stored = [pair for pair in headers if pair[0].lower() not in ("content-length", "accept-ranges")]
        unchanged = [pair for pair in stored if pair[0].lower() not in BODY_HEADERS]
        etag = next(value for name, value in stored if name.lower() == "etag")
        headers = [*stored, ("Accept-Ranges", "bytes"), ("Content-Length", str(len(body)))]
        return cls(headers, unchanged, etag, body, wire(headers), wire(unchanged), hits)

    def size(self) -> int:
        return OVERHEAD_BYTES + len(self.body)


def wire(headers: Headers) -> bytes:
    lines = (f"{name.lower()}: {value}\r\n" for name, value in [*headers, ("Cache-Status", HIT)])
    return ("".join(lines) + "\r\n").encode("latin-1")


class Segment(LRUCache[Any, StoredResponse]):
    """Responses by cache key. The least recently used is evicted first; `evicted` is called with its key."""

    def __init__(self, size: int, evicted: Callable[[Any], object]) -> None:
        super().__init__(size, StoredResponse.size)
        self.evicted = evicted

    def popitem(self) -> tuple[Any, StoredResponse]:
        key, response = super().popitem()
        self.evicted(key)
        return key, response


class ResponseStore:
    """Two LRU segments: a response that is requested again moves from the first to the protected one.

    There it replaces only responses that were requested less often, so that many addresses requested twice do not evict
    one that is requested all the time.
    """

    def __init__(self, size: int) -> None:
        self.hits: Counter[Any] = Counter()
        """Requests of each stored response, halved whenever it keeps its place."""
        self.once = Segment(size - int(size * PROTECTED_SHARE), self.forget)
        self.protected = Segment(int(size * PROTECTED_SHARE), lambda key: None)
        self.lock = Lock()

    def get(self, key: Any) -> StoredResponse | None:
        with self.lock:
            response = self.protected.get(key)
            if response is not None:
                self.hits[key] += 1
                return response
            response = self.once.get(key)
            if response is not None:
                self.hits[key] += 1
                self.protect(key, response)
            return response

    def protect(self, key: Any, response: StoredResponse) -> None:
        """Move a response to the protected segment, unless that is full of responses requested as often."""
        del self.once[key]
        while self.protected.currsize + response.size() > self.protected.maxsize:
            other_key, other = self.protected.popitem()
            self.hits[other_key] //= 2
            if self.hits[other_key] >= self.hits[key]:
                self.protected[other_key], self.once[key] = other, response
                return
            self.once[other_key] = other
        self.protected[key] = response

    def forget(self, key: Any) -> None:
        if key not in self.protected:
            del self.hits[key]

    def fits(self, size: int) -> bool:
        """Whether a body is small enough to be stored, so that the cache holds many."""
        return OVERHEAD_BYTES + size <= self.once.maxsize / 4

    def add(self, key: Any, response: StoredResponse) -> None:
        with self.lock:
            self.once[key] = response

    def size(self) -> int:
        return int(self.once.currsize + self.protected.currsize)
