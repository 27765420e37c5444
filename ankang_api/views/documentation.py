"""The documentation: Markdown in the repository, pages on the site, in English and in Chinese."""

import posixpath
import re
from functools import cache
from typing import Any, NamedTuple

import markdown
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe
from markdown.extensions.toc import TocExtension, slugify_unicode

from ankang_api.navigation import CHINESE_PAGE_NAMES, PAGE_NAMES, label

ENGLISH, CHINESE = "en", "zh-Hans"
FILES = {
    "index": "docs/index.md",
    **{page: f"docs/{page}.md" for page in PAGE_NAMES},
    "changelog": "CHANGELOG.md",
    "license-data": "LICENSE-DATA.md",
}
BILINGUAL_FILE = "docs/fields.md"
CHINESE_FILES = {
    "fields": BILINGUAL_FILE,
    **{path.stem: f"docs/zh/{path.name}" for path in sorted(settings.BASE_DIR.glob("docs/zh/*.md"))},
}
"""The pages that exist in Chinese. The others are shown in English."""
TEMPLATES = {ENGLISH: "ankang_api/page.html", CHINESE: "ankang_api/page_zh.html"}
MIN_SECTIONS = 3
"""Pages with fewer sections have no list of them."""
EXAMPLE_ORIGIN = "http://127.0.0.1:8000"
"""The origin in the Markdown files. Pages show the origin of the request instead."""

FILE_LINK = re.compile(r'href="([\w./-]+\.md)(#[\w-]+)?"')
BARE_REQUEST = re.compile(r'(<code class="language-http">GET )(/[^\s<]+)\n(?=</code>)')
PRINTED_URL = re.compile(r'(?<=<a href=")([^"]+)">\1</a>')
END_OF_URL_PART = re.compile(r"(?<=[^/:][/?=])|(?=&amp;)")
SCROLLING_BLOCK = re.compile(r'<pre>(?!<code class="language-http">)')
TABLE_OR_HEADING = re.compile(r'<h[1-6] id="([^"]+)">|<table>')
TAG = re.compile(r"(<[^>]*>)")
CHINESE_TEXT = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]+")


class Page(NamedTuple):
    """The title and the HTML of a page, and its sections, by id and name."""

    title: str
    html: str
    contents: list[dict[str, Any]]


class Link(NamedTuple):
    """An entry of the navigation."""

    page: str
    label: str
    address: str


@require_safe
@conditional_page
def page(request: HttpRequest, page: str = "index", language: str = ENGLISH) -> HttpResponse:
    """A page of the documentation, in English if it does not exist in Chinese; 404 if there is no such page."""
    if page not in FILES:
        raise Http404(f"There is no page {page}.")
    if language == CHINESE and page not in CHINESE_FILES:
        return redirect("page", page)
    title, html, contents = rendered(page, language)
    origin = request.build_absolute_uri("/").removesuffix("/")
    context = {
        "name": page,
        "title": title,
        "body": mark_safe(html.replace(EXAMPLE_ORIGIN, origin)),
        "is_bilingual": file_of(page, language) == BILINGUAL_FILE,
        "contents": contents,
        "pages": navigation(language),
        "english_pages": english_pages(),
        "translations": translations(request, page),
        "chinese_address": address(page if page in CHINESE_FILES else "index", CHINESE),
        "english_address": address(page, ENGLISH),
        "publication": settings.PUBLICATION,
    }
    response = render(request, TEMPLATES[language], context)
    response["Content-Language"] = language
    response["Cache-Control"] = "public, no-cache"
    return response


def file_of(page: str, language: str) -> str:
    return FILES[page] if language == ENGLISH else CHINESE_FILES[page]


def address(page: str, language: str) -> str:
    """The address of a page in a language, of the English page if it does not exist in Chinese."""
    suffix = "-zh" if language == CHINESE and page in CHINESE_FILES else ""
    return reverse(f"pages{suffix}") if page == "index" else reverse(f"page{suffix}", args=[page])


def navigation(language: str) -> list[Link]:
    """The pages that exist in a language."""
    if language == ENGLISH:
        return [Link(page, label(page), address(page, ENGLISH)) for page in PAGE_NAMES]
    return [chinese_link(page) for page in PAGE_NAMES if page in CHINESE_FILES]


def english_pages() -> list[Link]:
    """The pages that exist only in English, for the Chinese navigation."""
    return [chinese_link(page) for page in PAGE_NAMES if page not in CHINESE_FILES]


def chinese_link(page: str) -> Link:
    return Link(page, CHINESE_PAGE_NAMES[page], address(page, CHINESE))


def translations(request: HttpRequest, page: str) -> dict[str, str]:
    """The absolute URLs of a page that exists in both languages, by language."""
    if page not in CHINESE_FILES:
        return {}
    return {language: request.build_absolute_uri(address(page, language)) for language in TEMPLATES}


@cache
def rendered(page: str, language: str) -> Page:
    file = file_of(page, language)
    text = (settings.BASE_DIR / file).read_text()
    extensions = ["tables", "fenced_code", TocExtension(slugify=slugify_unicode)]
    converter: Any = markdown.Markdown(extensions=extensions, output_format="html")
    html = converter.convert(text)
    html = with_page_links(html, file, language)
    html = BARE_REQUEST.sub(r'\1<a href="\2">\2</a>\n', html)
    html = PRINTED_URL.sub(lambda url: f'{url[1]}">{END_OF_URL_PART.sub("<wbr>", url[1])}</a>', html)
    html = with_scrolling_boxes(html)
    is_english = language == ENGLISH or file == BILINGUAL_FILE
    sections = [{"id": each["id"], "name": each["html"]} for top in converter.toc_tokens for each in top["children"]]
    contents = sections if len(sections) >= MIN_SECTIONS else []
    return Page(text.partition("\n")[0].removeprefix("# "), with_languages(html) if is_english else html, contents)


def with_page_links(html: str, file: str, language: str) -> str:
    """Links between files as links between pages: to the page of the same language where it exists."""
    pages = {file: page for page, file in [*FILES.items(), *CHINESE_FILES.items()]}

    def page_link(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), link[1]))
        return f'href="{address(pages[target], language)}{link[2] or ""}"' if target in pages else link[0]

    return FILE_LINK.sub(page_link, html)


def with_scrolling_boxes(html: str) -> str:
    """Code and tables that may be wider than the screen, in boxes that scroll and that the keyboard reaches."""
    heading = ""

    def boxed(match: re.Match[str]) -> str:
        nonlocal heading
        if match[1]:
            heading = match[1]
            return match[0]
        return f'<div class="table" role="group" aria-labelledby="{heading}" tabindex="0"><table>'

    html = TABLE_OR_HEADING.sub(boxed, html).replace("</table>", "</table></div>")
    return SCROLLING_BLOCK.sub('<pre tabindex="0">', html)


def with_languages(html: str) -> str:
    """The English page with its Chinese text marked, for screen readers and for the choice of glyphs."""
    pieces = TAG.split(html)
    pieces[::2] = [CHINESE_TEXT.sub(r'<span lang="zh-Hans">\g<0></span>', text) for text in pieces[::2]]
    return "".join(pieces)
