"""The columns of all lists, as a list of its own."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from ankang_api.http.problems import BadParameters, unknown_name
from ankang_api.lists.exports import about, with_first_chunk
from ankang_api.lists.filter_backends import check_parameters
from ankang_api.lists.parameters import boolean_parameter
from ankang_api.metadata.fields import Field, fields
from ankang_api.metadata.published_lists import published_lists
from ankang_api.renderers.delimited import CSVRenderer
from ankang_api.renderers.table import Column, ExportRenderer, Table
from indicators.rows.base_view import BaseView

TYPES = ["text", "number", "integer", "date", "time", "boolean", "list", "object"]


class FieldSerializer(serializers.Serializer[Any]):
    """A column of a list."""

    list = serializers.CharField(help_text="The list, by the nouns of its path.")
    name = serializers.CharField(help_text="Name of the column.")
    type = serializers.ChoiceField(
        choices=TYPES,
        help_text="Type of its values; time is an instant in UTC, list a list of texts.",
    )
    unit_zh = serializers.CharField(allow_null=True, help_text="Unit of a number, in Chinese.")
    unit_en = serializers.CharField(allow_null=True, help_text="Unit of a number, in English.")
    nullable = serializers.BooleanField(help_text="Whether a value can be null, an empty cell in CSV and XLSX.")
    null_means_zh = serializers.CharField(allow_null=True, help_text="What null means, in Chinese.")
    null_means_en = serializers.CharField(allow_null=True, help_text="What null means, in English.")
    description_zh = serializers.CharField(help_text="What the column holds, in Chinese.")
    description_en = serializers.CharField(help_text="What the column holds, in English.")


@extend_schema_serializer(many=False)
class FieldListSerializer(serializers.Serializer[Any]):
    """The columns of the lists of a query, on one page."""

    count = serializers.IntegerField(help_text="All columns of the query.")
    next = serializers.URLField(allow_null=True, help_text="Always null: the list has one page.")
    previous = serializers.URLField(allow_null=True, help_text="Always null: the list has one page.")
    meta = serializers.DictField(help_text="As in the other lists; columns depend on no revision, so it is null.")
    results = FieldSerializer(many=True, help_text="The columns, list by list.")


NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}}


class FieldViewSet(ViewSetMixin, BaseView):
    """Every column of every list: its type, its unit, what null means, and what it holds, in Chinese and English."""

    depends_on_data = False
    has_tables = True
    serializer_class: ClassVar[type[FieldSerializer]] = FieldSerializer

    @extend_schema(
        responses=FieldListSerializer,
        summary="List the columns of all lists",
        parameters=[OpenApiParameter("list", NAMES, description="Only the columns of these lists.", explode=False)],
    )
    def list(self, request: Request, **_: Any) -> Response | StreamingHttpResponse:
        """Every column of every list: type, unit, what null means, and a description in both languages."""
        renderer = request.accepted_renderer
        check_parameters(request, ["list", "format", *(["bom"] if renderer.format == "csv" else [])])
        found = selected(request)
        if isinstance(renderer, ExportRenderer):
            return export(request, found)
        rows = [field._asdict() for field in found]
        return Response({"count": len(rows), "next": None, "previous": None, "meta": meta(request), "results": rows})


def selected(request: Request) -> list[Field]:
    """The columns of the lists that the request names, of all by default."""
    if "list" not in request.query_params:
        return fields()
    names, allowed = request.query_params["list"].split(","), [each.name for each in published_lists()]
    if errors := [unknown_name("list", name, allowed, "list") for name in names if name not in allowed]:
        raise BadParameters(errors)
    return [field for field in fields() if field.list in names]


def meta(request: Request) -> dict[str, Any]:
    publication = settings.PUBLICATION
    return {
        "revision": None,
        "as_of": None,
        "licence": publication.licence,
        "attribution_zh": publication.attribution_zh,
        "attribution_en": publication.attribution_en,
        "citation": None,
        "updated_at": None,
        "query": request.query_params.dict(),
    }


def export(request: Request, found: list[Field]) -> StreamingHttpResponse:
    renderer: Any = request.accepted_renderer
    if isinstance(renderer, CSVRenderer):
        renderer.bom = boolean_parameter(request, "bom", default=False)
    table = Table("fields", list(columns()), iter(found), about(request, meta(request)))
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    chunks = with_first_chunk(renderer.stream(table))
    response = StreamingHttpResponse(chunks, content_type=f"{renderer.media_type}{charset}")
    response["Content-Disposition"] = f'attachment; filename="fields.{renderer.format}"'
    return response


def columns() -> Iterator[Column]:
    for name, field in FieldSerializer().get_fields().items():
        kind = "boolean" if isinstance(field, serializers.BooleanField) else "text"
        yield Column(name, kind, str(field.help_text))
