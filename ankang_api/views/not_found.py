"""404 for paths that are not served, with the address where the path shows what was meant."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from ankang_api.http.conditional import view_class
from ankang_api.http.exceptions import is_api
from ankang_api.http.problems import problem
from ankang_api.views.catalogue import LISTS
from ankang_api.views.error_pages import page_not_found
from indicators.text.suggestions import nearest

ROOT = "/api/v1/"
NOUNS = ["search", *LISTS]
"""What may stand first in a path."""
LIST_OF_A_RECORD = re.compile("([a-z-]+)/([^/]+)/([a-z-]+)")
ELSEWHERE = {"indicators": "metrics", "data": "observations", "reports": "documents", "areas": "regions"}
"""What other data APIs call a list, and its name here."""


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return page_not_found(request)
    hint = address_instead(request.path_info.removeprefix(ROOT)) or f" {ROOT} lists what is."
    return problem(request, "not-found", f"Nothing is served at {request.path}.{hint}")


def address_instead(path: str) -> str:
    """A sentence, after a space, with the address that was meant: metrics/x/observations is observations?metric=x."""
    noun, slash, rest = path.partition("/")
    meant = noun if noun in NOUNS else next((name for name in (f"{noun}s", ELSEWHERE.get(noun)) if name in NOUNS), None)
    if found := LIST_OF_A_RECORD.fullmatch(f"{meant or noun}/{rest}"):
        owner, code, listed = found.groups()
        parameter = owner.removesuffix("s")
        if parameter in filters(listed):
            return f" {ROOT}{listed}?{parameter}={code} lists these."
    if meant and meant != noun:
        return f" Did you mean {ROOT}{meant}{slash}{rest}?"
    similar = None if meant else nearest(noun, NOUNS)
    return f" Did you mean {ROOT}{similar}?" if similar else ""


def filters(listed: str) -> list[str]:
    """The names of the filters of a list; none if there is no such list."""
    try:
        view: Any = view_class(resolve(f"{ROOT}{listed}").func)
    except Resolver404:
        return []
    return view.filterset_class.parameter_names() if view and view.filterset_class else []
