"""The first rows of a list whose filter names several values, each of which has an index range of its own."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from indicators.sql.filtered_rows import FilteredRows, Range


def merge_index_scans(rows: FilteredRows, order: Sequence[OrderBy], size: int) -> Any:
    """The first rows in an order.

    An index has the rows of each value in the order of their codes, and the database merges these ranges. Otherwise it
    would sort the rows of all values, or look for them in the index of the codes of the whole table.
    """
    ranged = rows.ranged
    if ranged is None or len(ranged.ranges) < 2 or [key.expression for key in order] != [F("code")]:
        return rows.queryset.order_by(*order)[:size]
    others = rows.without(ranged).order_by()
    scans = [index_scan(others, index_range, order, size) for index_range in ranged.ranges]
    merged = scans[0].union(*scans[1:], all=True).order_by(*order)
    repeats = len({name for name, _value in ranged.ranges})  # a row has one value of each column
    keys = list(dict.fromkeys(key for key, _code in merged[: size * repeats]))[:size]
    return rows.model._default_manager.filter(pk__in=keys).order_by(*order)


def index_scan(rows: Any, index_range: Range, order: Sequence[OrderBy], size: int) -> QuerySet[Any, Any]:
    """The first keys and codes of an index range. SQLite accepts no order here; it merges by that of the union."""
    scan: QuerySet[Any, Any] = rows.filter(index_range).values_list("pk", "code")
    sliced = connections[rows.db].features.supports_slicing_ordering_in_compound
    return scan.order_by(*order)[:size] if sliced else scan
