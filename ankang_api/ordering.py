"""The order of a list and a place in it: keysets over any column, nulls last, ties broken by the code."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from ankang_api.problems import ParameterError, named_twice, unknown_name
from indicators.serializers.row import Column, RowSerializer, resolve

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

    def beyond(self, value: Any, *, backward: bool) -> Q | None:
        """Rows past a value in the direction of reading; None where there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else None
        past = Q(**{f"{self.path}__{'lt' if self.descending != backward else 'gt'}": value})
        return past | Q(**{f"{self.path}__isnull": True}) if self.nullable and not backward else past

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def decoded(self, value: Any) -> Any:
        """A value of a cursor as the column holds it."""
        return None if value is None else self.field.to_python(value)


def keys(model: type[models.Model], paths: Sequence[str]) -> list[Key]:
    """Keys of query paths; a `-` in front is descending."""
    names = ((path.removeprefix("-"), path.startswith("-")) for path in paths)
    found = ((name, descending, *resolve(model, name, "__")) for name, descending in names)
    return [Key(name, field, nullable, descending) for name, descending, field, _, nullable in found]


def sortable(table: type[RowSerializer]) -> dict[str, Column]:
    return {column.name: column for column in table.columns() if column.kind != "list" and not column.converter}


def parse_sort(text: str, table: type[RowSerializer]) -> tuple[list[Key], list[ParameterError]]:
    """The keys of `-period_end,metric`, and what is wrong with it."""
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


def after(order: Sequence[Key], position: Position, *, backward: bool) -> Q:
    """Rows on the far side of a position. The first key bounds it on its own, for an index to start there."""
    condition, equal = Q(pk__in=[]), Q()
    for key, value in zip(order, position, strict=True):
        past = key.beyond(value, backward=backward)
        if past is not None:
            condition |= equal & past
        equal &= key.same(value)
    first, value = order[0], position[0]
    if first.nullable or value is None:
        return condition
    return Q(**{f"{first.path}__{'lte' if first.descending != backward else 'gte'}": value}) & condition


def decode(order: Sequence[Key], values: Sequence[Any]) -> Position | None:
    """The position that a cursor's values name in this order; None where they cannot be one."""
    try:
        return [key.decoded(value) for key, value in zip(order, values, strict=True)]
    except (ValidationError, ValueError, TypeError):
        return None
