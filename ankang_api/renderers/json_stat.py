"""JSON-stat 2.0 (https://json-stat.org/full/): observations as a cube of metric, region, period and value type."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, NamedTuple

import orjson
from django.utils import translation
from django.utils.translation import pgettext

from ankang_api.renderers.table import ExportRenderer, Table

Row = dict[str, Any]
DIMENSIONS = ("metric", "region", "time_period", "value_type")
"""These identify an observation among those of one document."""
ROLES = {"time": ["time_period"], "geo": ["region"], "metric": ["metric"]}
TITLES = {
    "document": ("文献", "Document"),
    "metric": ("指标", "Metric"),
    "region": ("地区", "Region"),
    "time_period": ("时期", "Time period"),
    "value_type": ("数值类型", "Value type"),
}
STATUSES = {
    "A": ("正常", "Normal"),
    "E": ("估计", "Estimated"),
    "P": ("初步", "Provisional"),
    "M": ("缺失", "Missing"),
}
"""CL_OBS_STATUS of SDMX."""
OF_CELLS = ("code", "value_text", "qualifier", "value_low", "value_high", "quote_exact")
"""Columns that JSON-stat has no place for: members of `extension`, by the index of the cell."""


class Labels(NamedTuple):
    """The names of a category in both languages."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        return self.en if self.zh == self.en else f"{self.zh} {self.en}"


class JSONStatRenderer(ExportRenderer):
    """A dataset of the observations that the filters leave. Cells without an observation are left out.

    If two documents report the same cell, the document is a dimension too, so that each observation has its own cell.
    """

    media_type = "application/vnd.json-stat+json"
    format = "jsonstat"
    required_columns = frozenset(
        {*DIMENSIONS, *OF_CELLS, "document", "value", "obs_status"}
        | {"metric_name_zh", "metric_name_en", "region_name_zh", "region_name_en", "unit", "unit_name_zh"}
    )
    max_rows = 100_000

    def stream(self, table: Table) -> Iterator[bytes]:
        names = [column.name for column in table.columns]
        rows = [dict(zip(names, cells, strict=True)) for cells in table.rows]
        yield orjson.dumps(dataset(rows, table.about), option=orjson.OPT_UTC_Z)


def dataset(rows: Sequence[Row], about: dict[str, str]) -> dict[str, Any]:
    dimensions = dimensions_of(rows)
    categories = {name: sorted({row[name] for row in rows}) for name in dimensions}
    sizes = [len(categories[name]) for name in dimensions]
    indexes = {name: {code: place for place, code in enumerate(categories[name])} for name in dimensions}
    cells = {index([indexes[name][row[name]] for name in dimensions], sizes): row for row in rows}
    return {
        "version": "2.0",
        "class": "dataset",
        "href": about["url"],
        "label": Labels(about["title_zh"], about["title_en"]).both,
        "source": about["attribution_en"],
        **({"updated": about["updated_at"]} if "updated_at" in about else {}),
        "id": dimensions,
        "size": sizes,
        "role": ROLES,
        "dimension": {name: dimension(name, categories[name], rows) for name in dimensions},
        "value": {str(place): row["value"] for place, row in sorted(cells.items())},
        "status": {str(place): row["obs_status"] for place, row in sorted(cells.items())},
        "extension": {
            "about": about,
            "status": {"label": {code: Labels(*labels).both for code, labels in STATUSES.items()}},
            **{name: {str(place): row[name] for place, row in sorted(cells.items())} for name in OF_CELLS},
        },
    }


def dimensions_of(rows: Sequence[Row]) -> list[str]:
    """The dimensions that give each row a cell of its own."""
    counts = Counter(tuple(row[name] for name in DIMENSIONS) for row in rows)
    is_shared = any(count > 1 for count in counts.values())
    return [*(["document"] if is_shared else []), *DIMENSIONS]


def index(places: Sequence[int], sizes: Sequence[int]) -> int:
    """The place of a cell in row-major order."""
    return sum(place * prod(sizes[following:]) for following, place in enumerate(places, 1))


def dimension(name: str, codes: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    labels = {row[name]: labels_of(name, row) for row in rows}
    category: dict[str, Any] = {"index": list(codes), "label": {code: labels[code].both for code in codes}}
    if name == "metric":
        units = {row["metric"]: Labels(row["unit_name_zh"], row["unit"]).both for row in rows}
        category["unit"] = {code: {"label": units[code]} for code in codes}
    return {
        "label": Labels(*TITLES[name]).both,
        "category": category,
        "extension": {
            "label_zh": {code: labels[code].zh for code in codes},
            "label_en": {code: labels[code].en for code in codes},
        },
    }


def labels_of(name: str, row: Row) -> Labels:
    """The names of a row's category. Periods and documents are named by their keys."""
    code = row[name]
    if name in ("metric", "region"):
        return Labels(row[f"{name}_name_zh"], row[f"{name}_name_en"])
    if name != "value_type":
        return Labels(code, code)
    english = code.replace("_", " ").capitalize()
    with translation.override("zh-hans"):
        return Labels(pgettext("choice", english), english)
