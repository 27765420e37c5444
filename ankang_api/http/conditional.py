"""Conditional requests (RFC 9110, 9111): ETag, Last-Modified, Cache-Control and 304."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signing import Signer
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags
from rest_framework.exceptions import APIException

from ankang_api.environ import VALID_AT_REVISION
from ankang_api.http.canonical_query import canonical_query
from ankang_api.http.compression import coding, compressed
from ankang_api.http.negotiation import choose, offered
from ankang_api.http.requested_revision import RequestedRevision, forget, requested_revision
from indicators.history.as_of import as_of_revision
from indicators.models import Revision

Respond = Callable[[HttpRequest], HttpResponseBase]
FOR_A_DAY = "public, max-age=86400"
"""For responses to `revision=`, which never change."""


def newer_revision_committed(asked: RequestedRevision, read_at: int | None = None) -> bool:
    """Whether a newer revision was committed while a response of the newest revision was made.

    `read_at` is the newest revision in the same snapshot as the last rows.
    """
    newest = asked.revision.number if asked.revision else 0
    return not asked.is_past and (read_at or Revision.objects.newest_number()) != newest


def read_as_it_stood(request: HttpRequest, asked: RequestedRevision) -> None:
    """Make the request read its revision from the history; before the first load, read the newest revision again."""
    if asked.revision is None:
        forget(request)
    else:
        request.requested_revision = asked._replace(is_past=True)  # type: ignore[attr-defined]


def last_redaction() -> int:
    """The revision that last redacted a reason, 0 if none did. Only reasons change in earlier revisions."""
    return Revision.objects.aggregate(last=Max("redacted_in"))["last"] or 0


def etag_matches(if_none_match: str, etag: str) -> bool:
    """Whether If-None-Match contains this ETag."""
    return if_none_match == etag or etag in [tag.removeprefix("W/") for tag in parse_etags(if_none_match)]


@lru_cache(1)
def key_fingerprint(key: str) -> str:
    """A fingerprint of the secret key, because cursors in the body are signed with it."""
    return Signer(key=key, salt="etag").signature("")


class Conditional:
    """Middleware that sets the ETag, and sends 304 before any data are read if the client has the response.

    Every response is of one revision: if a newer one is committed meanwhile, it is made again from the history.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        asked: RequestedRevision | None = getattr(request, "requested_revision", None)
        if asked and response.status_code == 200 and newer_revision_committed(asked, getattr(request, "read_at", None)):
            read_as_it_stood(request, asked)
            response = self.get_response(request)
        tag = getattr(request, "etag", None)
        if tag is None or response.status_code not in (200, 304):
            return response
        if response.status_code == 200 and request.headers.get("If-None-Match") == "*":
            response = HttpResponse(status=304)
        return self.labelled(request, response, tag)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        cls = getattr(view, "cls", None)
        if cls is None or request.method not in ("GET", "HEAD"):
            return None
        single = bool(view.initkwargs.get("detail")) if hasattr(view, "initkwargs") else False
        try:
            renderer = choose(request, offered(cls, single=single), kwargs.get("format"))
            asked = RequestedRevision(None) if getattr(cls, "timeless", False) else requested_revision(request)
        except APIException:
            return None  # the view reports the error
        redacted = last_redaction() if getattr(cls, "shows_reasons", False) else None
        request.fixed = "revision" in request.GET and redacted is None  # type: ignore[attr-defined]
        request.renderer = renderer  # type: ignore[attr-defined]
        request.coding = coding(request, is_compressed=getattr(renderer, "is_compressed", False))  # type: ignore[attr-defined]
        state = (asked.revision.number if asked.revision else "", redacted or "")
        request.etag = self.tag(request, state, renderer.media_type)  # type: ignore[attr-defined]
        if etag_matches(request.headers.get("If-None-Match", ""), request.etag):  # type: ignore[attr-defined]
            return HttpResponse(status=304)
        withdrawn = asked.since is not None or getattr(cls, "of_versions", False)
        return self.of_the_past(asked, lambda: view(request, *args, **kwargs), withdrawn=withdrawn)

    def of_the_past(
        self, asked: RequestedRevision, respond: Callable[[], HttpResponse], *, withdrawn: bool
    ) -> HttpResponse | None:
        """The response as of an earlier revision, or with withdrawn records included; None for the newest revision."""
        if asked.revision is None or not (asked.is_past or withdrawn):
            return None
        with as_of_revision(asked.revision.number, withdrawn=withdrawn):
            return respond()

    def tag(self, request: HttpRequest, state: tuple[Any, ...], media_type: str) -> str:
        """A strong ETag: it changes only with the data, the release, the query, the format and the content coding."""
        parts = [
            *map(str, state),
            settings.RELEASE,
            key_fingerprint(settings.SECRET_KEY),
            request.build_absolute_uri(request.path),
            canonical_query(request.META.get("QUERY_STRING", "")),
            media_type,
            request.coding,  # type: ignore[attr-defined]
        ]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f'"{digest[:32]}"'

    def labelled(self, request: HttpRequest, response: HttpResponseBase, tag: str) -> HttpResponseBase:
        response["ETag"] = tag
        request.META[VALID_AT_REVISION] = None if getattr(request, "fixed", False) else getattr(request, "newest", None)
        if revision := getattr(request, "revision", None):
            response["Last-Modified"] = http_date(revision.time.timestamp())
        if getattr(request, "fixed", False):
            response["Cache-Control"] = FOR_A_DAY
        if response.status_code == 304:
            return response
        return compressed(response, request.coding)  # type: ignore[attr-defined]
