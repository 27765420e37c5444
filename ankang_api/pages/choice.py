"""The root of the site and the language switch, which choose the language of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ankang_api.pages.languages import LANGUAGES, PATTERN, of_code

YEAR_S = 365 * 86_400


@require_safe
def root_view(request: HttpRequest) -> HttpResponse:
    """A redirect to the home page, in the language that was chosen before or that Accept-Language prefers."""
    language = of_code(get_language_from_request(request))
    response = HttpResponseRedirect(reverse("home", args=[language.path]))
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept-Language, Cookie"
    return response


@csrf_exempt
@require_safe
def language_view(request: HttpRequest, language: str) -> HttpResponse:
    """Remember a language, and go on to the page `next`, if it is one of these pages; else to the home page."""
    home = reverse("home", args=[language])
    wanted = request.GET.get("next", "")
    response = HttpResponseRedirect(wanted if is_page(wanted) else home)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        LANGUAGES[language].code,
        max_age=YEAR_S,
        path=reverse("root"),
        secure=request.is_secure(),
        samesite="Lax",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def is_page(address: str) -> bool:
    """Whether an address is a page of this site: a path that begins with a language, without a host."""
    root = reverse("root")
    first = address.removeprefix(root).partition("?")[0].partition("/")[0]
    has_control = any(ord(character) < 32 for character in address)
    return address.startswith(root) and first in PATTERN.split("|") and "\\" not in address and not has_control
