"""`python -m tests.benchmarks.nodes`: one node, three nodes behind nginx, and a shared cache.

Prints a Markdown table of responses a second. wrk, nginx, PostgreSQL and the nodes share the processors.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.benchmarks import programs
from tests.benchmarks.asking import answer
from tests.benchmarks.comparisons import four_metrics
from tests.benchmarks.databases import Databases
from tests.benchmarks.load import Pace, Target, rate
from tests.benchmarks.programs import ROOT, program
from tests.benchmarks.servers import OURS, running, wait_for
from tests.serving import free_port

CONNECTIONS = 32
LIST = "/api/v1/observations?page_size=50"
UNCACHED = [f"{LIST}&metric={four_metrics(place)}" for place in range(2000)]
NO_CACHE = {"ANSWER_CACHE_BYTES": "0"}
"""For uncached queries: one that is sent again is computed again."""
TO_NODE = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;'


class Setup(NamedTuple):
    name: str
    nodes: int
    workers: int
    nginx: bool = False
    shared_cache: bool = False


SETUPS = (
    Setup("1 node, 2 workers", 1, 2),
    Setup("3 nodes of 1 worker, behind nginx", 3, 1, nginx=True),
    Setup("1 node, 2 workers, behind nginx-cache.conf", 1, 2, nginx=True, shared_cache=True),
)


class Machine:
    """Starts the servers of one setup, and ends them with the stack."""

    def __init__(self, stack: ExitStack, url: str) -> None:
        self.stack, self.url = stack, url
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nodes-")))
        self.cores = frozenset(os.sched_getaffinity(0))

    def start(self, setup: Setup, settings: dict[str, str]) -> Target:
        port = free_port()
        settings = settings | {"SHARED_CACHE_SECONDS": "1", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        ports = [free_port() for _ in range(setup.nodes)] if setup.nginx else [port]
        for of_node in ports:
            script = OURS.format(port=of_node, workers=setup.workers)
            self.run([sys.executable, "-c", script], of_node, settings | {"TRUSTED_PROXIES": "127.0.0.1"})
        if setup.nginx:
            file = self.folder / "nginx.conf"
            file.write_text(self.configuration(setup, port, ports))
            self.run([program("nginx"), "-c", str(file)], port, {})
        return Target(port, [LIST], self.cores, CONNECTIONS)

    def run(self, command: list[str], port: int, settings: dict[str, str]) -> None:
        process = self.stack.enter_context(running(command, self.url, self.folder, self.cores, **settings))
        wait_for(port, process, self.folder)

    def configuration(self, setup: Setup, port: int, nodes: Sequence[int]) -> str:
        """nginx with the nodes as an upstream; with a shared cache, a server that logs what misses it."""
        published = (ROOT / "docs" / "deploy" / "nginx-cache.conf").read_text() if setup.shared_cache else ""
        logging = f"unix:{self.folder}/log.socket"
        user = "user root;" if os.geteuid() == 0 else ""
        servers = " ".join(f"server 127.0.0.1:{node};" for node in nodes)
        off = "proxy_cache off;" if setup.shared_cache else ""
        return f"""
            {user} daemon off; worker_processes auto; pid {self.folder}/nginx.pid; error_log {self.folder}/server.log;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; keepalive_requests 1000000000;
                {published.replace("/var/cache/nginx", str(self.folder))}
                upstream nodes {{ {servers} keepalive 64; }}
                upstream logging {{ server {logging}; keepalive 8; }}
                server {{
                    listen 127.0.0.1:{port} reuseport;
                    location / {{ proxy_pass http://{"logging" if setup.shared_cache else "nodes"}; {TO_NODE} }}
                }}
                server {{
                    listen {logging};
                    access_log {self.folder}/requests.log; {off}
                    location / {{ proxy_pass http://nodes; {TO_NODE} }}
                }}
            }}
        """

    def logged_requests(self) -> int:
        log = self.folder / "requests.log"
        return len(log.read_text().splitlines()) if log.exists() else 0


def conditional(target: Target) -> Target:
    """The same request from a client that has the response."""
    tag = answer(target.port, target.paths[0])[0].headers["ETag"]
    if (status := answer(target.port, target.paths[0], {"If-None-Match": tag})[0].status) != 304:
        raise RuntimeError(f"port {target.port} gave {status}, not 304")
    return replace(target, headers={"If-None-Match": tag})


def median_rate(target: Target, pace: Pace, folder: Path) -> float:
    rate(target, 1, folder)  # warm
    return median(rate(target, pace.seconds, folder) for _ in range(pace.rounds))


def cells(setup: Setup, url: str, pace: Pace) -> Iterator[str]:
    with ExitStack() as stack:
        machine = Machine(stack, url)
        target = machine.start(setup, {})
        before = machine.logged_requests()
        yield f"{median_rate(target, pace, machine.folder):,.0f}"
        misses = (machine.logged_requests() - before) / (1 + pace.seconds * pace.rounds)
        yield f"{median_rate(conditional(target), pace, machine.folder):,.0f}"
    if setup.shared_cache:
        yield "as without the cache"
        yield f"{misses:.1f}"
        return
    with ExitStack() as stack:
        machine = Machine(stack, url)
        target = replace(machine.start(setup, NO_CACHE), paths=UNCACHED)
        yield f"{median_rate(target, pace, machine.folder):,.0f}"
        yield "all"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.nodes", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="One turn of a second each: does it run at all?")
    parser.add_argument("--postgresql", default=os.environ.get("DATABASE_URL"), help="A server; else DATABASE_URL's.")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stops the servers and drops the database
    programs.require("wrk", "nginx")
    pace = Pace(seconds=1, rounds=1) if arguments.quick else Pace(seconds=3, rounds=3)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        url = Databases(stack, folder, arguments.postgresql, 0, huge=False).url("postgresql", "small")
        print(f"{os.cpu_count()} processors, load of other processes before: {os.getloadavg()[0]:.1f}", flush=True)
        print("| servers | cached list | 304 | uncached lists | requests a second at the nodes, cached list |")
        print("|---|---|---|---|---|")
        for setup in SETUPS:
            print(f"| {' | '.join((setup.name, *cells(setup, url, pace)))} |", flush=True)


if __name__ == "__main__":
    main()
