"""PostgreSQL clusters of a trial's own, which may be killed: a primary, and a standby that streams from it."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from tests.serving import free_port

READY_S = 60
"""Until a cluster that was started must accept connections, recovery after a crash included."""
SUPERUSER = "postgres"


def program(name: str) -> str | None:
    """The path of a program of PostgreSQL. Debian keeps them off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, reversed(folders))]))


def children_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in children.split()]


class Cluster:
    """A cluster in a new folder of `parent`, run by the user postgres in place of root, which PostgreSQL refuses."""

    def __init__(self, parent: Path, name: str) -> None:
        self.folder, self.log, self.port = parent / name, parent / f"{name}.log", free_port()
        self.url = f"postgres://{SUPERUSER}@127.0.0.1:{self.port}/postgres"
        self.account: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.account = {"user": SUPERUSER, "group": SUPERUSER, "extra_groups": []}
        self.process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        self.run("initdb", "--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")

    def copy(self, primary: "Cluster") -> None:
        """Become a standby. The slot makes the primary keep what the standby misses while it is down."""
        slot = ["--create-slot", "--slot", "standby", "--write-recovery-conf"]
        self.run("pg_basebackup", "--dbname", primary.url, "--checkpoint", "fast", *slot)

    def run(self, name: str, *arguments: str) -> None:
        self.folder.mkdir(mode=0o700)
        if self.account:
            shutil.chown(self.folder, SUPERUSER, SUPERUSER)
        command = [program(name) or name, "--pgdata", str(self.folder), "--no-sync", *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **self.account)

    def start(self, **more: object) -> None:
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", **more}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [program("postgres") or "postgres", "-D", str(self.folder), *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stderr=log, **self.account)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_S
        while True:
            try:
                with closing(psycopg.connect(self.url, connect_timeout=5)):
                    return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL to all processes of the cluster at once. Each has a process group of its own."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGSTOP)  # so that it starts no more children
        for process in [*children_of(self.process.pid), self.process.pid]:
            os.kill(process, signal.SIGKILL)
        self.process.wait()
        self.process = None
