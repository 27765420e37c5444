"""Lists whose conditions are all lists of values: their count and first page are statements compiled once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Value

from ankang_api.lists.ordering import Key, Position
from indicators.sql.compiled import PARAM, Statement

Lists = dict[str, list[Any]]
"""The listed values by column."""


def count(model: type[Model], lists: Lists) -> int:
    """The number of rows that have a listed value in each column."""
    counts = count_statement(model, tuple(lists)).rows(*lists.values())
    return int(counts[0][0]) if counts else 0


def first_keys(model: type[Model], lists: Lists, order: Sequence[Key], size: int) -> list[tuple[Any, Position]]:
    """The keys of the first rows and their positions. The database sorts all rows, so this is for short lists."""
    rows = keys_statement(model, tuple(lists), tuple(order), size).rows(*lists.values())
    return [(key, position) for key, *position in rows]


def listed(model: type[Model], names: Sequence[str]) -> QuerySet[Any, Any]:
    conditions = (Q(**{f"{name}__in_list": PARAM}) for name in names)  # filter() would sort keyword arguments
    return model._default_manager.order_by().filter(*conditions)


@lru_cache(256)
def count_statement(model: type[Model], names: tuple[str, ...]) -> Statement:
    return Statement(listed(model, names).annotate(all=Value(1)).values("all").annotate(n=Count("*")).values_list("n"))


@lru_cache(256)
def keys_statement(model: type[Model], names: tuple[str, ...], order: tuple[Key, ...], size: int) -> Statement:
    rows = listed(model, names).order_by(*(key.order(backward=False) for key in order))
    return Statement(rows.values_list("pk", *(key.path for key in order))[:size])
