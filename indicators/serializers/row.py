"""Flat rows: each field is described by its model field's help_text."""

from typing import Any

from django.db import models
from rest_framework import serializers


class Number(serializers.DecimalField):
    """A decimal as a JSON number, whole where it is whole."""

    def to_representation(self, value: Any) -> int | float:  # type: ignore[override]
        return int(value) if value == int(value) else float(value)


def sources(**paths: str) -> dict[str, dict[str, str]]:
    """The `extra_kwargs` by which a row's fields follow relations: `sources(metric="metric.code")`."""
    return {field: {"source": path} for field, path in paths.items()}


class RowSerializer(serializers.ModelSerializer[Any]):
    # A dotted source follows relations and keeps the description of what it finds there. A docstring of a subclass is
    # its description in the OpenAPI document.

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, models.DecimalField: Number}

    def build_field(
        self, field_name: str, info: Any, model_class: Any, nested_depth: int
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        *path, last = field_name.split(".")
        if not path:
            return super().build_field(field_name, info, model_class, nested_depth)
        optional = False
        for step in path:
            relation = model_class._meta.get_field(step)
            optional = optional or relation.null or relation.auto_created
            model_class = relation.related_model
        field_class, kwargs = self.build_standard_field(last, model_class._meta.get_field(last))
        if last == "code":
            kwargs["help_text"] = getattr(relation, "help_text", kwargs["help_text"])
        return field_class, {**kwargs, "read_only": True, "allow_null": optional or kwargs.get("allow_null", False)}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False  # so that the schema promises every field in every answer
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = False  # absent is null, never an empty string
        return fields
