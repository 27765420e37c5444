"""The documentation: Markdown in the repository, pages on the site."""

import re
from functools import cache
from typing import NamedTuple

import markdown
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe

from ankang_api.navigation import PAGE_NAMES

FILES = {
    "index": "docs/index.md",
    **{page: f"docs/{page}.md" for page in PAGE_NAMES},
    "changelog": "CHANGELOG.md",
    "correcting": "docs/correcting.md",
    "license-data": "LICENSE-DATA.md",
}
EXAMPLE_ORIGIN = "http://127.0.0.1:8000"
"""The origin in the Markdown files. Pages show the origin of the request instead."""

FILE_LINK = re.compile(r'href="(?:\.\./|docs/)?([A-Za-z-]+)\.md(#[\w-]+)?"')
BARE_REQUEST = re.compile(r'(<code class="language-http">GET )(/[^\s<]+)\n(?=</code>)')
TAG = re.compile(r"(<[^>]*>)")
CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]+")


class Page(NamedTuple):
    """The title and the HTML of a page."""

    title: str
    html: str


@require_safe
@conditional_page
def page(request: HttpRequest, page: str = "index") -> HttpResponse:
    """A page of the documentation; 404 if there is no page with this name."""
    if page not in FILES:
        raise Http404(f"There is no page {page}.")
    title, html = rendered(page)
    origin = request.build_absolute_uri("/").removesuffix("/")
    body = mark_safe(html.replace(EXAMPLE_ORIGIN, origin))
    context = {"name": page, "title": title, "body": body, "pages": PAGE_NAMES, "publication": settings.PUBLICATION}
    response = render(request, "ankang_api/page.html", context)
    response["Content-Language"] = "en"
    response["Cache-Control"] = "public, no-cache"
    return response


@cache
def rendered(page: str) -> Page:
    text = (settings.BASE_DIR / FILES[page]).read_text()
    html = markdown.markdown(text, extensions=["tables", "fenced_code", "toc"], output_format="html")
    html = FILE_LINK.sub(lambda link: f'href="{address(link[1].lower())}{link[2] or ""}"', html)
    html = BARE_REQUEST.sub(r'\1<a href="\2">\2</a>\n', html)
    return Page(text.partition("\n")[0].removeprefix("# "), with_languages(html))


def address(page: str) -> str:
    return "/docs" if page == "index" else f"/docs/{page}"


def with_languages(html: str) -> str:
    """The English page with its Chinese text marked, for screen readers and for the choice of glyphs."""
    pieces = TAG.split(html)
    pieces[::2] = [CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', text) for text in pieces[::2]]
    return "".join(pieces)
