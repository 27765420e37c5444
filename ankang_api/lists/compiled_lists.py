"""Lists whose filters are all lists of values: their count and first page are statements compiled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Value

from ankang_api.lists.ordering import Key, Position
from indicators.sql.compiled import PARAM, Statement


@dataclass(frozen=True)
class Selection:
    """The rows of a model that have, in each named column, one of the listed values."""

    model: type[Model]
    lists: dict[str, list[Any]]

    def count(self) -> int:
        found = counting(self.model, tuple(self.lists)).rows(*self.lists.values())
        return int(found[0][0]) if found else 0

    def places(self, order: Sequence[Key], size: int) -> list[tuple[Any, Position]]:
        """The keys of the first rows and their positions. The database sorts all rows, so this is for short lists."""
        found = placing(self.model, tuple(self.lists), tuple(order), size).rows(*self.lists.values())
        return [(key, place) for key, *place in found]


def chosen(model: type[Model], names: Sequence[str]) -> QuerySet[Any, Any]:
    conditions = (Q(**{f"{name}__in_list": PARAM}) for name in names)  # kept in their order, as keywords are not
    return model._default_manager.order_by().filter(*conditions)


@lru_cache(256)
def counting(model: type[Model], names: tuple[str, ...]) -> Statement:
    return Statement(chosen(model, names).annotate(all=Value(1)).values("all").annotate(n=Count("*")).values_list("n"))


@lru_cache(256)
def placing(model: type[Model], names: tuple[str, ...], order: tuple[Key, ...], size: int) -> Statement:
    rows = chosen(model, names).order_by(*(key.order(backward=False) for key in order))
    return Statement(rows.values_list("pk", *(key.path for key in order))[:size])
