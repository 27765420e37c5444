"""The rows of a list and the conditions that its filters set, from which the reader of a page can choose indexes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import In

from indicators.sql.compiled import is_whole

MAX_RANGES = 400
"""Index ranges of one list. SQLite accepts 500 terms in one compound statement."""
Range = tuple[str, Any]
"""A column and a value: the rows with this value are a range of the column's index, in the order of their codes."""


class Condition(NamedTuple):
    """A condition of rows.

    `ranges`, if there are any, are index ranges that together contain exactly the rows of the condition. `in_list` is
    the column and the values, if the condition is only a list of values.
    """

    query: Q
    ranges: tuple[Range, ...] = ()
    in_list: tuple[str, list[Any]] | None = None


@dataclass(frozen=True)
class FilteredRows:
    """The rows of a queryset that meet all conditions."""

    base: QuerySet[Any]
    conditions: tuple[Condition, ...] = ()

    @property
    def model(self) -> Any:
        return self.base.model

    def where(self, *conditions: Condition) -> Self:
        return type(self)(self.base, self.conditions + conditions)

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        return self.where(Condition(Q(*args, **kwargs)))

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        return self.where(Condition(~Q(*args, **kwargs)))

    @cached_property
    def queryset(self) -> Any:
        """The rows as a plain QuerySet."""
        return self.without(None)

    def without(self, omitted: Condition | None) -> Any:
        """The rows of all conditions but one."""
        rows: Any = self.base
        for condition in self.conditions:
            if condition is not omitted:
                rows = rows.filter(condition.query)
        return rows

    @cached_property
    def ranged(self) -> Condition | None:
        """The condition with the fewest index ranges."""
        ranged = [condition for condition in self.conditions if condition.ranges]
        return min(ranged, key=lambda condition: len(condition.ranges), default=None)

    def in_lists(self) -> dict[str, list[Any]] | None:
        """The listed values by column; None if there is another condition or an annotation."""
        lists = dict(condition.in_list for condition in self.conditions if condition.in_list)
        return lists if is_whole(self.base) and len(lists) == len(self.conditions) else None


def in_list(name: str, values: list[Any]) -> Condition:
    """The rows that have one of these values in a column."""
    return Condition(Q(**{f"{name}__in": values}), ranges_of(name, values), (name, values))


def related_to(name: str, records: QuerySet[Any]) -> Condition:
    """The rows whose foreign key refers to one of these records."""
    keys = keys_of_few(records)
    if keys is None:
        return Condition(related_to_most(name, records))
    return Condition(Q(**{f"{name}__in": keys}), ranges_of(name, keys))


def ranges_of(name: str, values: list[Any]) -> tuple[Range, ...]:
    """The index ranges of these values; none if they are too many."""
    distinct = dict.fromkeys(values)
    return tuple((name, value) for value in distinct) if len(distinct) <= MAX_RANGES else ()


def keys_of_few(records: QuerySet[Any]) -> list[int] | None:
    """The keys of records; None if there are more than `MAX_RANGES`."""
    keys = list(records.order_by().values_list("pk", flat=True)[: MAX_RANGES + 1])
    return keys if len(keys) <= MAX_RANGES else None


def related_to_most(name: str, records: QuerySet[Any]) -> Q:
    """The rows that refer to one of many records. The addition keeps the database from using the column's index:
    most rows match, and the index of the codes has them in order."""
    return Q(In(F(name) + 0, records.order_by().values("pk")))
