"""Flat rows: each field is described by its model field's help_text, and read straight from the database."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, ClassVar, NamedTuple

from django.db import models
from rest_framework import serializers

from indicators.models import Revision

Convert = Callable[[Any], Any]
KINDS: list[tuple[type[models.Field[Any, Any]], str]] = [
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
    (models.ForeignKey, "integer"),  # the revision, whose number is its key
    (models.DateTimeField, "time"),
    (models.DateField, "date"),
    (models.BooleanField, "boolean"),
    (models.JSONField, "list"),
]


class Column(NamedTuple):
    """A field of a row: its name, the query path that it is read from, its kind, and how the value is made of it."""

    name: str
    path: str
    kind: str
    description: str
    nullable: bool
    field: models.Field[Any, Any]
    converter: Callable[[], Convert] | None = None


class Path(NamedTuple):
    """A query path, and the kind of what is at its end."""

    name: str
    kind: str


class Columns(tuple[Column, ...]):
    """The columns of a row, in their order, and what follows from them, found once."""

    @cached_property
    def names(self) -> list[str]:
        return [column.name for column in self]

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The distinct paths that they are read from."""
        return tuple(dict.fromkeys(Path(column.path, column.kind) for column in self))

    @cached_property
    def places(self) -> list[int]:
        """Of each column, the place of its path."""
        return [self.paths.index(Path(column.path, column.kind)) for column in self]

    @cached_property
    def in_order(self) -> bool:
        """Whether each has a path of its own."""
        return len(self.paths) == len(self)


class Computed(NamedTuple):
    """A field that is made from another column: the path, the kind, and a factory of the conversion, called once.

    `relation` is the path of the records that the factory reads: when they change, so does the row.
    """

    path: str
    kind: str
    converter: Callable[[], Convert]
    relation: str = ""


class Annotated(NamedTuple):
    """A field that the view's queryset adds under a name of its own: the name and the type."""

    path: str
    field: models.Field[Any, Any]


def number(value: Decimal | float | None) -> int | float | None:
    """A decimal, or the float nearest to it, as a JSON number, whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


class Number(serializers.DecimalField):
    """A decimal as a JSON number, whole where it is whole."""

    def to_representation(self, value: Any) -> int | float | None:  # type: ignore[override]
        return number(value)


def sources(**paths: str) -> dict[str, dict[str, str]]:
    """The `extra_kwargs` by which a row's fields follow relations: `sources(metric="metric.code")`."""
    return {field: {"source": path} for field, path in paths.items()}


def resolve(model: Any, path: str, separator: str = ".") -> tuple[models.Field[Any, Any], str, bool]:
    """The column at the end of a path, its description, and whether it can be null on the way there."""
    *steps, last = path.split(separator)
    optional, description = False, ""
    for step in steps:
        relation = model._meta.get_field(step)
        optional = optional or relation.null or relation.auto_created
        description = getattr(relation, "help_text", "")
        model = relation.related_model
    field = model._meta.get_field(last)
    of_code = last == "code" and description
    return field, description if of_code else field.help_text, optional or field.null


def kind_of(field: models.Field[Any, Any]) -> str:
    return next((kind for type_, kind in KINDS if isinstance(field, type_)), "text")


class RowSerializer(serializers.ModelSerializer[Any]):
    # A dotted source follows relations and keeps the description of what it finds there. A docstring of a subclass is
    # its description in the OpenAPI document.

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, models.DecimalField: Number}
    flat: ClassVar[bool] = True
    computed: ClassVar[dict[str, Computed]] = {}
    annotated: ClassVar[dict[str, Annotated]] = {}

    @classmethod
    @cache
    def columns(cls) -> Columns:
        """The fields of a row, in their order, with where each is read from; made once for each serializer."""
        return Columns(cls.column(name) for name in cls.Meta.fields)

    @classmethod
    def column(cls, name: str) -> Column:
        model = cls.Meta.model
        if rule := cls.computed.get(name):
            description = str(cls._declared_fields[name].help_text)
            field, _, _ = resolve(model, rule.path, "__")
            return Column(name, rule.path, rule.kind, description, False, field, rule.converter)
        if added := cls.annotated.get(name):
            description = str(cls._declared_fields[name].help_text)
            return Column(name, added.path, kind_of(added.field), description, added.field.null, added.field)
        source = (getattr(cls.Meta, "extra_kwargs", {}).get(name) or {}).get("source", name)
        declared = cls._declared_fields.get(name)
        field, description, nullable = resolve(model, source)
        description = str(declared.help_text) if declared is not None else description
        return Column(name, source.replace(".", "__"), kind_of(field), description, nullable, field)

    def build_field(
        self, field_name: str, info: Any, model_class: Any, nested_depth: int
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        if (relation := info.forward_relations.get(field_name)) and relation.related_model is Revision:
            # its number; a related field would bring the limits of this database's integers
            of, field = f"{field_name}_id", relation.model_field
            kwargs = {"source": of, "help_text": field.help_text, "read_only": True, "allow_null": field.null}
            return serializers.IntegerField, kwargs
        if "." not in field_name:
            return super().build_field(field_name, info, model_class, nested_depth)
        field, description, nullable = resolve(model_class, field_name)
        field_class, kwargs = self.build_standard_field(field.name, field)
        return field_class, {**kwargs, "help_text": description, "read_only": True, "allow_null": nullable}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False  # so that the schema promises every field in every answer
            field.validators = []  # nothing is written, and the limits of integers differ from one database to another
            if isinstance(field, serializers.IntegerField):
                field.min_value = field.max_value = None
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = False  # absent is null, never an empty string
        return fields

    def to_representation(self, instance: Any) -> Any:
        return instance if isinstance(instance, dict) else super().to_representation(instance)
