"""The journal of a trial: corrections that were acknowledged, figures that were read, and what was wrong with them."""

import random
import time
from bisect import bisect_right
from collections import Counter
from threading import Lock

BOUND_S = 1.0
"""From then on, what was published or read before must be in each response that does not say it is unchecked."""


class Journal:
    """Correction K sets each corrected figure to the same value, so that K can be read from a response.

    `seen` counts the pairs of a revision and a correction that responses showed; `wrong` has a kind and a sentence.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.attempted: set[int] = set()
        self.acknowledged: set[int] = set()
        self.last_acknowledged = 0
        self.revisions: dict[int, int] = {}
        """By revision, the correction that was acknowledged to be in it."""
        self.seen: Counter[tuple[int, int]] = Counter()
        self.wrong: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.newest: list[int] = []
        """The newest revision that was acknowledged or read until each of the times."""

    def acknowledge(self, correction: int) -> None:
        with self.lock:
            self.acknowledged.add(correction)
            self.last_acknowledged = correction

    def publish(self, revision: int, correction: int) -> None:
        """The revision of an acknowledged correction is known."""
        with self.lock:
            self.revisions[revision] = correction
            self.note_newest(revision)

    def see(self, revision: int, correction: int) -> None:
        """A response showed the figures of this correction, and said that they are of this revision."""
        with self.lock:
            self.seen[revision, correction] += 1
            self.note_newest(revision)

    def note_newest(self, revision: int) -> None:
        if not self.newest or revision > self.newest[-1]:
            self.times.append(time.monotonic())
            self.newest.append(revision)

    def due(self) -> int:
        """The oldest revision that a response to a request that begins now may show; 0 at the beginning."""
        with self.lock:
            place = bisect_right(self.times, time.monotonic() - BOUND_S)
            return self.newest[place - 1] if place else 0

    def any_revision(self, chance: random.Random) -> int:
        """A revision that may be requested by its number."""
        with self.lock:
            return chance.choice(list(self.revisions))

    def report(self, kind: str, sentence: str) -> None:
        """Kinds: lost, stale, mixed, unexpected."""
        with self.lock:
            self.wrong.append((kind, sentence))
