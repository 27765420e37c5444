"""Conditional requests (RFC 9110, 9111): ETag, Last-Modified, Cache-Control and 304."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.signing import Signer
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags
from rest_framework.exceptions import APIException
from rest_framework.renderers import BaseRenderer

from ankang_api.build import build
from ankang_api.environ import OPERATION, VALID_AT_REVISION
from ankang_api.http.canonical_query import canonical_query, make_canonical
from ankang_api.http.compression import coding, compressed
from ankang_api.http.links import add_links, description_path, other_formats
from ankang_api.http.negotiation import choose, offered
from ankang_api.http.requested_revision import requested_revision
from ankang_api.publication import fingerprint
from indicators.history.as_of import as_of_revision
from indicators.models import Record, Revision
from indicators.rows.request_state import PreparedResponse, RequestedRevision, RequestState, request_state
from indicators.rows.view_declarations import ViewDeclarations

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import BaseView

Respond = Callable[[HttpRequest], HttpResponseBase]
IMMUTABLE = "public, max-age=31536000, immutable"
"""For responses to `revision=`, which never change."""
STALE_IF_ERROR_S = 86_400
"""For how long shared caches may send a response while this server fails."""


def newer_revision_committed(requested: RequestedRevision, rows_read_at: int | None = None) -> bool:
    """Whether a newer revision was committed while a response of the newest revision was made.

    `rows_read_at` is the newest revision in the snapshot of the last rows, None if unknown.
    """
    return not requested.is_past and (rows_read_at or Revision.objects.newest_number()) != requested.number


def from_history(requested: RequestedRevision) -> RequestedRevision | None:
    """The same revision, read from the history. None before the first load: then the newest is read again."""
    return requested._replace(is_past=True) if requested.revision else None


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
        response, state = self.get_response(request), request_state(request)
        requested = state.requested
        if requested and response.status_code == 200 and newer_revision_committed(requested, state.rows_read_at):
            state.requested = from_history(requested)
            response = self.get_response(request)
        if state.prepared is None or response.status_code not in (200, 304):
            return response
        if response.status_code == 200 and request.headers.get("If-None-Match") == "*":
            response = HttpResponse(status=304)
        return self.with_headers(request, response, state, state.prepared)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        request.META[OPERATION] = (operation(request, view), "")
        cls = view_class(view)
        if cls is None or request.method not in ("GET", "HEAD"):
            return None
        make_canonical(request)
        try:
            formats = offered(cls, single=is_single(view))
            renderer = choose(request, cls, kwargs.get("format"), single=is_single(view))
            requested = requested_revision(request) if cls.depends_on_data else RequestedRevision(None)
        except APIException:
            return None  # the view reports the error
        prepared = self.prepare(request, cls, requested, renderer, other_formats(formats, renderer))
        path = description_path(request, cls, renderer, single=is_single(view))
        request_state(request).prepared = prepared = prepared._replace(
            described_by=path, fields_differ=is_single(view) or not cls.has_flat_pages()
        )
        request.META[OPERATION] = (operation(request, view), renderer.format)
        if etag_matches(request.headers.get("If-None-Match", ""), prepared.etag):
            return HttpResponse(status=304)
        if requested.revision and (requested.is_past or requested.since is not None or cls.includes_withdrawn):
            withdrawn = requested.since is not None or cls.includes_withdrawn
            with as_of_revision(requested.number, withdrawn=withdrawn):
                response: HttpResponse = view(request, *args, **kwargs)
            return response
        return None

    def prepare(
        self,
        request: HttpRequest,
        view: "type[BaseView]",
        requested: RequestedRevision,
        renderer: type[BaseRenderer],
        others: list[type[BaseRenderer]],
    ) -> PreparedResponse:
        redacted = last_redaction() if view.shows_reasons else None
        content_coding = coding(request, is_compressed=getattr(renderer, "is_compressed", False))
        state = (str(requested.number or ""), str(redacted or ""))
        etag = self.etag(request, state, str(renderer.media_type), content_coding)
        is_immutable = "revision" in request.GET and redacted is None
        return PreparedResponse(
            renderer, content_coding, etag, is_immutable, redacted is None, record_kinds(view), others
        )

    def etag(self, request: HttpRequest, state: Sequence[str], media_type: str, content_coding: str) -> str:
        """A strong ETag: it changes only with the data, publication.json, build, query, format and content coding."""
        parts = [
            *state,
            build(),
            fingerprint(settings.PUBLICATION),
            key_fingerprint(settings.SECRET_KEY),
            request.build_absolute_uri(request.path),
            canonical_query(request.META.get("QUERY_STRING", "")),
            media_type,
            content_coding,
        ]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f'"{digest[:32]}"'

    def with_headers(
        self, request: HttpRequest, response: HttpResponseBase, state: RequestState, prepared: PreparedResponse
    ) -> HttpResponseBase:
        response["ETag"] = prepared.etag
        add_links(response, request, state.requested.number if state.requested else 0, prepared)
        request.META[VALID_AT_REVISION] = None if prepared.is_immutable else state.newest
        if state.requested and state.requested.revision:
            changed = state.requested.revision.time.timestamp()
            response["Last-Modified"] = http_date(min(changed, time()))  # the clock may have been ahead
        if prepared.is_immutable:
            response["Cache-Control"] = IMMUTABLE
        elif settings.SHARED_CACHE_SECONDS and prepared.may_be_shared:
            response["Cache-Control"] = shared_cache_control(settings.SHARED_CACHE_SECONDS)
        if settings.SHARED_CACHE_SECONDS and state.requested:
            response["Surrogate-Key"] = " ".join([f"revision-{state.requested.number}", *prepared.record_kinds])
        if response.status_code == 304:
            return response
        response["Accept-Ranges"] = "none"  # ranges are sent of stored responses, where the cache says so
        return compressed(response, prepared.coding)


def shared_cache_control(seconds: int) -> str:
    """Clients ask again each time; shared caches (RFC 9111, RFC 5861) may answer for some seconds."""
    shared = f"s-maxage={seconds}, stale-while-revalidate={seconds}, stale-if-error={STALE_IF_ERROR_S}"
    return f"public, max-age=0, {shared}"


def record_kinds(view: "type[BaseView]") -> tuple[str, ...]:
    """The kind of record that a view shows, for the surrogate key."""
    model = getattr(getattr(view, "queryset", None), "model", None)
    return (model.record_type(),) if model is not None and issubclass(model, Record) else ()


def operation(request: HttpRequest, view: Any) -> str:
    """The name of the route, the same for all formats. The pages of the admin are one operation."""
    if request.path_info.startswith("/admin"):
        return "admin"
    route = getattr(view, "initkwargs", {})
    if "basename" in route:
        return f"{route['basename']}-{'detail' if route['detail'] else 'list'}"
    return (request.resolver_match and request.resolver_match.url_name) or "other"


def view_class(view: Any) -> "type[BaseView] | None":
    """The class of a view function of the API; None for other views."""
    cls = getattr(view, "cls", None)
    return cast("type[BaseView]", cls) if isinstance(cls, type) and issubclass(cls, ViewDeclarations) else None


def is_single(view: Any) -> bool:
    """Whether a view function is of a single record. A ViewSet's knows it from the router."""
    return bool(getattr(view, "initkwargs", {}).get("detail"))
