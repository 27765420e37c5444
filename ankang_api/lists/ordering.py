"""The order of a list and a position in it: keysets over any column, nulls last, the code as tie-breaker."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.expressions import OrderBy

from ankang_api.http.problems import ParameterError, named_twice, unknown_name
from indicators.rows.columns import Column, resolve
from indicators.rows.serializer import RowSerializer

Position = list[Any]


class Key(NamedTuple):
    """A column that rows are ordered by."""

    path: str
    field: models.Field[Any, Any]
    nullable: bool
    descending: bool = False

    def order(self, *, backward: bool) -> OrderBy:
        nulls = {"nulls_first" if backward else "nulls_last": True} if self.nullable else {}
        return F(self.path).desc(**nulls) if self.descending != backward else F(self.path).asc(**nulls)

    def present(self) -> "Key":
        """The same among rows that have a value: an index has their order, while that of nulls differs by database."""
        return self._replace(nullable=False)

    def beyond(self, value: Any, *, backward: bool) -> Q:
        """The rows with a later value in this direction."""
        return Q(**{f"{self.path}__{'lt' if self.descending != backward else 'gt'}": value})

    def null(self, *, is_null: bool = True) -> Q:
        return Q(**{f"{self.path}__isnull": is_null})

    def same(self, value: Any) -> Q:
        """The rows with this value. A code of a related record becomes its key, which has an index."""
        relation, _separator, name = self.path.rpartition("__")
        if value is None:
            return self.null()
        if not (relation and self.field.unique):
            return Q(**{self.path: value})
        return Q(**{relation: Subquery(self.field.model._default_manager.filter(**{name: value}).values("pk")[:1])})

    def decoded(self, value: Any) -> Any:
        """A value of a cursor as a value of the column."""
        return None if value is None else self.field.to_python(value)


@lru_cache(256)
def keys(model: type[models.Model], paths: tuple[str, ...]) -> list[Key]:
    """Keys of query paths; a `-` in front is descending."""
    names = ((path.removeprefix("-"), path.startswith("-")) for path in paths)
    resolved = ((name, descending, *resolve(model, name, "__")) for name, descending in names)
    return [Key(name, field, nullable, descending) for name, descending, field, _, nullable in resolved]


def sortable(table: type[RowSerializer]) -> dict[str, Column]:
    return {column.name: column for column in table.columns() if column.kind != "list" and not column.converter}


def parse_sort(text: str, table: type[RowSerializer]) -> tuple[list[Key], list[ParameterError]]:
    """The keys of `-period_end,metric`, and its errors."""
    columns, result, errors = sortable(table), {}, []
    for part in text.split(","):
        name = part.removeprefix("-")
        if name not in columns:
            errors.append(unknown_name("sort", name, list(columns), "field to sort by"))
        elif name in result:
            errors.append(named_twice("sort", name))
        else:
            column = columns[name]
            result[name] = Key(column.path, column.field, column.nullable, part.startswith("-"))
    return list(result.values()), errors


def completed(order: list[Key], keyset: Sequence[Key]) -> list[Key]:
    """An order with keys that break its ties; descending where its last key is: an index has that both ways."""
    named, descending = {key.path for key in order}, bool(order) and order[-1].descending
    ties = (key for key in keyset if key.path not in named)
    return order + [key._replace(descending=key.descending or descending) for key in ties]


def index_ranges(
    order: Sequence[Key], position: Position | None, *, backward: bool
) -> Iterator[tuple[Q, list[OrderBy]]]:
    """The rows after a position, or all, as consecutive index ranges: a condition, and the order of its rows.

    First the rows that tie with the position in all keys but the last, then those that tie in fewer. Each is one range
    of an index of the keys. With a single condition for all, the database would read the ties from their start.
    """

    def ordered(*keys: Key) -> list[OrderBy]:
        return [key.order(backward=backward) for key in keys]

    if position is None:
        first, *rest = order
        if first.nullable:
            yield first.null(is_null=False), ordered(first.present(), *rest)
        yield (first.null(), ordered(*rest)) if first.nullable else (Q(), ordered(*order))
        return
    for place in reversed(range(len(order))):
        value, (key, *rest) = position[place], order[place:]
        ties = Q()
        for tied, at in zip(order[:place], position, strict=False):
            ties &= tied.same(at)
        if value is not None:
            yield ties & key.beyond(value, backward=backward), ordered(key.present(), *rest)
        if value is None and backward:
            yield ties & key.null(is_null=False), ordered(key.present(), *rest)
        if value is not None and key.nullable and not backward:
            yield ties & key.null(), ordered(*rest)


def decode(order: Sequence[Key], values: Sequence[Any]) -> Position | None:
    """The position that a cursor's values name in this order; None where they cannot be one."""
    try:
        return [key.decoded(value) for key, value in zip(order, values, strict=True)]
    except (ValidationError, ValueError, TypeError):
        return None
