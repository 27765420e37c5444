"""Content negotiation: the suffix of the path, else `format=`, else Accept (RFC 9110, section 12)."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.http.accept import media_ranges
from ankang_api.http.problems import refusal
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.json import JSONLDRenderer, JSONRenderer
from ankang_api.renderers.lines import NDJSONRenderer
from ankang_api.renderers.page import PageRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows.request_state import request_state

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import BaseView

FORMATS_OF_RECORDS = {"csv", "jsonl"}
"""The formats of a single record, beside JSON."""

Function = TypeVar("Function", bound=Callable[..., Any])


def cached(function: Function) -> Function:
    """functools.cache that keeps the signature for the type checker."""
    return cast(Function, cache(function))


@cached
def offered(view: "type[BaseView]", *, single: bool) -> dict[str, type[BaseRenderer]]:
    """The renderers of a view by format: exports only of a table, feeds only where the list is one."""
    renderers: Any = view.renderer_classes
    return {renderer.format: renderer for renderer in renderers if serves(view, renderer, single=single)}


def serves(view: "type[BaseView]", renderer: type[BaseRenderer], *, single: bool) -> bool:
    """Whether a view has what a format needs."""
    if issubclass(renderer, DescriptionRenderer):
        return renderer.describes(view, single=single)
    if not issubclass(renderer, ExportRenderer):
        return True
    table = view.table()
    if renderer.required_columns:
        has_them = table is not None and view.has_flat_pages() and renderer.required_columns <= {*table.columns().names}
        return has_them and not single
    if is_feed(renderer):
        return view.is_feed and not single
    if table is None:
        return view.has_tables and not single
    return not single or view.record_is_table or renderer.format in FORMATS_OF_RECORDS


@cached
def renderers_of(view: "type[BaseView]", *, single: bool) -> list[type[BaseRenderer]]:
    """The renderers among which Accept chooses: those offered, and those with another media type of a format."""
    choices = offered(view, single=single)
    others: list[type[BaseRenderer]] = [NDJSONRenderer] if NDJSONRenderer.format in choices else []
    return [*choices.values(), *others, *([JSONLDRenderer] if view.is_linked_data else [])]


def is_feed(renderer: type[BaseRenderer]) -> bool:
    return issubclass(renderer, ExportRenderer) and renderer.newest is not None


def choose(
    request: HttpRequest | Request, view: "type[BaseView]", suffix: str | None, *, single: bool
) -> type[BaseRenderer]:
    """The renderer of a response; an APIException says why there is none."""
    choices = offered(view, single=single)
    if suffix and suffix not in choices:
        raise NotFound(f"{request.path} is not served; here are: {', '.join(choices)}.")
    named = request.GET.get("format") or suffix
    if named:
        if named not in choices:
            raise refusal("format", f"There is no format {named} here.", list(choices))
        if suffix and named != suffix:
            raise refusal("format", f"The path ends in .{suffix} and format says {named}.", [suffix])
        return choices[named]
    if page := next((each for each in choices.values() if issubclass(each, PageRenderer)), None):
        return page
    wanted = media_ranges(request.headers.get("Accept", ""))
    renderers = renderers_of(view, single=single)
    preferred = max(renderers, key=lambda renderer: quality(wanted, str(renderer.media_type)))
    if not quality(wanted, str(preferred.media_type)):
        if "json" in choices and quality(wanted, "text/html"):  # a browser's link, or a client that knows no other
            return choices["json"]
        media_types = ", ".join(str(renderer.media_type) for renderer in renderers)
        raise NotAcceptable(f"None of the media types in Accept is served here; these are: {media_types}.")
    return preferred


def quality(wanted: dict[str, float], media_type: str) -> float:
    """The weight of a media type: that of the most specific media range that matches it."""
    general = f"{media_type.partition('/')[0]}/*"
    return next((wanted[name] for name in (media_type, general, "*/*") if name in wanted), 0.0)


class Negotiation(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: Any) -> None:
        """The API reads no bodies."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if request.method not in ("GET", "HEAD"):  # responses to other methods are always JSON
            return JSONRenderer(), JSONRenderer.media_type
        if prepared := request_state(request).prepared:
            renderer = prepared.renderer
        else:
            view = request.parser_context["view"]
            renderer = choose(request, type(view), format_suffix, single=bool(view.detail))
        return renderer(), str(renderer.media_type)
