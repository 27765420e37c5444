"""Rows of the table that are not a pace by a pace: deep pages, memory, freshness and start-up."""

import json
import sys
import time
from http.client import HTTPException
from statistics import median

from tests.benchmarks.asking import answer, body
from tests.benchmarks.comparisons import MANY_LISTS, ONE_LIST, OURS, Question, target
from tests.benchmarks.databases import run
from tests.benchmarks.load import rate, ratio
from tests.benchmarks.memory import pss
from tests.benchmarks.servers import Server, running
from tests.benchmarks.setting import Measured, Setting
from tests.serving import free_port


def last_page(engine: str, size: str, setting: Setting) -> Measured:
    """Time of the last page by the first's: of the pace, the other way round."""
    server = Server("ours", engine, size, cached=False)
    path = run(setting.databases.url(engine, size), "-m", "tests.benchmarks.last_page").strip()
    first, last = (target(setting, server, [each]) for each in ("/api/v1/observations?page_size=50", path))
    found = body(last.port, path)
    if len(found["results"]) != 50 or found["next"] is not None or found["previous"] is None:
        raise RuntimeError("This is not the last page")
    return Measured(*ratio(first, last, setting.pace, setting.folder))


def memory(setting: Setting) -> Measured:
    """PSS of two workers and their parent that have answered one list again and again."""
    return after(ONE_LIST, "with their parent, on SQLite, after one list again and again", setting)


def memory_when_full(setting: Setting) -> Measured:
    return after(MANY_LISTS, "the same after distinct lists, which fill the cache", setting)


def after(question: Question, said: str, setting: Setting) -> Measured:
    rate(target(setting, OURS, question.paths(setting, OURS)), 2 * setting.pace.seconds, setting.folder)
    return Measured(pss(setting.stand.started(OURS).process.pid), said)


def correction(setting: Setting) -> Measured:
    server = Server("ours", "postgresql")
    port, times = setting.stand.started(server).port, 5 if setting.pace.rounds == 1 else 41
    url = setting.databases.url("postgresql", "small")
    found = json.loads(run(url, "-m", "tests.benchmarks.correcting", port, times))
    return Measured(median(found), f"{times} corrections, the slowest {max(found):.0f} ms")


def start_up(setting: Setting) -> Measured:
    """Seconds until `manage.py up` answers, the published fixtures being loaded."""
    url, times = setting.databases.url("sqlite", "published"), []
    for _ in range(setting.pace.rounds):
        port, started = free_port(), time.perf_counter()
        command = [sys.executable, "manage.py", "up", "--port", str(port), "--workers", "2"]
        with running(command, url, setting.folder, OURS.cores):
            while not answers(port):
                time.sleep(0.02)
            times.append(time.perf_counter() - started)
    return Measured(median(times), "`manage.py up`, two workers, the published data loaded already")


def answers(port: int) -> bool:
    try:
        return answer(port, "/api/v1/observations?page_size=1")[0].status == 200
    except (OSError, HTTPException):
        return False
