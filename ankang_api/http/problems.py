"""RFC 9457 problem details: the one shape of every error under /api/."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, TypedDict

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from ankang_api.environ import REQUEST_ID
from ankang_api.server.response import Response, status_line
from indicators.text.suggestions import did_you_mean

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
"""Seconds after which a client may try again while the service is unavailable."""


class Kind(NamedTuple):
    """A kind of problem: the HTTP status, its title, its cause, and what a client can do."""

    status: int
    title: str
    description: str
    remedy: str


KINDS = {
    "bad-parameters": Kind(
        400,
        "Bad parameters",
        "A query parameter is unknown, repeated, empty, out of range or has a value that is not allowed.",
        "`errors` names each parameter, what is wrong with it, what is allowed, and the nearest name.",
    ),
    "bad-request": Kind(400, "Bad request", "The request cannot be understood.", "Check the URL and the headers."),
    "not-found": Kind(
        404,
        "Not found",
        "No record has this code, or the path does not exist.",
        "Take codes from the lists, and paths from /api/v1/ or the OpenAPI document.",
    ),
    "gone": Kind(
        410,
        "Gone",
        "The record was withdrawn.",
        "`withdrawn_in` is the revision with the reason, `replaced_by` the code of the replacement, if any. With an "
        "earlier `revision` the record is served.",
    ),
    "request-timeout": Kind(408, "Request timeout", "The request came too slowly.", "Send it again."),
    "content-too-large": Kind(413, "Content too large", "The body of the request is too large.", "Send less."),
    "uri-too-long": Kind(414, "URI too long", "The URL of the request is too long.", "Name fewer values."),
    "range-not-satisfiable": Kind(
        416,
        "Range not satisfiable",
        "The file has none of the bytes that Range names.",
        "Content-Range has the size of the file. A download that has as many bytes is complete.",
    ),
    "expectation-failed": Kind(417, "Expectation failed", "The server does not support this Expect.", "Omit Expect."),
    "too-many-connections": Kind(
        429,
        "Too many connections",
        "The address of the client has too many open connections.",
        "Use fewer connections, and try again after the seconds in Retry-After.",
    ),
    "head-too-large": Kind(431, "Request header fields too large", "The headers are too large.", "Send fewer headers."),
    "method-not-allowed": Kind(
        405, "Method not allowed", "The API is read-only.", "Use GET or HEAD; `Allow` lists the methods."
    ),
    "not-acceptable": Kind(
        406,
        "Not acceptable",
        "None of the media types in Accept is available at this path.",
        "Omit Accept, or name a format by the suffix of the path or by `format`.",
    ),
    "internal-error": Kind(
        500, "Internal server error", "The server has an error.", "Report it to the contact in /api/v1/."
    ),
    "unavailable": Kind(
        503, "Service unavailable", "The database is unavailable.", "Try again after the seconds in Retry-After."
    ),
}


class ParameterError(TypedDict):
    """What is wrong with one parameter, and what is allowed."""

    parameter: str
    code: str
    detail: str
    allowed: list[str] | None


def unknown_name(parameter: str, name: str, allowed: list[str], what: str) -> ParameterError:
    """The error for an unknown name, with the most similar allowed name."""
    hint = did_you_mean(name, allowed)
    code = "unknown_" + what.partition(" ")[0]
    return {"parameter": parameter, "code": code, "detail": f"There is no {what} '{name}'.{hint}", "allowed": allowed}


def named_twice(parameter: str, name: str) -> ParameterError:
    return {"parameter": parameter, "code": "repeated", "detail": f"{parameter} names {name} twice.", "allowed": None}


def name_errors(parameter: str, names: list[str], allowed: list[str]) -> list[ParameterError]:
    """The errors of a list of names of fields: the unknown ones, and those that are named twice."""
    errors = [unknown_name(parameter, name, allowed, "field") for name in names if name not in allowed]
    return errors + [named_twice(parameter, name) for name in dict.fromkeys(names) if names.count(name) > 1]


class BadParameters(APIException):
    """A query with invalid parameters; `errors` names each."""

    status_code = 400
    default_code = "bad_parameters"

    def __init__(self, errors: Sequence[ParameterError]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = list(errors)


def refusal(parameter: str, detail: str, allowed: list[str] | None = None) -> BadParameters:
    """The error of one parameter with an invalid value."""
    return BadParameters([{"parameter": parameter, "code": "invalid", "detail": detail, "allowed": allowed}])


def type_url(request: HttpRequest | Request, code: str) -> str:
    """The URL that describes a kind of problem; without a host if the Host of the request is not allowed."""
    path = reverse("problem-type", kwargs={"code": code})
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def problem(
    request: HttpRequest | Request, code: str, detail: str, errors: Sequence[ParameterError] = (), **more: Any
) -> JsonResponse:
    """The response to a request that failed. `code` is a key of KINDS; `more` are members of some kinds."""
    given = request.META.get(REQUEST_ID)
    body = problem_body(type_url(request, code), code, detail, request.get_full_path(), given, errors) | more
    status = KINDS[code].status
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def problem_body(
    url: str,
    code: str,
    detail: str,
    instance: str | None,
    request_id: str | None,
    errors: Sequence[ParameterError] = (),
) -> dict[str, Any]:
    """The members of every problem."""
    kind = KINDS[code]
    return {
        "type": url,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": instance,
        "code": code,
        "errors": list(errors),
        "request_id": request_id,
    }


def plain_problem(code: str, detail: str, request_id: str) -> Response:
    """The response to a request that does not reach Django, by the same shape."""
    url = f"{settings.PUBLIC_URL.origin}{settings.PUBLIC_URL.prefix}/api/v1/problems/{code}"
    body = json.dumps(problem_body(url, code, detail, None, request_id), ensure_ascii=False).encode()
    headers = [
        ("Content-Type", MEDIA_TYPE),
        ("Content-Length", str(len(body))),
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if code in ("too-many-connections", "unavailable"):
        headers.append(("Retry-After", str(RETRY_AFTER_S)))
    return Response(status_line(KINDS[code].status), headers, body)
