"""Requests by their bytes: who asks the same as before need not be understood again."""

from typing import NamedTuple

from ankang_api.cache.key import Asked

REMEMBERED = 2048
"""Heads in each generation."""


class Known(NamedTuple):
    """What a request asks for, and which answer it has already (If-None-Match)."""

    key: Asked
    given: str


class Heads:
    """The heads that were read last. When as many came as have room, those that were not asked for since are let go."""

    def __init__(self) -> None:
        self.young: dict[bytes, Known] = {}
        self.old: dict[bytes, Known] = {}

    def get(self, head: bytes) -> Known | None:
        known = self.young.get(head)
        if known is None and (known := self.old.get(head)) is not None:
            self.keep(head, known)
        return known

    def keep(self, head: bytes, known: Known) -> None:
        if len(self.young) >= REMEMBERED:
            self.young, self.old = {}, self.young
        self.young[head] = known
