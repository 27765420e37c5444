"""What the readers request, and how the corrected figures are read from the responses."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

METRICS = ("industry-covered-households", "paired-households", "relocated-households")
SINGLE = "ankang-report-paired-households-610900-undated"
VALUE_OF_NO_CORRECTION = 200_000
"""Correction K sets each figure to this plus K. A figure of another magnitude than the printed one is refused."""


class Figures(NamedTuple):
    """The revisions that a response names, of itself and of its rows, and the values of the corrected figures."""

    revisions: set[int]
    values: list[int]

    @classmethod
    def of(cls, rows: Iterable[Any], *revisions: int) -> "Figures":
        corrected = [row for row in rows if row["metric"] in METRICS]
        named = {int(row["revision"]) for row in corrected}
        return cls(named | set(revisions), [int(row["value"]) for row in corrected])


def of_list(body: str) -> Figures:
    response = json.loads(body)
    return Figures.of(response["results"], response["meta"]["revision"])


def of_record(body: str) -> Figures:
    return Figures.of([json.loads(body)])


def of_csv(body: str) -> Figures:
    return Figures.of(csv.DictReader(io.StringIO(body)))


def of_lines(body: str) -> Figures:
    return Figures.of(map(json.loads, body.splitlines()))


class Question(NamedTuple):
    """A path, how its response is read, and how many of the corrected figures are in it."""

    path: str
    read: Callable[[str], Figures]
    size: int

    def at(self, revision: int) -> "Question":
        separator = "&" if "?" in self.path else "?"
        return self._replace(path=f"{self.path}{separator}revision={revision}")


FILTER = ",".join(METRICS)
QUESTIONS = [
    Question(f"observations?metric={FILTER}", of_list, len(METRICS)),
    Question("observations?page_size=1000", of_list, len(METRICS)),
    Question(f"observations/{SINGLE}", of_record, 1),
    Question("observations.csv?sort=-value", of_csv, len(METRICS)),
    Question(f"observations.jsonl?metric={FILTER}", of_lines, len(METRICS)),
]
