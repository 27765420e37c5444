"""A node: `manage.py serve` with its workers, which may be killed."""

import os
import random
import signal
import time
from pathlib import Path

from tests.faults.cluster import children_of
from tests.serving import free_port, up

WORKERS = 2
END_S = 20
"""Until the workers of a killed parent must have ended."""
REPLACED_S = 20
"""Until the parent must have replaced a killed worker."""


class Node:
    """`lags` says whether it reads a standby."""

    def __init__(self, folder: Path, name: str, database_url: str, replica_url: str = "") -> None:
        self.name, self.port, self.database_url = name, free_port(), database_url
        self.log, self.lags = folder / f"{name}.log", bool(replica_url)
        self.settings = {"DATABASE_REPLICA_URL": replica_url} if replica_url else {}
        self.process: up | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.launch()
        self.wait_until_serving()

    def launch(self) -> None:
        options = ("--port", str(self.port), "--workers", str(WORKERS))
        with self.log.open("ab") as log:  # a pipe that nobody reads would fill up with tracebacks
            self.process = up(self.database_url, *options, command="serve", settings=self.settings, stderr=log.fileno())

    def wait_until_serving(self) -> None:
        assert self.process
        printed = self.process.wait_until_serving()
        assert printed[-1].startswith("Ankang"), self.log.read_text()

    def kill(self) -> None:
        """SIGKILL to the parent; its workers end by themselves, and close its output, which they share."""
        if self.process:
            self.process.kill()
            self.process.communicate(timeout=END_S)
            self.process = None

    def kill_worker(self, chance: random.Random) -> None:
        """SIGKILL to one of the workers, and wait until another has taken its place."""
        assert self.process
        before = children_of(self.process.pid)
        killed = chance.choice(before)
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + REPLACED_S
        while killed in (now := children_of(self.process.pid)) or len(now) < len(before):
            assert time.monotonic() < deadline, f"{self.name}: worker {killed} was not replaced"
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.communicate(timeout=30)
            self.process = None
