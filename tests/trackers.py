"""The newest revision as a test sets it."""

from ankang_api.cache.newest_revision import NewestRevision


class FixedTracker:
    def __init__(self, revision: int | None = 1) -> None:
        self.known = NewestRevision(revision, 0)

    def current(self) -> NewestRevision:
        return self.known

    def cached(self) -> int | None:
        return None if self.known.unchecked else self.known.revision

    def without_waiting(self) -> NewestRevision | None:
        return self.known

    def record(self, revision: int) -> None: ...

    def is_outdated(self) -> bool:
        return False
