"""Requests by their bytes: who asks the same as before need not be understood again."""

from typing import NamedTuple

from ankang_api.cache.key import CacheKey

REMEMBERED = 2048
"""Request heads in each generation."""


class KnownRequest(NamedTuple):
    """What a request asks for, and which answer it has already (If-None-Match)."""

    key: CacheKey
    given: str


class RawRequests:
    """The heads that were read last. When as many came as have room, those that were not asked for since are let go."""

    def __init__(self) -> None:
        self.young: dict[bytes, KnownRequest] = {}
        self.old: dict[bytes, KnownRequest] = {}

    def get(self, head: bytes) -> KnownRequest | None:
        known = self.young.get(head)
        if known is None and (known := self.old.get(head)) is not None:
            self.keep(head, known)
        return known

    def keep(self, head: bytes, known: KnownRequest) -> None:
        if len(self.young) >= REMEMBERED:
            self.young, self.old = {}, self.young
        self.young[head] = known
