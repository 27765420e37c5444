"""Content negotiation: the suffix of the path, else `format=`, else Accept (RFC 9110, section 12)."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ankang_api.http.accept import preferences
from ankang_api.http.problems import refusal
from ankang_api.renderers.description import DescriptionRenderer
from ankang_api.renderers.json import JSONRenderer
from ankang_api.renderers.table import ExportRenderer
from indicators.rows.request_state import request_state

if TYPE_CHECKING:  # DRF loads this module while it loads its views
    from indicators.rows.base_view import BaseView

Function = TypeVar("Function", bound=Callable[..., Any])


def cached(function: Function) -> Function:
    """functools.cache that keeps the signature for the type checker."""
    return cast(Function, cache(function))


@cached
def offered(view: "type[BaseView]", *, single: bool) -> dict[str, type[BaseRenderer]]:
    """The renderers of a view by format: exports only for the list of a table, feeds only where it is one."""
    is_table = not single and (view.table() is not None or view.has_tables)
    renderers: Any = view.renderer_classes
    return {
        renderer.format: renderer
        for renderer in renderers
        if (is_table or not issubclass(renderer, ExportRenderer))
        and (view.is_feed or not is_feed(renderer))
        and fits(view, renderer, single=single)
    }


def fits(view: "type[BaseView]", renderer: type[BaseRenderer], *, single: bool) -> bool:
    """Whether a view has what a format needs."""
    if issubclass(renderer, DescriptionRenderer):
        return renderer.describes(view, single=single)
    if not issubclass(renderer, ExportRenderer) or not renderer.required_columns:
        return True
    table = view.table()
    return table is not None and view.has_flat_pages() and renderer.required_columns <= {*table.columns().names}


def is_feed(renderer: type[BaseRenderer]) -> bool:
    return issubclass(renderer, ExportRenderer) and renderer.newest is not None


def choose(
    request: HttpRequest | Request, choices: dict[str, type[BaseRenderer]], suffix: str | None
) -> type[BaseRenderer]:
    """The renderer of a response; an APIException says why there is none."""
    if suffix and suffix not in choices:
        raise NotFound(f"{request.path} is not served; here are: {', '.join(choices)}.")
    named = request.GET.get("format") or suffix
    if named:
        if named not in choices:
            raise refusal("format", f"There is no format {named} here.", list(choices))
        if suffix and named != suffix:
            raise refusal("format", f"The path ends in .{suffix} and format says {named}.", [suffix])
        return choices[named]
    wanted = preferences(request.headers.get("Accept") or "*/*")
    preferred = max(choices.values(), key=lambda renderer: quality(wanted, str(renderer.media_type)))
    if not quality(wanted, str(preferred.media_type)):
        media_types = ", ".join(str(renderer.media_type) for renderer in choices.values())
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
            renderer = choose(request, offered(type(view), single=bool(view.detail)), format_suffix)
        return renderer(), str(renderer.media_type)
