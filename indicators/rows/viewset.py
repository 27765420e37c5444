"""The base of views whose records are rows, as which each is read where it nests nothing."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from indicators.rows import by_key

Published = TypeVar("Published", bound=Model)


class RowViewSet(ReadOnlyModelViewSet[Published]):
    # A docstring of a subclass is its description in the OpenAPI document.

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.get_paginated_response(self.paginate_queryset(self.filter_queryset(self.get_queryset())))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        table: Any = self.serializer_class
        nesting = self.get_serializer_class() is not table
        if nesting:
            return super().retrieve(request, *args, **kwargs)
        columns = table.columns()
        rows, code = self.filter_queryset(self.get_queryset()), self.kwargs[self.lookup_field]
        found = by_key.rows_by_key([code], rows, columns, by=self.lookup_field)
        request._request.read_at = found.newest  # type: ignore[attr-defined]
        for row in found.rows.values():
            return Response(row)
        raise Http404
