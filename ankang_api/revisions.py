"""The revision that an answer is of: read once for each request."""

from django.http import HttpRequest
from rest_framework.request import Request

from indicators.models import Revision


def current(request: HttpRequest | Request) -> Revision | None:
    """The newest revision when the request came, None before the first load; one query for each request."""
    plain = request._request if isinstance(request, Request) else request
    if not hasattr(plain, "revision"):
        plain.revision = Revision.objects.current()  # type: ignore[attr-defined]
    found: Revision | None = plain.revision  # type: ignore[attr-defined]
    return found


def forget(request: HttpRequest) -> None:
    """Let the next reading of the revision ask the database again."""
    if hasattr(request, "revision"):
        del request.revision
