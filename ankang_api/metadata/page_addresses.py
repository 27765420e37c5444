"""The addresses of the pages of the publication."""

from django.http import HttpRequest
from django.urls import get_script_prefix

LANGUAGES = ("zh", "en")


def page_url(request: HttpRequest, language: str, *path: str) -> str:
    """The absolute URL of a page: `page_url(request, "en", "reports", "ankang-report")`; without a path the home page.

    The prefix of PUBLIC_URL is the script prefix, as for `reverse`.
    """
    return request.build_absolute_uri(f"{get_script_prefix()}{language}/{'/'.join(path)}")
