"""`python -m tests.benchmarks.list_path`: the CPU time that each optimisation of an uncached list saves.

The requests go through Django's middleware and views in one process, without the response cache. Every request differs
from the one before, and is sent with all optimisations and without one of them by turns.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import django

from tests.benchmarks import country
from tests.benchmarks.databases import SMALL, Databases, run

if TYPE_CHECKING:
    from tests.benchmarks.optimisations import Optimisation

REQUESTS = 20
"""Different requests of each list."""


def metrics(first: int, number: int) -> str:
    """The codes of so many metrics, three apart."""
    return ",".join(country.metric_code((first + 3 * place) % country.METRICS) for place in range(number))


def years(first: int) -> str:
    return ",".join(str(country.FIRST_YEAR + (first + place) % country.YEARS) for place in (0, 7))


LIST = "/api/v1/observations?page_size=50"
PATHS = {
    "4 metrics": [f"{LIST}&metric={metrics(place, 4)}" for place in range(REQUESTS)],
    "4 metrics, count=false": [f"{LIST}&count=false&metric={metrics(place, 4)}" for place in range(REQUESTS)],
    "last metrics, count=false": [f"{LIST}&count=false&metric={metrics(490 - place, 4)}" for place in range(REQUESTS)],
    "1 region": [f"{LIST}&region={country.region_code(place * 149)}" for place in range(REQUESTS)],
    "40 metrics, count=false": [f"{LIST}&count=false&metric={metrics(place, 40)}" for place in range(REQUESTS)],
    "2 years, count=false": [f"{LIST}&count=false&period={years(place)}" for place in range(REQUESTS)],
    "a word, count=false": [f"{LIST}&count=false&q=虚构指标{10 + place}" for place in range(REQUESTS)],
}
WALKED = {
    "pages of 2 value types": f"{LIST}&value_type=actual,target",
    "pages of all rows": LIST,
}
"""Lists whose pages are requested one after the other, by the first."""


class Saving(NamedTuple):
    """The CPU time of one request in ms, without an optimisation and with all of them, and the ratio: medians."""

    optimisation: str
    request: str
    off: float
    on: float
    ratio: float

    def line(self, rows: int) -> str:
        cells = (f"{self.request}, {rows:,} rows", *(f"{value:.2f}" for value in (self.off, self.on, self.ratio)))
        return f"| {' | '.join((self.optimisation, *cells))} |"


def server_ns() -> int:
    """The CPU time of the PostgreSQL process that serves this one; 0 on SQLite."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


class Requests:
    """Sends requests to Django in this process."""

    def __init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import RequestFactory

        self.handler = WSGIHandler()
        self.factory = RequestFactory(SERVER_NAME="localhost")

    def body(self, path: str) -> Any:
        response: Any = self.handler.get_response(self.factory.get(path))
        if response.status_code != 200:
            raise RuntimeError(f"{path} gave {response.status_code}: {response.content[:300]!r}")
        return json.loads(response.content)

    def cpu_ms(self, path: str) -> float:
        request = self.factory.get(path)
        start = time.process_time_ns() + server_ns()
        self.handler.get_response(request)
        return (time.process_time_ns() + server_ns() - start) / 1e6

    def walked(self, path: str) -> Iterator[str]:
        for _ in range(REQUESTS):
            yield path
            path = self.body(path)["next"].removeprefix("http://localhost")


def measured(requests: Requests, name: str, paths: Sequence[str], off: "Optimisation", rounds: int) -> Saving:
    require_same(requests, paths, off)
    pairs = []
    for path in list(paths) * rounds:
        with off.switched_off():
            slower = cpu_ms(requests, name, path)
        pairs.append((slower, cpu_ms(requests, name, path)))
    without, with_all = (median(times) for times in zip(*pairs, strict=True))
    return Saving(off.name, name, without, with_all, median(first / second for first, second in pairs))


def cpu_ms(requests: Requests, name: str, path: str) -> float:
    """The CPU time of a request. Further pages find the count that the first page left."""
    if name not in WALKED:
        from ankang_api.lists import counts

        counts.forget()
    return requests.cpu_ms(path)


def require_same(requests: Requests, paths: Sequence[str], off: "Optimisation") -> None:
    """Raise RuntimeError if a response depends on an optimisation."""
    for path in paths:
        expected = requests.body(path)
        with off.switched_off():
            if requests.body(path) != expected:
                raise RuntimeError(f"{path} has another response without: {off.name}")


def measure(rounds: int, only: Sequence[str]) -> None:
    """Print the savings on the database of DATABASE_URL, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankang_api.settings")
    django.setup()
    from tests.benchmarks.optimisations import EVERYTHING, OPTIMISATIONS

    requests = Requests()
    paths = PATHS | {name: list(requests.walked(path)) for name, path in WALKED.items()}
    savings = [
        measured(requests, name, paths[name], optimisation, rounds)
        for optimisation in [*OPTIMISATIONS, EVERYTHING]
        if not only or any(part in optimisation.name for part in only)
        for name in paths
    ]
    print(json.dumps(savings))


def table(savings: list[tuple[int, Saving]], *, every: bool) -> Iterator[str]:
    """A line for each optimisation with the request that it helps most, or with every request."""
    yield "| optimisation | request | ms off | ms on | ratio |"
    yield "|---|---|---|---|---|"
    for optimisation in dict.fromkeys(saving.optimisation for _rows, saving in savings):
        of_one = [(rows, saving) for rows, saving in savings if saving.optimisation == optimisation]
        best = max(of_one, key=lambda measured: measured[1].ratio)
        yield from (saving.line(rows) for rows, saving in (of_one if every else [best]))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.list_path", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="Observations of the large database.")
    parser.add_argument("--rounds", type=int, default=3, help="Times that each request is sent.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="Only names that contain this.")
    parser.add_argument("--every", action="store_true", help="Print every request, not only the one with the most.")
    parser.add_argument("--measure", action="store_true", help="Measure the database of DATABASE_URL, and print JSON.")
    return parser.parse_args()


def compare(arguments: argparse.Namespace) -> None:
    """Make the two databases, measure each in a process of its own, and print the table."""
    url = os.environ.get("DATABASE_URL", "")
    engine = "postgresql" if url.startswith("postgres") else "sqlite"
    only = [f"--only={part}" for part in arguments.only]
    command = ("-m", "tests.benchmarks.list_path", "--measure", "--rounds", arguments.rounds, *only)
    savings: list[tuple[int, Saving]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        databases = Databases(stack, folder, url or None, arguments.rows, huge=False)
        for size, rows in (("small", SMALL), ("large", arguments.rows)):
            output = run(databases.url(engine, size), *command)
            savings += [(rows, Saving(*saving)) for saving in json.loads(output)]
    print("\n".join(table(savings, every=arguments.every)))


def main() -> None:
    arguments = parsed()
    if arguments.measure:
        measure(arguments.rounds, arguments.only)
    else:
        compare(arguments)


if __name__ == "__main__":
    main()
