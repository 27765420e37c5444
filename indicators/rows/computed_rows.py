"""Rows of exports that are computed from records, not selected by the database."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from indicators.rows.columns import Column, Columns, Convert

KINDS: list[tuple[type[serializers.Field[Any, Any, Any, Any]], str]] = [
    (serializers.BaseSerializer, "object"),
    (serializers.ListField, "list"),
    (serializers.DictField, "object"),
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.DecimalField, "number"),
    (serializers.DateTimeField, "time"),
    (serializers.DateField, "date"),
]


class ComputedRowSerializer(serializers.Serializer[Any]):
    # A docstring of a subclass is its description. A value of a list field is a list of texts.

    flat: ClassVar[bool] = True
    basic: ClassVar[tuple[str, ...]] = ()
    """The fields that a person reads."""

    @classmethod
    @cache
    def columns(cls) -> Columns:
        """The columns of a row in their order. They cannot be sorted by."""
        return Columns(column(name, field) for name, field in cls().fields.items())

    def cells(self, records: Iterable[Any], columns: Columns) -> Iterator[Sequence[Any]]:
        """The cells of each record in the order of the columns. A query runs at once, at the request's revision."""
        instances = iter(records.iterator(chunk_size=2000) if isinstance(records, models.QuerySet) else records)
        first = list(islice(instances, 1))
        rows = map(self.to_representation, chain(first, instances))
        return ([row[name] for name in columns.names] for row in rows)


def column(name: str, field: serializers.Field[Any, Any, Any, Any]) -> Column:
    return Column(name, name, kind_of(field), str(field.help_text), field.allow_null, models.Field(), as_computed)


def kind_of(field: serializers.Field[Any, Any, Any, Any]) -> str:
    """The kind of a column with the values of a field; object, which is no column, for what nests."""
    return next((kind for type_, kind in KINDS if isinstance(field, type_)), "text")


def as_computed() -> Convert:
    """The conversion of a computed cell, which needs none."""
    return lambda cell: cell
