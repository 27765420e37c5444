"""Rows of the table about exports: a whole table as CSV over HTTP."""

import subprocess
import time
from statistics import median

from tests.benchmarks.asking import body
from tests.benchmarks.databases import ROWS
from tests.benchmarks.memory import peak, pss
from tests.benchmarks.programs import program
from tests.benchmarks.servers import Server
from tests.benchmarks.setting import Measured, Setting

EXPORT = Server("ours", "postgresql", "large", workers=1, cached=False)
WATCHED = Server("ours", "postgresql", "large", workers=1)


def fetching(port: int) -> list[str]:
    """A command that fails if the answer is an error or breaks off."""
    return [program("curl"), "--fail", "--silent", f"http://127.0.0.1:{port}/api/v1/observations?format=csv"]


def copying(url: str) -> list[str]:
    statement = f"COPY ({ROWS} ORDER BY o.code) TO STDOUT WITH (FORMAT csv, HEADER)"
    return [program("psql"), url, "--quiet", "--command", " ".join(statement.split())]


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def lines(command: list[str]) -> int:
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        count = sum(1 for _ in process.stdout)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return count


def export_by_copy(setting: Setting) -> Measured:
    ours = fetching(setting.stand.started(EXPORT).port)
    theirs = copying(setting.databases.url("postgresql", "large"))
    if (found := lines(ours)) != (copied := lines(theirs)):
        raise RuntimeError(f"The export has {found} lines, COPY {copied}")
    turns = [(seconds(ours), seconds(theirs)) for _ in range(min(3, setting.pace.rounds))]
    first, second = (median(times) for times in zip(*turns, strict=True))
    return Measured(median(other / one for one, other in turns), f"{first:.1f} s by {second:.1f} s, {found - 1:,} rows")


def growth(setting: Setting, server: Server) -> float:
    """MB that a server of one worker grows by at most while it exports."""
    started = setting.stand.started(server)
    body(started.port, "/api/v1/observations?page_size=50")  # what every request needs is there already
    before = pss(started.process.pid)
    with peak(started.process.pid) as largest:
        seconds(fetching(started.port))
    return largest[0] - before


def growth_of_export(setting: Setting) -> Measured:
    small, large = growth(setting, WATCHED._replace(size="small")), growth(setting, WATCHED)
    return Measured(large - small, f"{large:.1f} MB by {small:.1f} MB")
