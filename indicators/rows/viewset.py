"""Lists and single records as flat rows."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.rows import by_key
from indicators.rows.base_view import DataViewSet, Published
from indicators.rows.request_state import request_state
from indicators.rows.serializer import RowSerializer


class RecordViewSet(DataViewSet[Published]):
    # single records by their serializer, and in other formats as rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        queryset = self.filter_queryset(self.get_queryset())
        return self.record_response(partial(self.rows_of_record, queryset), partial(self.record, queryset))

    def rows_of_record(self, queryset: QuerySet[Published]) -> Any:
        """The rows of the record that the path names."""
        rows = queryset.filter(**{self.lookup_field: self.kwargs[self.lookup_field]})
        if not rows.exists():
            raise Http404
        return rows

    def record(self, queryset: QuerySet[Published]) -> dict[str, Any]:
        """The fields of the record that the path names."""
        instance = get_object_or_404(queryset, **{self.lookup_field: self.kwargs[self.lookup_field]})
        return dict(self.get_serializer(instance).data)


class RowViewSet(RecordViewSet[Published]):
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.get_paginated_response(self.paginate_queryset(self.filter_queryset(self.get_queryset())))

    def record(self, queryset: QuerySet[Published]) -> dict[str, Any]:
        table = self.table()
        if table is None or not issubclass(table, RowSerializer) or self.get_serializer_class() is not table:
            return super().record(queryset)
        read = by_key.rows_by_key([self.kwargs[self.lookup_field]], queryset, table.columns(), by=self.lookup_field)
        request_state(self.request).rows_read_at = read.newest
        for row in read.rows.values():
            return row
        raise Http404
