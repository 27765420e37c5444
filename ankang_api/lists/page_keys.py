"""The keys and positions of the rows of a page, read from indexes before anything is joined to the rows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from ankang_api.lists.ordering import Key, Position, index_ranges
from indicators.sql.merged_indexes import merge_index_scans


def page_keys(
    rows: QuerySet[Any], order: Sequence[Key], position: Position | None, size: int, *, backward: bool, few: bool
) -> list[tuple[Any, Position]]:
    """The keys of the first rows, or of the first after a position, each with its position in the order.

    `few` says that the list is short: the database sorts its rows as fast as it reads them from an index.
    """
    paths = [key.path for key in order]
    found: list[tuple[Any, Position]] = []
    for condition, ordering in index_ranges(order, position, backward=backward):
        if len(found) < size:
            more, stretch = size - len(found), rows.filter(condition) if condition else rows
            page = stretch.order_by(*ordering)[:more] if few else merge_index_scans(stretch, ordering, more)
            found += [(key, place) for key, *place in page.values_list("pk", *paths)]
    return found
