"""A reader: it sends requests to one node all the time, and checks each response by its revision."""

import random
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Thread

from tests.faults.journal import Journal
from tests.faults.node import Node
from tests.faults.questions import QUESTIONS, VALUE_OF_NO_CORRECTION, Figures, Question

TIMEOUT_S = 30
MAX_PAUSE_S = 0.04
"""Between two requests: readers that ask without a pause leave the corrector no processor."""


class Reader(Thread):
    """`statuses` counts the responses by status, and what got none."""

    def __init__(self, node: Node, journal: Journal, seed: str, ended: Event) -> None:
        super().__init__(name=f"reader {seed}", daemon=True)
        self.node, self.journal, self.ended, self.chance = node, journal, ended, random.Random(seed)
        self.statuses: Counter[str] = Counter()
        self.etags: dict[str, tuple[str, int]] = {}
        """By path, the last ETag and the revision of its response."""
        self.connect()

    def connect(self) -> None:
        """A new connection, perhaps to another worker."""
        self.connection = HTTPConnection("127.0.0.1", self.node.port, timeout=TIMEOUT_S)
        self.last = 0
        """The newest revision that came over this connection."""

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.ask()
            except (OSError, HTTPException):  # a process was killed: nothing came, or not the whole response
                self.statuses["no response"] += 1
                self.connection.close()
                self.connect()
            except Exception as error:
                self.journal.report("unexpected", f"{self.node.name}: a response cannot be read: {error!r}")
            time.sleep(self.chance.uniform(0, MAX_PAUSE_S))
        self.connection.close()

    def ask(self) -> None:
        if self.chance.random() < 0.02:
            self.connection.close()
            self.connect()
        question, due = self.chance.choice(QUESTIONS), self.journal.due()
        of = self.journal.any_revision(self.chance) if self.chance.random() < 0.25 else None
        question = question.at(of) if of else question
        headers = {}
        if question.path in self.etags and self.chance.random() < 0.4:
            headers["If-None-Match"] = self.etags[question.path][0]
        self.connection.request("GET", f"/api/v1/{question.path}", headers=headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        self.statuses[str(response.status)] += 1
        revision = self.revision_of(question, response, body)
        if revision and of:
            self.require(revision == of, "mixed", question, f"revision {revision}, not {of}")
        elif revision:
            self.require_fresh(question, revision, due, response.headers["Cache-Status"] or "")

    def revision_of(self, question: Question, response: HTTPResponse, body: str) -> int | None:
        """The revision of a response whose figures are all of one correction; else None, and it is reported."""
        if response.status == 304:
            return self.etags[question.path][1]
        if response.status != 200:
            is_expected = response.status == 503 or (self.node.lags and "does not exist yet" in body)
            self.require(is_expected, "unexpected", question, f"{response.status} {body[:300]}")
            return None
        revisions, values = figures = question.read(body)
        if not self.require(is_whole(figures, question.size), "mixed", question, str(figures)):
            return None
        revision = revisions.pop()
        self.journal.see(revision, values[0] - VALUE_OF_NO_CORRECTION)
        self.etags[question.path] = response.headers["ETag"], revision
        return revision

    def require_fresh(self, question: Question, revision: int, due: int, cache_status: str) -> None:
        if "ttl=-" in cache_status:
            self.statuses["unchecked"] += 1
            return
        if self.node.lags:  # a standby that crashed accepts connections before it has replayed what it showed before
            self.statuses["earlier again"] += revision < self.last
        else:
            self.require(revision >= due, "stale", question, f"revision {revision} after {due} was published")
            self.require(revision >= self.last, "stale", question, f"revision {revision} after {self.last} was read")
        self.last = revision

    def require(self, is_right: bool, kind: str, question: Question, sentence: str) -> bool:
        if not is_right:
            self.journal.report(kind, f"{self.node.name}: GET {question.path}: {sentence}")
        return is_right


def is_whole(figures: Figures, count: int) -> bool:
    """Whether these are all the corrected figures, of one correction and one revision."""
    return (len(figures.values), len(set(figures.values)), len(figures.revisions)) == (count, 1, 1)
