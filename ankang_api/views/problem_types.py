"""The kinds of problems, each at the address that is its `type`."""

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

    type = serializers.URLField(help_text="Address of this kind, the `type` of its problems.")
    code = serializers.ChoiceField(choices=list(KINDS), help_text="The kind for programs.")
    status = serializers.IntegerField(help_text="HTTP status of the answers.")
    title = serializers.CharField(help_text="The kind in words.")
    description = serializers.CharField(help_text="When it comes.")
    remedy = serializers.CharField(help_text="What to do.")


def described(request: Request, code: str) -> dict[str, Any]:
    address = reverse("problem-type", kwargs={"code": code}, request=request)
    return {"type": address, "code": code, **KINDS[code]._asdict()}


class ProblemTypesView(BaseView):
    depends_on_data = False

    @extend_schema(
        responses=ProblemTypeSerializer(many=True),
        operation_id="problems_list",
        summary="List the kinds of problems",
        tags=["problems"],
    )
    def get(self, request: Request) -> Response:
        """Every kind of error that the API answers with."""
        check_parameters(request, ["format"])
        return Response([described(request, code) for code in KINDS])


class ProblemTypeView(BaseView):
    depends_on_data = False

    @extend_schema(
        responses=ProblemTypeSerializer,
        operation_id="problems_retrieve",
        summary="Get one kind of problem",
        tags=["problems"],
    )
    def get(self, request: Request, code: str) -> Response:
        """What a kind of error means and what to do. Its address is the `type` of the problem."""
        check_parameters(request, ["format"])
        if code not in KINDS:
            raise Http404
        return Response(described(request, code))
