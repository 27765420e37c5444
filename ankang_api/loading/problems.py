"""Errors of fixtures, with the file and the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    path: Path
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (str(self.path), self.record, self.field) if part)
        return f"{place}: {self.message}"


class LoadError(Exception):
    """Fixtures were refused; nothing was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Collect the problems of a LoadError and go on, so that all are reported at once."""
    try:
        yield
    except LoadError as error:
        problems += error.problems
