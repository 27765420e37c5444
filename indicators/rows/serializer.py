"""Serializers of flat rows: the help_text of the model field describes each field."""

from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from indicators.models import Revision
from indicators.rows.columns import Annotated, Column, Columns, Computed, Relation, kind_of, resolve


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
    """`extra_kwargs` for fields that follow relations: `sources(metric="metric.code")`."""
    return {field: {"source": path} for field, path in paths.items()}


class RowSerializer(serializers.ModelSerializer[Any]):
    # A dotted source follows relations; the related field describes it. A docstring of a subclass is its description
    # in the OpenAPI document.

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, models.DecimalField: Number}
    flat: ClassVar[bool] = True
    basic: ClassVar[tuple[str, ...]] = ()
    """The fields that a person reads, for `fields=basic`."""
    computed: ClassVar[dict[str, Computed]] = {}
    annotated: ClassVar[dict[str, Annotated]] = {}
    shared: ClassVar[tuple[str, ...]] = ()
    """Foreign keys to records that many rows share; never null."""

    @classmethod
    @cache
    def columns(cls) -> Columns:
        """The columns of a row in their order."""
        model: Any = cls.Meta.model
        columns = Columns(cls.column(name) for name in cls.Meta.fields)
        columns.relations = tuple(
            Relation(name, model._meta.get_field(name).related_model, related)
            for name in cls.shared
            if (related := columns.through(name))
        )
        return columns

    @classmethod
    def column(cls, name: str) -> Column:
        model = cls.Meta.model
        if rule := cls.computed.get(name):
            description = str(cls._declared_fields[name].help_text)
            field, _, _ = resolve(model, rule.path, "__")
            return Column(name, rule.path, rule.kind, description, False, field, rule.converter, rule.copied)
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
            # its number; a related field would add the limits of this database's integers
            source, field = f"{field_name}_id", relation.model_field
            kwargs = {"source": source, "help_text": field.help_text, "read_only": True, "allow_null": field.null}
            return serializers.IntegerField, kwargs
        if "." not in field_name:
            return super().build_field(field_name, info, model_class, nested_depth)
        field, description, nullable = resolve(model_class, field_name)
        field_class, kwargs = self.build_standard_field(field.name, field)
        return field_class, {**kwargs, "help_text": description, "read_only": True, "allow_null": nullable}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False  # the schema promises all fields in all responses
            field.validators = []  # the fields are read-only, and the limits of integers depend on the database
            if isinstance(field, serializers.IntegerField):
                field.min_value = field.max_value = None
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = False  # absent is null, never an empty string
        return fields

    def to_representation(self, instance: Any) -> Any:
        return instance if isinstance(instance, dict) else super().to_representation(instance)
