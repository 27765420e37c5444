"""Rows of histories: every version of a record, with the revision that made it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import models
from rest_framework import serializers

from indicators.models.record import CodedRecord
from indicators.rows.columns import Annotated, Column, Computed, Convert
from indicators.rows.serializer import RowSerializer, sources

OF_REVISION = sources(
    time="revision_from.time",
    revision_kind="revision_from.kind",
    role="revision_from.role",
    reason="revision_from.reason",
)
OF_VERSION = ("revision_from", "revision_to", *OF_REVISION, "changed", "withdrawn", "replaced_by")


def changes_of(model: type[CodedRecord]) -> Convert:
    """From the key of a version to the names of the fields that it changed; one query for all versions of a record."""
    names = {field.attname: name for name, field in model.content_fields().items()}
    known: dict[int, list[str]] = {}

    def changes(key: int) -> list[str]:
        if key not in known:
            of_record = model.history.filter(id__in=model.history.filter(pk=key).values("id")).order_by("revision_from")
            before = None
            for version in of_record.values("pk", *names):
                known[version["pk"]] = [name for at, name in names.items() if before and before[at] != version[at]]
                before = version
        return known[key]

    return changes


class VersionSerializer(RowSerializer):
    """A version of a record, from one revision until the next that changed it."""

    basic = ("revision_from", "time", "role", "reason", "changed", "withdrawn")
    annotated = {"revision_to": Annotated("ended_in", models.IntegerField(null=True))}
    revision_to = serializers.IntegerField(
        source="ended_in",
        allow_null=True,
        help_text="Number of the revision that ended this version; null while it is current.",
    )
    changed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Names of the fields that differ from the version before; empty for the first.",
    )

    @classmethod
    def column(cls, name: str) -> Column:
        """A relation of a version can always be null in the database; the column is where that of the record can."""
        column = super().column(name)
        relation, _, rest = column.path.partition("__")
        field = cls.record_field(relation) if rest else None
        return column._replace(nullable=field.null) if field else column

    def build_field(self, field_name: str, info: Any, model_class: Any, nested_depth: int) -> Any:
        """A relation of a version can always be null in the database; it is where that of the record can."""
        field_class, kwargs = super().build_field(field_name, info, model_class, nested_depth)
        relation, _, rest = field_name.partition(".")
        if rest:
            kwargs["allow_null"] = (self.record_field(relation) or model_class._meta.get_field(relation)).null
        return field_class, kwargs

    @classmethod
    def record_field(cls, name: str) -> Any:
        versions: Any = cls.Meta.model
        return next((field for field in versions.instance_type._meta.fields if field.name == name), None)


def version_serializer(
    model: type[CodedRecord], *, without: Sequence[str] = (), extra: dict[str, str] | None = None
) -> type[VersionSerializer]:
    """The row of the versions of a model: its fields, relations by their codes, and `extra` by their sources."""
    left_out = {"id", "revision", "withdrawn", "search_text", *without}
    fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
    relations = {field.name: f"{field.name}.code" for field in fields if field.is_relation}
    lists = {
        field.name: serializers.ListField(child=serializers.CharField(), help_text=field.help_text)
        for field in fields
        if isinstance(field, models.JSONField)
    }
    meta = {
        "model": model.history.model,
        "fields": ("code", *OF_VERSION, *(field.name for field in fields if field.name != "code"), *(extra or {})),
        "extra_kwargs": OF_REVISION | sources(**relations, **(extra or {})),
    }
    return type(
        f"{model.__name__}VersionSerializer",
        (VersionSerializer,),
        {
            "__doc__": f"{VersionSerializer.__doc__}",
            "computed": {"changed": Computed("history_id", "list", partial(changes_of, model))},
            "Meta": type("Meta", (), meta),
            **lists,
        },
    )
