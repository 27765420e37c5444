"""What every row of the table is measured with, and what it comes to."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.databases import Databases
from tests.benchmarks.load import Pace
from tests.benchmarks.servers import Stand


@dataclass(frozen=True)
class Setting:
    folder: Path
    databases: Databases
    stand: Stand
    pace: Pace


class Missing(NamedTuple):
    """Why there is no figure."""

    reason: str
    failed: bool


class Measured(NamedTuple):
    """A figure, and what it was made of, in words."""

    value: float
    detail: str
