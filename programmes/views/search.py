"""Search across all kinds of records."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.models import Metric
from indicators.rows.base_view import DataViewSet
from programmes.filters import SearchFilter
from programmes.serializers.search import HitSerializer


@extend_schema_view(list=extend_schema(summary="Search all records"))
class SearchViewSet(DataViewSet[Any]):
    """Records of all kinds in whose texts all the words stand, with the places where they do."""

    queryset = Metric.objects.none()  # the filter set puts the hits in its place
    serializer_class = HitSerializer
    filterset_class = SearchFilter
    keyset = ("rank", "code")

    def list(self, request: Request, **_: Any) -> Response:
        """Records of all kinds in whose texts all the words stand, with the places where they do."""
        hits: Any = self.filter_queryset(self.get_queryset())
        page = hits.records(self.paginate_queryset(hits) or [])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
