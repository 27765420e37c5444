"""The table in words: on the terminal, and in docs/benchmarks.md."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.databases import HUGE, SMALL
from tests.benchmarks.programs import ROOT, versions
from tests.benchmarks.setting import Measured, Missing
from tests.benchmarks.table import Row

PAGE = ROOT / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

How fast this API is beside others on the same machine, in one run: `{command}`, {day}, {cores} cores,
{memory} GB of memory. Load comes from wrk over loopback. What is compared takes turns, {rounds} times {seconds}
seconds each; a ratio is the median of the turns. Before it is timed each server must give the same rows.

Lists have 50 rows with all fields of an observation. Rows named *large* read {rows:,} synthetic observations, those
named *huge* {huge:,}, the others {small:,}. *Missed* means that our cache of answers is off and every request differs
from the one before. Servers have two workers and share the cores with wrk, unless a row says otherwise; exports come
from one worker.
Corrections are asked for on 16 connections at once, and count as visible when all of them show the new value.

| measured | result | floor | aim | | made of |
|---|---|---|---|---|---|
"""
PEERS = """
The others are what a developer has who follows their documentation: **plain DRF** is a ModelViewSet with
select_related, django-filter and page numbers under gunicorn, which keeps its database connections; **Datasette**
reads a view of the joined rows; **FastAPI** sends SQL written by hand through asyncpg and answers with orjson;
**nginx** sends our bytes from a file. All count the rows of the query, as we do.

Versions: {versions}.
"""


def written(row: Row, measured: Measured | Missing) -> str:
    """A line of the Markdown table."""
    floor, aim = (f"{limit:g}" if limit is not None else "" for limit in (row.floor, row.aim))
    if isinstance(measured, Missing):
        return f"| {row.name} | not measured | {floor} | {aim} | | {measured.reason} |"
    value = f"{measured.value:.3g} {row.unit}".strip() if measured.value < 100 else f"{measured.value:.0f} {row.unit}"
    return f"| {row.name} | {value.strip()} | {floor} | {aim} | {row.verdict(measured.value)} | {measured.detail} |"


def memory_in_gb() -> int:
    found = re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text())
    return round(int(found[1]) / 1024**2) if found else 0


def page(lines: list[str], command: str, rows: int, rounds: int, seconds: int, postgresql: str) -> str:
    said = versions() | ({"PostgreSQL": postgresql} if postgresql else {})
    introduction = INTRODUCTION.format(
        command=command,
        day=datetime.now(UTC).date().isoformat(),
        cores=len(os.sched_getaffinity(0)),
        memory=memory_in_gb(),
        rounds=rounds,
        seconds=seconds,
        rows=rows,
        small=SMALL,
        huge=HUGE,
    )
    named = ", ".join(f"{name} {number}" for name, number in said.items())
    return introduction + "\n".join(lines) + "\n" + PEERS.format(versions=named)
