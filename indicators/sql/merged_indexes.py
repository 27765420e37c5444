"""The first rows of a list whose filter names several values, each of which has an index range of its own."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from indicators.sql.filtered_rows import FilteredRows, Range

MIN_RANGES = 2


def merge_index_scans(rows: FilteredRows, order: Sequence[OrderBy], size: int) -> list[tuple[Any, str]] | None:
    """The keys and codes of the first rows; None if the rows are not ordered by code, or their ranges do not help.

    An index has the rows of each value in the order of their codes, and PostgreSQL merges these ranges. Otherwise it
    might read the index of the codes through the whole table. SQLite sorts the rows faster than it merges ranges.
    """
    ranged = rows.ranged
    can_merge = connections[rows.base.db].features.supports_slicing_ordering_in_compound
    if not can_merge or ranged is None or len(ranged.ranges) < MIN_RANGES or not by_code(order):
        return None
    others = rows.without(ranged).order_by()
    scans = [index_scan(others, index_range, order, size) for index_range in ranged.ranges]
    merged = scans[0].union(*scans[1:], all=True).order_by(*order)
    repeats = len({name for name, _value in ranged.ranges})  # a row has one value of each column
    return list(dict.fromkeys(merged[: size * repeats]))[:size]


def by_code(order: Sequence[OrderBy]) -> bool:
    return [key.expression for key in order] == [F("code")]


def index_scan(rows: Any, index_range: Range, order: Sequence[OrderBy], size: int) -> QuerySet[Any, Any]:
    """The first keys and codes of an index range."""
    scan: QuerySet[Any, Any] = rows.filter(index_range).values_list("pk", "code").order_by(*order)
    return scan[:size]
