"""Which filters take a list, and which are true or false. A name has the same type on every path."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from django_filters import BaseInFilter

from indicators import filters as indicators
from indicators.filtering.filters import Truth
from indicators.filtering.filterset import FilterSet
from programmes import filters as programmes


@cache
def list_filters() -> frozenset[str]:
    """The filters that take a list."""
    return frozenset(name for name, each in all_filters() if isinstance(each, BaseInFilter))


@cache
def boolean_filters() -> frozenset[str]:
    """The filters that are true or false."""
    return frozenset(name for name, each in all_filters() if isinstance(each, Truth))


def all_filters() -> Iterator[tuple[str, Any]]:
    """The filters of all lists with their names."""
    for filters in [*filter_sets(indicators), *filter_sets(programmes)]:
        yield from filters.base_filters.items()


def filter_sets(module: ModuleType) -> list[type[FilterSet]]:
    return [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, FilterSet)]
