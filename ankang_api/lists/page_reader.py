"""The count of a list and the keys of a page's rows: the one place that chooses how the database reads them.

docs/adr/0007-how-a-page-is-read.md has the choices and what each saves.
"""

from typing import Any, NamedTuple

from ankang_api.lists import compiled_lists
from ankang_api.lists.ordering import Key, Position, index_ranges
from indicators.sql.filtered_rows import FilteredRows
from indicators.sql.merged_indexes import merge_index_scans

SHORT_LIST_ROWS = 400
"""The database sorts this many rows as fast as it reads them from an index."""


class Page(NamedTuple):
    """A page of a list: its order, the position after which it begins (None for the first), and its rows."""

    order: list[Key]
    position: Position | None
    size: int
    backward: bool = False


def count_rows(rows: FilteredRows) -> int:
    lists = rows.in_lists()
    return rows.queryset.count() if lists is None else compiled_lists.count(rows.model, lists)


def page_keys(rows: FilteredRows, page: Page, count: int | None) -> list[tuple[Any, Position]]:
    """The keys of the rows of a page and their positions. `count` is the length of the list, None if unknown."""
    is_short = count is not None and count <= SHORT_LIST_ROWS
    if is_short and page.position is None and (lists := rows.in_lists()) is not None:
        return compiled_lists.first_keys(rows.model, lists, page.order, page.size)
    keys: list[tuple[Any, Position]] = []
    paths = [key.path for key in page.order]
    for condition, order in index_ranges(page.order, page.position, backward=page.backward):
        if (missing := page.size - len(keys)) > 0:
            part = rows.filter(condition) if condition else rows
            merged = None if is_short else merge_index_scans(part, order, missing)
            first = part.queryset.order_by(*order).values_list("pk", *paths)[:missing] if merged is None else merged
            keys += [(key, position) for key, *position in first]
    return keys


def page_records(queryset: Any, page: Page) -> list[tuple[Any, Position]]:
    """The records of a page of nested rows and their positions; dictionaries where the queryset selects values."""
    records: list[Any] = []
    for condition, order in index_ranges(page.order, page.position, backward=page.backward):
        if (missing := page.size - len(records)) > 0:
            records += queryset.filter(condition).order_by(*order)[:missing]
    return [(record, [value_at(record, key.path) for key in page.order]) for record in records]


def value_at(record: Any, path: str) -> Any:
    """The value at the end of a query path."""
    if isinstance(record, dict):
        return record[path]
    for name in path.split("__"):
        record = getattr(record, name)
    return record
