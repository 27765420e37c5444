"""Exports: all rows of a list in a file format."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework.request import Request

from ankang_api.environ import NO_DEADLINE
from ankang_api.http.problems import refusal
from ankang_api.lists.parameters import boolean_parameter
from ankang_api.renderers.delimited import CSVRenderer
from ankang_api.renderers.table import Column, ExportRenderer, Table
from indicators.rows import cells
from indicators.rows.columns import Columns
from indicators.rows.postgres_copy import can_copy, copy


def export(request: Request, rows: QuerySet[Any], columns: Columns, meta: dict[str, Any]) -> StreamingHttpResponse:
    """All rows in the requested format. The first chunk is made at once, so that an error has a response."""
    renderer = request.accepted_renderer
    assert isinstance(renderer, ExportRenderer)
    if isinstance(renderer, CSVRenderer):
        renderer.bom = boolean_parameter(request, "bom", default=False)
    if renderer.max_rows is not None and (count := rows.count()) > renderer.max_rows:
        limit = f"{renderer.format} holds {renderer.max_rows} rows, not {count}. Narrow the query or take csv."
        raise refusal("format", limit, ["csv", "jsonl", "parquet"])
    request.META[NO_DEADLINE] = True  # a workbook is complete before its first byte
    name = request.path.removesuffix(f".{renderer.format}").rpartition("/")[2]
    described = [Column(column.name, column.kind, column.description) for column in columns]
    rows = rows[: renderer.newest]
    if isinstance(renderer, CSVRenderer) and can_copy(columns):
        chunks = renderer.joined([column.name for column in columns], copy(rows, columns))
    else:
        chunks = renderer.stream(Table(name, described, cells.read(rows, columns), about(request, meta)))
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    response = StreamingHttpResponse(with_first_chunk(chunks), content_type=f"{renderer.media_type}{charset}")
    if renderer.newest is None:
        response["Content-Disposition"] = f'attachment; filename="{name}.{renderer.format}"'
    return response


def about(request: Request, meta: dict[str, Any]) -> dict[str, str]:
    """Metadata of an export, for the formats that can hold it."""
    publication = settings.PUBLICATION
    pairs = {
        "title_zh": publication.title_zh,
        "title_en": publication.title_en,
        "url": request.build_absolute_uri(f"{request.path}?{urlencode(meta['query'])}".removesuffix("?")),
        "licence_url": publication.licence_url,
        **{name: value for name, value in meta.items() if name not in ("query", "as_of", "citation")},
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
