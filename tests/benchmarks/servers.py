"""Servers on loopback: ours and the others', each pinned, started when first asked for and stopped with the run."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.databases import Databases, environment, path
from tests.benchmarks.programs import PEERS, ROOT, peer, program
from tests.serving import free_port

OURS = (
    "from ankang_api.server.addresses import TCPAddress; from ankang_api.server.processes import serve; "
    "serve(TCPAddress('127.0.0.1', {port}), {workers}, 'ready')"
)


class Server(NamedTuple):
    """What is started: a program, over which database, with how many workers; only ours has a cache to switch off."""

    program: str
    engine: str = "sqlite"
    size: str = "small"
    workers: int = 2
    cached: bool = True

    @property
    def cores(self) -> frozenset[int]:
        """One worker has a core for itself, and the load the others; more share all of them with the load."""
        every = frozenset(os.sched_getaffinity(0))
        return frozenset([min(every)]) if self.workers == 1 and len(every) > 1 else every

    @property
    def cores_of_load(self) -> frozenset[int]:
        every = frozenset(os.sched_getaffinity(0))
        return every - self.cores or every


class Started(NamedTuple):
    port: int
    process: "subprocess.Popen[bytes]"


class Stand:
    def __init__(self, stack: ExitStack, folder: Path, databases: Databases) -> None:
        self.stack, self.folder, self.databases = stack, folder, databases
        (folder / "static").mkdir()
        self.started = cache(self.start)

    def start(self, server: Server) -> Started:
        port = free_port()
        url = "" if server.program == "nginx" else self.databases.url(server.engine, server.size)
        more = {} if server.cached else {"ANSWER_CACHE_BYTES": "0"}
        command = self.command(server, port, url)
        process = self.stack.enter_context(running(command, url, self.folder, server.cores, **more))
        wait_for(port, process, self.folder)
        return Started(port, process)

    def command(self, server: Server, port: int, url: str) -> list[str]:
        here, workers = f"--bind=127.0.0.1:{port}", f"--workers={server.workers}"
        uvicorn = [peer("uvicorn"), "--app-dir", str(PEERS), "--port", str(port), workers, "--log-level", "warning"]
        if server.program == "ours":
            return [sys.executable, "-c", OURS.format(port=port, workers=server.workers)]
        if server.program == "plain":
            return [peer("gunicorn"), "--chdir", str(PEERS), here, workers, "--log-level=warning", "plain.wsgi"]
        if server.program == "nginx":
            return [program("nginx"), "-c", str(nginx(self.folder, port))]
        return [*uvicorn, "--no-access-log", f"{server.program}_app:app"]


class running(subprocess.Popen[bytes]):  # noqa: N801  # it is used as a context manager, as Popen is
    """A process with all that it starts: stopped at the end, by force after ten seconds."""

    def __init__(self, command: list[str], url: str, folder: Path, cores: frozenset[int], **more: str) -> None:
        file = path(url) if url.startswith("sqlite") else ""
        with (folder / "server.log").open("ab") as log:
            super().__init__(
                command,
                cwd=ROOT,
                env=environment(url, DATABASE_FILE=file, **more),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: os.sched_setaffinity(0, cores),
            )

    def __exit__(self, *_: object) -> None:
        self.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until a server listens; a RuntimeError with what it wrote if it ends instead, or after a minute."""
    for _ in range(1200):
        with closing(socket.socket()) as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not answer.\n{(folder / 'server.log').read_text()[-2000:]}")


def nginx(folder: Path, port: int) -> Path:
    """The configuration of nginx that serves the folder static/ with one worker, as fast as it can."""
    configuration = folder / f"nginx-{port}.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/server.log;\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100;\n"
        f"  default_type application/json; server {{ listen 127.0.0.1:{port}; root {folder}/static; }} }}\n"
    )
    return configuration
