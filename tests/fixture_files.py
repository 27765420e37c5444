"""The files of fixtures, and changes of copies of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.serving import ROOT

FIXTURES = ROOT / "fixtures"
REPORTS = ROOT / "tests" / "reports"
"""A folder with an invented second report, which restates a figure of the first."""

FIRST = "ankang-report-poor-population-610900-2018"
SECOND = "invented-bulletin-2020-poor-population-610900-2018"
"""The observation in the second report that restates FIRST."""

PROGRAMME = "branch-x-household"
"""A programme with five metrics."""


def edit_record(path: Path, number: int, **fields: Any) -> None:
    """Change fields of one record in a file; None removes the field."""
    rows = json.loads(path.read_text())
    rows[number] = {name: value for name, value in (rows[number] | fields).items() if value is not None}
    path.write_text(json.dumps(rows))


def edit_records(folder: Path, name: str, is_chosen: Callable[[dict[str, Any]], bool], **fields: Any) -> None:
    """Change fields of the chosen records in a file such as ankang-report/quotes."""
    path = folder / f"{name}.json"
    rows = json.loads(path.read_text())
    assert any(map(is_chosen, rows))
    path.write_text(json.dumps([row | fields if is_chosen(row) else row for row in rows]))


def edit_first(folder: Path, **fields: Any) -> None:
    """Change the fixture of the observation FIRST."""
    edit_records(folder, "ankang-report/observations", is_first, **fields)


def is_first(row: dict[str, Any]) -> bool:
    return (row["metric"], row["time_period"]) == ("poor-population", "2018")


def reorder_metrics(folder: Path, *orders: int) -> None:
    """Give the metrics of PROGRAMME, in their present order, these orders."""
    path = folder / "ankang-report" / "programme-metrics.json"
    rows = json.loads(path.read_text())
    metrics = sorted((row for row in rows if row["programme"] == PROGRAMME), key=lambda row: int(row["order"]))
    for row, order in zip(metrics, orders, strict=True):
        row["order"] = order
    path.write_text(json.dumps(rows))
