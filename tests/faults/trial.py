"""A trial: readers and a corrector are at work, and processes are killed meanwhile."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event
from urllib.request import urlopen

from tests.faults.corrector import Corrector
from tests.faults.faults import Fault
from tests.faults.installation import Service
from tests.faults.journal import Journal
from tests.faults.node import Node
from tests.faults.reader import Reader
from tests.faults.verification import verify

READERS_OF_A_NODE = 2
RECOVERED_S = 60
"""After a fault, until all nodes must answer and a correction must be published."""
CALM_S = 1.0
"""Between two faults, at least."""


@dataclass
class Outcome:
    """`statuses` counts responses by status, and requests without one; `recovered_s` has seconds, by fault."""

    journal: Journal
    statuses: Counter[str] = field(default_factory=Counter)
    recovered_s: list[tuple[str, float]] = field(default_factory=list)
    unacknowledged: int = 0

    def wrong(self, kind: str) -> list[str]:
        return [sentence for found, sentence in self.journal.wrong if found == kind]


class Trial:
    def __init__(self, service: Service, seed: str) -> None:
        self.service, self.chance, self.journal, self.ended = service, random.Random(seed), Journal(), Event()
        self.corrector = Corrector(service.nodes[0], self.journal, self.ended)
        self.readers = [
            Reader(node, self.journal, f"{seed} {node.name} {number}", self.ended)
            for node in service.nodes
            for number in range(READERS_OF_A_NODE)
        ]
        self.outcome = Outcome(self.journal)

    def run(self, faults: Iterable[tuple[str, Fault]]) -> Outcome:
        self.corrector.session.log_in()
        self.corrector.correct()
        deadline = time.monotonic() + RECOVERED_S
        while not all(map(self.is_current, self.service.nodes)):  # each response to a reader must hold a correction
            assert time.monotonic() < deadline, "a node does not show the first correction"
            time.sleep(0.05)
        threads = [self.corrector, *self.readers]
        for thread in threads:
            thread.start()
        try:
            for name, fault in faults:
                time.sleep(CALM_S + self.chance.random())
                self.commit(name, fault)
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()
        verify(self.service, self.journal)
        return self.summed_up()

    def commit(self, name: str, fault: Fault) -> None:
        fault(self.service, self.chance)
        started = time.monotonic()
        if self.recover(started + RECOVERED_S):
            self.outcome.recovered_s.append((name, time.monotonic() - started))
        else:
            self.journal.report("unexpected", f"no recovery in {RECOVERED_S} s after a fault of the {name}")

    def recover(self, deadline: float) -> bool:
        """Wait until a correction that is begun now is published, and each node shows what is published."""
        before = self.corrector.number
        while self.journal.last_acknowledged <= before or not all(map(self.is_current, self.service.nodes)):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def is_current(self, node: Node) -> bool:
        """Whether the node answers a request that is not cached, as of the newest revision; its standby may lag."""
        due, url = self.journal.newest[-1], f"{node.address}/api/v1/units?q={self.chance.random()}"
        with suppress(OSError, HTTPException), urlopen(url, timeout=30) as response:
            return int(json.load(response)["meta"]["revision"]) >= due
        return False

    def summed_up(self) -> Outcome:
        for reader in self.readers:
            self.outcome.statuses += reader.statuses
        self.outcome.unacknowledged = len(self.journal.attempted - self.journal.acknowledged)
        return self.outcome
