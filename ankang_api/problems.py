"""RFC 9457 problem details: the one shape of every error under /api/."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.http import HttpRequest, JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.request import Request

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    500: "Internal server error",
}


class ParameterError(TypedDict):
    """What is wrong with one parameter, and what is allowed."""

    parameter: str
    code: str
    detail: str
    allowed: list[str] | None


class BadParameters(APIException):
    """A query that cannot be understood as a whole; `errors` names each parameter."""

    status_code = 400
    default_code = "bad_parameters"

    def __init__(self, errors: Sequence[ParameterError]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = list(errors)


def problem(
    request: HttpRequest | Request, status: int, code: str, detail: str, errors: Sequence[ParameterError] = ()
) -> JsonResponse:
    """The answer to a request that failed."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
        "code": code,
        "errors": list(errors),
    }
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
