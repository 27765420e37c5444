"""The registry of lists: what the router of the URLs serves, with the columns of each."""

import re
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse

from indicators.rows.columns import Column, Columns
from indicators.rows.computed_rows import kind_of
from indicators.rows.serializer import RowSerializer

PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)")


class Described(NamedTuple):
    """A column or a nested member of a row, as all formats describe it. The kind is that of a column, or object."""

    name: str
    kind: str
    description: str
    nullable: bool


class PublishedList(NamedTuple):
    """A list of the API. The path is a URI template below /api/v1/, as in documents/{document}/passages."""

    name: str
    """The nouns of the path, joined by hyphens: observations, documents-passages, observations-history."""
    path: str
    route: str
    view: Any

    @property
    def noun(self) -> str:
        """The noun of the records, also of their histories."""
        return self.name.removesuffix("-history")

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def needs_query(self) -> bool:
        """Whether the list exists only for a query, as the hits of a search do."""
        filters = self.view.filterset_class.base_filters if self.view.filterset_class else {}
        return any(each.extra["required"] for each in filters.values())

    @property
    def table(self) -> type[RowSerializer] | None:
        table: type[RowSerializer] | None = self.view.table()
        return table

    @property
    def columns(self) -> Columns:
        """The columns of its flat rows; none of a list that nests."""
        return self.table.columns() if self.table else Columns()

    def described(self) -> list[Described]:
        """Its columns, and the further members of the rows of JSON of a list that nests."""
        found = [Described(column.name, column.kind, column.description, column.nullable) for column in self.columns]
        if self.table and self.view.has_flat_pages():
            return found
        fields = self.view.serializer_class().get_fields().items()
        return found + [
            Described(name, kind_of(field), str(field.help_text), field.allow_null)
            for name, field in fields
            if name not in self.columns.names
        ]

    def holds(self, model: type[models.Model]) -> bool:
        """Whether its rows are all records of a model, each once."""
        is_whole = self.table is not None and self.view.has_flat_pages() and not self.parameters
        return is_whole and self.table is not None and self.table.Meta.model is model

    def url(self, suffix: str = "", **parameters: str) -> str:
        """The path of the list on this server, with its prefix."""
        return f"{reverse(f'{self.route}-list', kwargs=parameters)}{suffix}"


class ForeignKey(NamedTuple):
    """A column that holds the key of a row of another list, or of the same list."""

    column: str
    target: PublishedList
    target_column: str
    nullable: bool


def published_lists() -> list[PublishedList]:
    """All lists in the order of the router, the histories last."""
    return lists_of(settings.ROOT_URLCONF)


@cache
def lists_of(urls: str) -> list[PublishedList]:
    found = []
    for pattern, view, route in import_module(urls).router.registry:
        path = PARAMETER.sub(r"{\1}", pattern)
        name = "-".join(part for part in path.split("/") if not part.startswith("{"))
        if hasattr(view, "list"):
            found.append(PublishedList(name, path, route, view))
    return found


def flat_lists() -> list[PublishedList]:
    """The lists whose rows are rows of a table."""
    return [each for each in published_lists() if each.table]


def primary_key(columns: Columns, view: Any) -> list[str]:
    """The column that identifies a row in its list; empty if the columns lack it."""
    own = [column for column in columns if "__" not in column.path]
    unique = [column.name for column in own if column.field.unique and column.kind != "list"]
    return unique[:1] or [column.name for column in own if column.path in keyset_paths(view)]


def keyset_paths(view: Any) -> set[str]:
    return {path.removeprefix("-") for path in view.keyset}


def foreign_keys(columns: Columns, view: Any) -> list[ForeignKey]:
    """The columns that refer to the rows of a list. The rows of a history may refer to withdrawn records."""
    if view.includes_withdrawn:
        return []
    found = []
    for column in columns:
        model = referenced_model(column)
        target = next((each for each in flat_lists() if model and each.holds(model)), None)
        if target:
            key = primary_key(target.columns, target.view)[0]
            found.append(ForeignKey(column.name, target, key, column.nullable))
    return found


def referenced_model(column: Column) -> type[models.Model] | None:
    """The model of the record that a column names by its key; None of other columns."""
    if isinstance(column.field, models.ForeignKey):
        related: Any = column.field.related_model
        return related  # type: ignore[no-any-return]
    is_code = column.path.endswith("__code") and column.field.unique
    return column.field.model if is_code else None
