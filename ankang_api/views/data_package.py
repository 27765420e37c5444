"""The data package of all flat lists."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ankang_api.lists.filter_backends import check_parameters
from ankang_api.metadata.data_package import data_package
from indicators.rows.base_view import BaseView


class DataPackageSerializer(serializers.Serializer[Any]):
    """A descriptor of Data Package 2.0, with further members in Chinese."""

    name = serializers.CharField(help_text="Short name of the data.")
    id = serializers.URLField(help_text="URL at which this descriptor stays as it is.")
    title = serializers.CharField(help_text="Title in English.")
    title_zh = serializers.CharField(help_text="Title in Chinese.")
    description = serializers.CharField(help_text="Contents in English.")
    description_zh = serializers.CharField(help_text="Contents in Chinese.")
    homepage = serializers.URLField(help_text="URL of the documentation.")
    version = serializers.CharField(help_text="Number of the revision.")
    created = serializers.DateTimeField(allow_null=True, help_text="When the revision was made.")
    licenses = serializers.ListField(child=serializers.DictField(), help_text="The licence of the compilation.")
    sources = serializers.ListField(child=serializers.DictField(), help_text="The documents that the data come from.")
    contributors = serializers.ListField(child=serializers.DictField(), help_text="The publisher.")
    resources = serializers.ListField(
        child=serializers.DictField(),
        help_text="The lists as CSV files of this revision, each with its columns, keys, size and SHA-256.",
    )

    def get_fields(self) -> dict[str, Any]:
        return {"$schema": serializers.URLField(help_text="The profile of the standard."), **super().get_fields()}


class DataPackageView(BaseView):
    shows_reasons = True  # the hashes of revisions and corrections change with a redaction

    @extend_schema(
        responses=DataPackageSerializer,
        operation_id="get_data_package",
        summary="Get the data package",
        tags=["catalogue"],
    )
    def get(self, request: Request) -> Response:
        """Every flat list as a CSV file of one revision: columns, keys, size and SHA-256 (Data Package 2.0)."""
        check_parameters(request, ["format", "revision", "as_of"])
        return Response(data_package(request._request))
