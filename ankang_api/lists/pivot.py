"""The parameter `pivot`: a table of observations with a column for each period."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import F, QuerySet
from rest_framework.request import Request

from ankang_api.http.problems import ParameterError, refusal
from indicators.rows import cells
from indicators.rows.columns import Column, Columns

KEY = ("metric", "region", "value_type", "document")
"""Fields that tell the rows apart. With the period they are the identity of an observation."""
LABELS = (
    *("metric", "metric_name_zh", "metric_name_en", "region", "region_name_zh", "region_name_en"),
    *("unit", "unit_name_zh", "unit_name_en", "value_type", "document"),
)
"""The fields before the periods."""
MAX_PERIODS = 1000


def pivot_errors(request: Request) -> list[ParameterError]:
    """The errors of `pivot`, and of what it cannot be combined with."""
    value = request.query_params.get("pivot")
    if value is None:
        return []
    if value != "time_period":
        detail = f"pivot is time_period, not {value}."
        return [{"parameter": "pivot", "code": "invalid", "detail": detail, "allowed": ["time_period"]}]
    return [
        {"parameter": name, "code": "invalid", "detail": f"{name} cannot be combined with pivot.", "allowed": None}
        for name in ("fields", "sort", "changed_since")
        if name in request.query_params
    ]


def is_pivoted(request: Request) -> bool:
    return "pivot" in request.query_params


def pivoted(observations: QuerySet[Any], columns: Columns) -> tuple[Columns, Iterator[Sequence[Any]]]:
    """The columns of the pivot table, and its rows: labels, then the value of each period, null where there is none."""
    named = {column.name: column for column in columns}
    labels, periods = [named[name] for name in LABELS], periods_of(observations)
    positions = {period: len(LABELS) + index for index, period in enumerate(periods)}
    order = [named[name].path for name in KEY]
    read = cells.read(observations.order_by(*order), Columns([*labels, named["time_period"], named["value"]]))
    return Columns([*labels, *map(period_column, periods)]), rows(read, positions)


def rows(read: Iterator[Sequence[Any]], positions: dict[str, int]) -> Iterator[Sequence[Any]]:
    key = [LABELS.index(name) for name in KEY]
    for _key, points in groupby(read, lambda cells: [cells[index] for index in key]):
        first, *others = points
        row = [*first[: len(LABELS)], *[None] * len(positions)]
        for *_labels, period, value in (first, *others):
            row[positions[period]] = value
        yield row


def periods_of(observations: QuerySet[Any]) -> list[str]:
    """The periods of the observations in the order of time."""
    order = F("period_end"), F("period_start").asc(nulls_first=True), F("time_period")
    found = observations.order_by(*order).values_list("period_end", "period_start", "time_period").distinct()
    periods = [period for _end, _start, period in found[: MAX_PERIODS + 1]]
    if len(periods) > MAX_PERIODS:
        raise refusal("pivot", f"These observations have more than {MAX_PERIODS} periods. Narrow the query.")
    return periods


def period_column(period: str) -> Column:
    described = f"The value of the period {period}, in the unit of the row."
    return Column(period, "value", "number", described, True, models.DecimalField())
