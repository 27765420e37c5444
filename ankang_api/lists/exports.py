"""Exports: all rows of a list in a file format."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import StreamingHttpResponse
from rest_framework.request import Request

from ankang_api.environ import NO_DEADLINE
from ankang_api.http.problems import refusal
from ankang_api.lists.parameters import boolean_parameter
from ankang_api.lists.pivot import is_pivoted, pivoted
from ankang_api.renderers.delimited import CSVRenderer
from ankang_api.renderers.table import Column, ExportRenderer, Table
from indicators.rows import cells
from indicators.rows.columns import Columns
from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.postgres_copy import can_copy, copy

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import DataViewSet


def export_columns(view: "DataViewSet[Any]", names: Sequence[str] | None) -> Columns:
    """The named columns of a view's table; all if none are named."""
    table = view.table()
    assert table is not None  # otherwise there is no such format
    columns = {column.name: column for column in table.columns()}
    return table.columns() if names is None else Columns(columns[name] for name in names)


def export(view: "DataViewSet[Any]", rows: Any, columns: Columns, meta: dict[str, Any]) -> StreamingHttpResponse:
    """All rows in the requested format. The first chunk is made at once, so that an error has a response.

    `rows` is a queryset, or the records that the view's table computes its rows from.
    """
    request = view.request
    renderer = request.accepted_renderer
    assert isinstance(renderer, ExportRenderer)
    if isinstance(renderer, CSVRenderer):
        renderer.bom = boolean_parameter(request, "bom", default=False)
    request.META[NO_DEADLINE] = True  # a workbook is complete before its first byte
    check_size(view, renderer, rows)
    pivot = None
    if is_pivoted(request):
        columns, pivot = pivoted(rows, columns)
    name = request.path.removesuffix(f".{renderer.format}").rpartition("/")[2]
    described = [Column(column.name, column.kind, column.description) for column in columns]
    if renderer.newest is not None:
        rows = rows[: renderer.newest]
    if pivot is None and isinstance(renderer, CSVRenderer) and can_copy(columns):
        chunks = renderer.joined([column.name for column in columns], copy(rows, columns))
    else:
        body = read(view, rows, columns) if pivot is None else pivot
        chunks = renderer.stream(Table(name, described, body, about(request, meta)))
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    response = StreamingHttpResponse(with_first_chunk(chunks), content_type=f"{renderer.media_type}{charset}")
    if renderer.newest is None:
        response["Content-Disposition"] = f'attachment; filename="{name}.{renderer.format}"'
    return response


def check_size(view: "DataViewSet[Any]", renderer: ExportRenderer, rows: Any) -> None:
    """Refuse more rows than the format or the view allows."""
    if renderer.max_rows is None and view.max_export_rows is None:
        return
    count = len(rows) if isinstance(rows, list) else rows.count()
    if view.max_export_rows is not None and count > view.max_export_rows:
        limit = f"An export here has at most {view.max_export_rows} rows, and these are {count}. Narrow the query."
        raise refusal("format", limit, ["json"])
    if renderer.max_rows is not None and count > renderer.max_rows:
        limit = f"{renderer.format} holds {renderer.max_rows} rows, not {count}. Narrow the query or take csv."
        raise refusal("format", limit, ["csv", "jsonl", "parquet"])


def read(view: "DataViewSet[Any]", rows: Any, columns: Columns) -> Iterator[Sequence[Any]]:
    """The cells of the rows, selected by the database or computed from its records."""
    table = view.table()
    if table is not None and issubclass(table, ComputedRowSerializer):
        return table(context=view.get_serializer_context()).cells(view.export_records(rows), columns)
    return cells.read(rows, columns)


def about(request: Request, meta: dict[str, Any]) -> dict[str, str]:
    """Metadata of an export, for the formats that can hold it."""
    publication = settings.PUBLICATION
    pairs = {
        "title_zh": publication.title_zh,
        "title_en": publication.title_en,
        "url": request.build_absolute_uri(f"{request.path}?{urlencode(meta['query'])}".removesuffix("?")),
        "licence_url": publication.licence_url,
        **{name: value for name, value in meta.items() if name not in ("query", "as_of", "citation", "checks")},
        **{f"citation_{name}": value for name, value in (meta["citation"] or {}).items()},
    }
    return {name: str(value) for name, value in pairs.items() if value is not None}


def with_first_chunk(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks. The first is computed at once, so that an error becomes a problem response."""
    first = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from chunks

    return rest()
