"""The two languages of the pages: in a path, for Django's translations, and as a tag of HTML."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from rest_framework.request import Request


class Language(NamedTuple):
    path: str
    """In the path of a page."""
    code: str
    """For Django's translations and the language cookie."""
    tag: str
    """BCP 47, for `lang` and `hreflang`."""
    name: str


LANGUAGES = {
    each.path: each for each in (Language("zh", "zh-hans", "zh-Hans", "中文"), Language("en", "en", "en", "English"))
}
PATTERN = "|".join(LANGUAGES)


def other(language: Language) -> Language:
    """The language that a page offers beside its own."""
    return next(each for each in LANGUAGES.values() if each != language)


def of_code(code: str | None) -> Language:
    """The language of the pages for a code of Django; English for any other."""
    return LANGUAGES["zh" if (code or "").startswith("zh") else "en"]


def path_in(path: str, language: Language) -> str:
    """The path of the same page in a language."""
    root = reverse("root")
    _own, slash, rest = path.removeprefix(root).partition("/")
    return f"{root}{language.path}{slash}{rest}"


def switch_address(request: HttpRequest | Request, language: Language) -> str:
    """The address that chooses a language and leads to the same page in it."""
    query = request.META.get("QUERY_STRING", "")
    page = path_in(request.path, language) + (f"?{query}" if query else "")
    return f"{reverse('language', args=[language.path])}?{urlencode({'next': page})}"
