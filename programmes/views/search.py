"""Search across all kinds of records."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.models import Metric
from indicators.rows.base_view import DataViewSet
from programmes.filters import SearchFilter
from programmes.serializers.search import SearchResultRowSerializer, SearchResultSerializer


@extend_schema_view(list=extend_schema(summary="Search all records"))
class SearchViewSet(DataViewSet[Any]):
    """Records of all kinds whose texts contain all words, with the matches."""

    queryset = Metric.objects.none()  # the filter set returns hits instead
    serializer_class = SearchResultSerializer
    export_table = SearchResultRowSerializer
    max_export_rows = 10_000
    filterset_class = SearchFilter
    keyset = ("rank", "code")

    def list(self, request: Request, **_: Any) -> Response:
        """Records of all kinds whose texts contain all words, with the matches."""
        hits: Any = self.filter_queryset(self.get_queryset())
        page = hits.records(self.paginate_queryset(hits) or [])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def export_records(self, rows: Any) -> Any:
        return rows.records(rows[: self.max_export_rows])
