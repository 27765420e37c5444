"""Request heads by their bytes: a request that repeats an earlier one need not be parsed again."""

from typing import NamedTuple

from ankang_api.cache.key import CacheKey

MAX_REQUESTS = 2048
"""Request heads in each generation."""


class KnownRequest(NamedTuple):
    """The cache key of a request, and its If-None-Match."""

    key: CacheKey
    if_none_match: str


class RawRequests:
    """The most recent request heads, in two generations: when the young one is full, the old one is dropped."""

    def __init__(self) -> None:
        self.young: dict[bytes, KnownRequest] = {}
        self.old: dict[bytes, KnownRequest] = {}

    def get(self, head: bytes) -> KnownRequest | None:
        known = self.young.get(head)
        if known is None and (known := self.old.get(head)) is not None:
            self.add(head, known)
        return known

    def add(self, head: bytes, known: KnownRequest) -> None:
        if len(self.young) >= MAX_REQUESTS:
            self.young, self.old = {}, self.young
        self.young[head] = known
