"""The columns of rows: their names, query paths, kinds and conversions."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models

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
    """A field of a row: its name, its query path, its kind, and the conversion of the value."""

    name: str
    path: str
    kind: str
    description: str
    nullable: bool
    field: models.Field[Any, Any]
    converter: Callable[[], Convert] | None = None
    copied: Callable[[], models.Subquery] | None = None


class Path(NamedTuple):
    """A query path and the kind of its column."""

    name: str
    kind: str


class Columns(tuple[Column, ...]):
    """The columns of a row in their order, and what is derived from them once."""

    relations: tuple["Relation", ...] = ()
    """Relations to records that many rows share."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self)

    @cached_property
    def own(self) -> "Columns":
        """The columns that are not read through these relations."""
        through = tuple(f"{relation.name}__" for relation in self.relations)
        return Columns(column for column in self if not column.path.startswith(through))

    @cached_property
    def joined(self) -> "Columns":
        """The same columns, all read with the row itself."""
        return Columns(self)

    def through(self, relation: str) -> "Columns":
        """The columns that are read through a relation, as columns of the related record."""
        start = f"{relation}__"
        found = (column for column in self if column.path.startswith(start))
        return Columns(column._replace(path=column.path.removeprefix(start)) for column in found)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The distinct paths of the columns."""
        return tuple(dict.fromkeys(Path(column.path, column.kind) for column in self))

    @cached_property
    def path_indexes(self) -> list[int]:
        """The index in `paths` of each column's path."""
        return [self.paths.index(Path(column.path, column.kind)) for column in self]

    @cached_property
    def in_order(self) -> bool:
        """Whether each column has a path of its own."""
        return len(self.paths) == len(self)


class Relation(NamedTuple):
    """A foreign key of a row's model, the related model, and the columns that are read there."""

    name: str
    model: type[models.Model]
    columns: Columns


class Computed(NamedTuple):
    """A field computed from a column: the path, the kind, and a factory of the conversion, called once a list.

    `relation` is the path of the records that the factory reads: if they change, the row changes. `copied` makes the
    expression by which PostgreSQL computes the text of the same cell in CSV, for tables that may be large.
    """

    path: str
    kind: str
    converter: Callable[[], Convert]
    relation: str = ""
    copied: Callable[[], models.Subquery] | None = None


class Annotated(NamedTuple):
    """A field that the view's queryset annotates: its name and its type."""

    path: str
    field: models.Field[Any, Any]


def resolve(model: Any, path: str, separator: str = ".") -> tuple[models.Field[Any, Any], str, bool]:
    """The column at the end of a path, its description, and whether it or a relation of the path can be null."""
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
