"""The kinds of problems, each at the URL that is its `type`."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ankang_api.http.problems import KINDS
from ankang_api.lists.filter_backends import check_parameters
from indicators.rows.base_view import BaseView


class ProblemTypeSerializer(serializers.Serializer[Any]):
    """A kind of problem."""

    type = serializers.URLField(help_text="URL of this kind, the `type` of its problems.")
    code = serializers.ChoiceField(choices=list(KINDS), help_text="Code of the kind.")
    status = serializers.IntegerField(help_text="HTTP status.")
    title = serializers.CharField(help_text="Title of the kind.")
    description = serializers.CharField(help_text="Cause.")
    remedy = serializers.CharField(help_text="What a client can do.")


def described(request: Request, code: str) -> dict[str, Any]:
    address = reverse("problem-type", kwargs={"code": code}, request=request)
    return {"type": address, "code": code, **KINDS[code]._asdict()}


class ProblemTypesView(BaseView):
    depends_on_data = False

    @extend_schema(
        responses=ProblemTypeSerializer(many=True),
        operation_id="list_problems",
        summary="List the kinds of problems",
        tags=["problems"],
    )
    def get(self, request: Request) -> Response:
        """All kinds of errors of the API."""
        check_parameters(request, ["format"])
        return Response([described(request, code) for code in KINDS])


class ProblemTypeView(BaseView):
    depends_on_data = False

    @extend_schema(
        responses=ProblemTypeSerializer,
        operation_id="get_problem",
        summary="Get one kind of problem",
        tags=["problems"],
    )
    def get(self, request: Request, code: str) -> Response:
        """What a kind of error means and what a client can do. Its URL is the `type` of the problem."""
        check_parameters(request, ["format"])
        if code not in KINDS:
            raise Http404
        return Response(described(request, code))
