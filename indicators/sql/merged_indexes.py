"""The first rows of a list, where its filter names several values of which each has an index of its own."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy


def merge_index_scans(rows: Any, order: Sequence[OrderBy], size: int) -> Any:
    """The first rows in an order.

    In the order of their codes the rows of each value stand in an index, and they are merged. Else the database would
    sort the rows of all the values, or look for them through the codes of the whole table.
    """
    ranges = getattr(rows, "ranges", ())
    if len(ranges) < 2 or [one.expression for one in order] != [F("code")]:
        return rows.order_by(*order)[:size]
    walks = [walk(rows, condition, order, size) for condition in ranges]
    merged = walks[0].union(*walks[1:], all=True).order_by(*order)
    times = len({name for name, _value in ranges})  # a row may be of one value of each name
    keys = list(dict.fromkeys(key for key, _code in merged[: size * times]))[:size]
    return rows.model._default_manager.filter(pk__in=keys).order_by(*order)


def walk(rows: Any, condition: tuple[str, Any], order: Sequence[OrderBy], size: int) -> QuerySet[Any, Any]:
    """The first keys and codes of one value. SQLite takes no order here, but merges by the order of the whole."""
    found: QuerySet[Any, Any] = rows.rest.order_by().filter(condition).values_list("pk", "code")
    sliced = connections[rows.db].features.supports_slicing_ordering_in_compound
    return found.order_by(*order)[:size] if sliced else found
