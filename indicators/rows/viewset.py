"""Lists and single records as flat rows."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from indicators.rows import by_key
from indicators.rows.base_view import DataViewSet, Published
from indicators.rows.request_state import request_state


class RowViewSet(DataViewSet[Published], ReadOnlyModelViewSet[Published]):
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.get_paginated_response(self.paginate_queryset(self.filter_queryset(self.get_queryset())))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        table = self.table()
        if table is None or self.get_serializer_class() is not table:
            return super().retrieve(request, *args, **kwargs)
        queryset, code = self.filter_queryset(self.get_queryset()), self.kwargs[self.lookup_field]
        read = by_key.rows_by_key([code], queryset, table.columns(), by=self.lookup_field)
        request_state(request).rows_read_at = read.newest
        for row in read.rows.values():
            return Response(row)
        raise Http404
