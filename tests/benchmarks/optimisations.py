"""The optimisations of a list that is not cached, and how the benchmark switches each off: by replacing attributes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from django_filters.filterset import BaseFilterSet

from ankang_api.http import middleware
from ankang_api.lists import counts, filter_backends, page_reader, pagination
from ankang_api.lists.ordering import Position, index_ranges
from ankang_api.lists.page_reader import Page, page_keys
from indicators.filtering import filterset
from indicators.rows import by_key
from indicators.rows.columns import Path
from indicators.sql.filtered_rows import FilteredRows
from programmes.views.observation import OBSERVATIONS


class Replacement(NamedTuple):
    target: Any
    name: str
    value: Any


class Optimisation(NamedTuple):
    """An optimisation, and the attributes whose replacement switches it off."""

    name: str
    off: tuple[Replacement, ...]

    @contextmanager
    def switched_off(self) -> Iterator[None]:
        with ExitStack() as stack:
            for target, name, value in self.off:
                stack.enter_context(patch.object(target, name, value))
            yield


def rows_by_serializer(paginator: Any, rows: FilteredRows, page: Page) -> list[tuple[Any, Position]]:
    """Model instances with their related records, and DRF's serializer."""
    keys = page_keys(rows, page, paginator.count)
    records = OBSERVATIONS.in_bulk([key for key, _position in keys])
    serializer = paginator.view.get_serializer([records[key] for key, _position in keys], many=True)
    return list(zip(serializer.data, (position for _key, position in keys), strict=True))


def rows_by_one_query(paginator: Any, rows: FilteredRows, page: Page) -> list[tuple[Any, Position]]:
    """The columns in the query that filters and sorts; related records are kept all the same."""
    columns, size = paginator.columns, page.size
    paths = (*columns.own.paths, *(Path(f"{relation.name}_id", "integer") for relation in columns.relations))
    selected = [*by_key.select_list(paths), "pk", by_key.Newest()]
    found: list[Any] = []
    for condition, order in index_ranges(page.order, page.position, backward=page.backward):
        if (missing := size - len(found)) > 0:
            part = rows.filter(condition)
            found += part.queryset.order_by(*order)[:missing].values_list(*selected)
    bodies = by_key.build_rows(found, columns).rows.values()
    return [(body, [body[key.path] for key in page.order]) for body in bodies]


def no_merge(rows: FilteredRows, order: Any, size: int) -> None:
    """The page reader uses the plain query."""


def every_filter(self: Any, data: Any, *args: Any, **kwargs: Any) -> None:
    BaseFilterSet.__init__(self, data, *args, **kwargs)


def rows_of_every_filter(self: Any) -> FilteredRows:
    rows = FilteredRows(self.queryset)
    for name, value in self.form.cleaned_data.items():
        if value not in (None, "", []):
            rows = self.filters[name].filter(rows, value)
    return rows


def pass_through(self: Any, request: Any) -> Any:
    return super(middleware.PagesOnly, self).__call__(request)


def call_now(make: Callable[[], Any]) -> Any:
    return make()


SERIALIZED = Replacement(pagination.Pagination, "flat_rows", rows_by_serializer)
ROWS_STATEMENT = Replacement(by_key, "statement", by_key.statement.__wrapped__)
NOT_COMPILED = Replacement(FilteredRows, "in_lists", lambda self: None)
JOINED = Replacement(by_key, "is_past", lambda: True)
EVERY_FILTER = (
    Replacement(filterset.FilterSet, "__init__", every_filter),
    Replacement(filterset.FilterSet, "filtered_rows", rows_of_every_filter),
)
NEW_FORMS = Replacement(filterset.FilterSet, "get_form_class", BaseFilterSet.get_form_class)
ALL_MIDDLEWARE = Replacement(middleware.PagesOnly, "__call__", pass_through)
UNCOUNTED = Replacement(counts, "count", lambda query, request: query())
NOT_MERGED = Replacement(page_reader, "merge_index_scans", no_merge)
NEVER_SHORT = Replacement(page_reader, "SHORT_LIST_ROWS", -1)
ONE_QUERY = Replacement(pagination.Pagination, "flat_rows", rows_by_one_query)
NOT_LAZY = Replacement(filter_backends, "SimpleLazyObject", call_now)

OPTIMISATIONS = [
    Optimisation("rows as dictionaries, not instances and a serializer", (SERIALIZED,)),
    Optimisation("keys first, then the rows by key", (ONE_QUERY,)),
    Optimisation("rows by key: SQL compiled once", (ROWS_STATEMENT,)),
    Optimisation("count and first keys: SQL compiled once", (NOT_COMPILED,)),
    Optimisation("related records kept for each revision", (JOINED,)),
    Optimisation("only the filters that the query names", EVERY_FILTER),
    Optimisation("form classes made once", (NEW_FORMS,)),
    Optimisation("no sessions, locale, CSRF, users and messages", (ALL_MIDDLEWARE,)),
    Optimisation("counts kept for each revision", (UNCOUNTED,)),
    Optimisation("merged index scans for several values", (NOT_MERGED,)),
    Optimisation("short lists sorted by the database", (NEVER_SHORT,)),
    Optimisation("queryset made only if a page needs it", (NOT_LAZY,)),
]
EVERYTHING = Optimisation(
    "all of these",
    (SERIALIZED, NOT_COMPILED, *EVERY_FILTER, NEW_FORMS, ALL_MIDDLEWARE, UNCOUNTED, NOT_MERGED, NEVER_SHORT, NOT_LAZY),
)
