"""The rows of the table, with the floors and aims that they are judged by."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.benchmarks import comparisons, exporting, figures
from tests.benchmarks.comparisons import MANY_LISTS, ONE_LIST, SINGLE, against
from tests.benchmarks.setting import Measured, Setting

ON_LARGE_SQLITE, PLAIN_ON_LARGE_SQLITE, DATASETTE_ON_LARGE = (
    server._replace(size="large") for server in (comparisons.MISSED, comparisons.PLAIN, comparisons.DATASETTE)
)
ON_LARGE, PLAIN_ON_LARGE, FASTAPI_ON_LARGE = (
    server._replace(size="large")
    for server in (comparisons.MISSED_POSTGRESQL, comparisons.PLAIN_POSTGRESQL, comparisons.FASTAPI)
)


class Row(NamedTuple):
    """What is measured; floor and aim are the least it may be, or with `at_most` the most."""

    name: str
    measure: Callable[[Setting], Measured]
    floor: float | None = None
    aim: float | None = None
    unit: str = ""
    at_most: bool = False

    def verdict(self, value: float) -> str:
        if self.floor is None or self.aim is None:
            return ""
        floor, aim = (value <= limit if self.at_most else value >= limit for limit in (self.floor, self.aim))
        return "aim met" if aim else "floor met" if floor else "below the floor"


TABLE = [
    Row("cached list ÷ nginx static, one worker each", comparisons.cached_by_file, 0.35, 0.55),
    Row("cached list ÷ Datasette", against(comparisons.OURS, comparisons.DATASETTE, ONE_LIST), 60, 120),
    Row("cached list ÷ plain DRF", against(comparisons.OURS, comparisons.PLAIN, ONE_LIST), 80, 200),
    Row("304 ÷ nginx 304, one worker each", comparisons.unchanged_by_file, 0.35, 0.55),
    Row(
        "missed list ÷ plain DRF, SQLite",
        against(comparisons.MISSED, comparisons.PLAIN, MANY_LISTS),
        4,
        10,
    ),
    Row(
        "missed list ÷ plain DRF, PostgreSQL",
        against(comparisons.MISSED_POSTGRESQL, comparisons.PLAIN_POSTGRESQL, MANY_LISTS),
        3.5,
        8,
    ),
    Row("missed list ÷ Datasette", against(comparisons.MISSED, comparisons.DATASETTE, MANY_LISTS), 1.3, 3),
    Row(
        "missed list ÷ FastAPI + asyncpg",
        against(comparisons.MISSED_POSTGRESQL, comparisons.FASTAPI, MANY_LISTS),
        0.5,
        1,
    ),
    Row("single object missed ÷ plain DRF, SQLite", against(comparisons.MISSED, comparisons.PLAIN, SINGLE), 3, 6),
    Row(
        "single object missed ÷ plain DRF, PostgreSQL",
        against(comparisons.MISSED_POSTGRESQL, comparisons.PLAIN_POSTGRESQL, SINGLE),
        3,
        6,
    ),
    Row("large: missed list ÷ plain DRF, SQLite", against(ON_LARGE_SQLITE, PLAIN_ON_LARGE_SQLITE, MANY_LISTS), 4, 10),
    Row("large: missed list ÷ plain DRF, PostgreSQL", against(ON_LARGE, PLAIN_ON_LARGE, MANY_LISTS), 3.5, 8),
    Row("large: missed list ÷ Datasette", against(ON_LARGE_SQLITE, DATASETTE_ON_LARGE, MANY_LISTS), 1.3, 3),
    Row("large: missed list ÷ FastAPI + asyncpg", against(ON_LARGE, FASTAPI_ON_LARGE, MANY_LISTS), 0.5, 1),
    Row("large: CSV export over HTTP ÷ psql COPY", exporting.export_by_copy, 0.4, 0.7),
    Row("large: memory growth of an export against 10,000 rows", exporting.growth_of_export, 30, 5, "MB", True),
    Row(
        "large: last page ÷ first page, time, SQLite", partial(figures.last_page, "sqlite", "large"), 1.5, 1.1, "", True
    ),
    Row(
        "large: last page ÷ first page, time, PostgreSQL",
        partial(figures.last_page, "postgresql", "large"),
        1.5,
        1.1,
        at_most=True,
    ),
    Row("memory of 2 workers (PSS)", figures.memory, 200, 140, "MB", True),
    Row("memory of 2 workers (PSS), cache full", figures.memory_when_full, unit="MB", at_most=True),
    Row("correction visible on PostgreSQL, median", figures.correction, 250, 20, "ms", True),
    Row("start-up", figures.start_up, unit="s", at_most=True),
    Row(
        "huge: last page ÷ first page, time, PostgreSQL",
        partial(figures.last_page, "postgresql", "huge"),
        1.5,
        1.1,
        at_most=True,
    ),
]
