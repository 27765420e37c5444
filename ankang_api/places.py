"""Which rows a page holds: their keys, read from indexes alone before anything is joined to them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from ankang_api.ordering import Key, Position, stages
from indicators.walks import first


def places(
    rows: QuerySet[Any], order: Sequence[Key], position: Position | None, size: int, *, backward: bool
) -> list[Any]:
    """The keys of the first rows past a position, or of the first of all."""
    found: list[Any] = []
    for condition, ordering in stages(order, position, backward=backward):
        if len(found) < size:
            found += first(rows.filter(condition), ordering, size - len(found)).values_list("pk", flat=True)
    return found
