"""Load from wrk: how many answers a second a server gives, measured in turns."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.programs import program

SCRIPT = Path(__file__).parent / "paths.lua"


@dataclass(frozen=True)
class Target:
    """A running server and what it is asked for, one path after the other."""

    port: int
    paths: Sequence[str]
    cores: frozenset[int]
    """Where wrk may run."""
    connections: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pace:
    """How long one turn takes, in seconds, and how many turns each has."""

    seconds: int
    rounds: int


def rate(target: Target, seconds: int, folder: Path) -> float:
    """Answers a second; a RuntimeError if any is not 200 or 304, or a connection fails."""
    origin = f"http://127.0.0.1:{target.port}"
    cores = ",".join(map(str, sorted(target.cores)))
    command = ["taskset", "-c", cores, program("wrk"), "-t1", f"-c{target.connections}", f"-d{seconds}s"]
    command += [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
    if len(target.paths) > 1:
        listed = folder / f"paths-{target.port}"
        listed.write_text("\n".join(target.paths))
        command += ["-s", str(SCRIPT), origin, "--", str(listed)]
    else:
        command.append(origin + target.paths[0])
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec: +([0-9.]+)", printed)
    if not found or re.search(r"Non-2xx|connect [1-9]|read [1-9]|write [1-9]|timeout [1-9]", printed):
        raise RuntimeError(f"wrk had answers that do not count from port {target.port}.\n{printed}")
    return float(found[1])


def ratio(ours: Target, theirs: Target, pace: Pace, folder: Path) -> tuple[float, str]:
    """Median over the rounds of our rate by theirs, and the median rates in words."""
    for target in (ours, theirs):
        rate(target, 1, folder)  # warm
    turns = [(rate(ours, pace.seconds, folder), rate(theirs, pace.seconds, folder)) for _ in range(pace.rounds)]
    first, second = (median(rates) for rates in zip(*turns, strict=True))
    return median(one / other for one, other in turns), f"{first:,.0f} by {second:,.0f} answers a second"
