"""The base classes of all views of the API. A docstring of a subclass is its description in the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from indicators.rows.view_declarations import ViewDeclarations

Published = TypeVar("Published", bound=Model)


class BaseView(ViewDeclarations, APIView):
    # no docstring: the OpenAPI document would show it
    ...


class DataViewSet(BaseView, GenericViewSet[Published]):
    # reads records

    is_citable = True

    def get_serializer_class(self) -> Any:
        return (self.detail and self.record_serializer_class) or self.serializer_class

    def record_response(self, rows: Callable[[], Any], fields: Callable[[], dict[str, Any]]) -> Response:
        """The response of a single record: its fields in JSON, or the rows of its export. Both may raise Http404."""
        lists: Any = self.paginator  # the project's, by its settings
        response: Response = lists.get_record_response(self, rows, fields)
        return response

    def link_values(self, record: dict[str, Any]) -> Mapping[str, Any]:
        """The values that the links of a record are made of, by field."""
        return record

    def export_records(self, rows: Any) -> Any:
        """The records that the rows of an export are computed from."""
        return rows

    def summary(self, rows: Any) -> dict[str, Any]:
        """What `meta` says of all rows of the list, where `has_summary` is true."""
        raise NotImplementedError
