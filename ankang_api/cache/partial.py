"""Ranges of stored responses: 206 with a part of the body, or 416."""

from django.core.handlers.wsgi import WSGIRequest, get_script_name
from django.urls import set_script_prefix

from ankang_api.cache.ranges import ByteRange, applies, requested_range
from ankang_api.cache.store import StoredResponse
from ankang_api.environ import Environ
from ankang_api.http.problems import problem
from ankang_api.server.response import Headers, Response

PARTIAL, NOT_SATISFIABLE = "206 Partial Content", "416 Range Not Satisfiable"
OF_THE_RECORD = {"etag", "last-modified", "cache-control", "surrogate-key"}
"""Headers of a response that a problem in its place does not have."""


def partial_response(response: StoredResponse, environ: Environ) -> Response | None:
    """The part of a response that the request names, or 416; None if the whole response is to be sent."""
    requested = requested_range(environ)
    # an empty body has no range, and clients that read the first bytes of any file take an empty 200 for what it is
    if requested is None or not response.body or not applies(environ, response.etag):
        return None
    return part(response, requested) or not_satisfiable(response, environ)


def part(response: StoredResponse, requested: ByteRange) -> Response | None:
    size = len(response.body)
    if (positions := requested.positions(size)) is None:
        return None
    first, last = positions
    body = response.body[first : last + 1]
    headers = without(response.headers, {"content-length"})
    content_range = ("Content-Range", f"bytes {first}-{last}/{size}")
    return Response(PARTIAL, [*headers, content_range, ("Content-Length", str(len(body)))], body)


def not_satisfiable(response: StoredResponse, environ: Environ) -> Response:
    """416 with a problem and the size of the whole body."""
    set_script_prefix(get_script_name(environ))  # as for a request that reaches Django: links have the prefix
    size = len(response.body)
    detail = f"The file has {size:,} bytes, and none of them is in the range {environ['HTTP_RANGE']}."
    shown = problem(WSGIRequest(environ), "range-not-satisfiable", detail)
    headers = [
        *without(response.unchanged, OF_THE_RECORD),
        ("Cache-Control", "no-store"),
        ("Content-Type", shown["Content-Type"]),
        ("Content-Range", f"bytes */{size}"),
        ("Content-Length", str(len(shown.content))),
    ]
    return Response(NOT_SATISFIABLE, headers, shown.content)


def without(headers: Headers, names: set[str]) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in names]
