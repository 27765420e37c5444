"""Template tags of the pages: addresses that keep the language and the revision, and values in words."""

import re
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ankang_api.pages.content import values
from ankang_api.pages.languages import LANGUAGES, Language, of_code, other, switch_address
from ankang_api.paths import language
from ankang_api.views.documentation import with_languages
from indicators.checks.names import in_chinese, in_language
from indicators.models import Observation

register = template.Library()

NUMBER = re.compile(r"(\d[\d,.]*\d(?:%|[百千万亿]+\w?)?)")
"""A number with what follows it without a space: 22.96万人."""


@register.simple_tag(takes_context=True)
def page(context: Any, name: str, *arguments: str, **query: str) -> str:
    """The address of a page in the language of this page, at the revision that it names."""
    path = reverse(name, args=[context["language"].path, *arguments])
    named = QueryDict(context.get("pinned", ""), mutable=True)
    named.update(query)
    return f"{path}?{named.urlencode()}" if named else path


@register.simple_tag(takes_context=True)
def api(context: Any, route: str, **parts: str) -> str:
    """The address of a list or record of the API, at the revision that the page names; `suffix` is that of a format."""
    suffix = parts.pop("suffix", "")
    pinned = context.get("pinned", "")
    return f"{reverse(route, kwargs=parts or None)}{suffix}{f'?{pinned}' if pinned else ''}"


@register.simple_tag
def site_links(code: str) -> list[tuple[str, str]]:
    """The pages that the header of every page names, by name of the route, and their addresses."""
    path = of_code(code).path
    return [(name, reverse(name, args=[path])) for name in ("reports", "figures", "corrections", "about")]


@register.filter
def text(record: Any, field: str) -> str:
    """The text of a field that is in both languages, in the language of the page."""
    return in_language(record, field)


@register.filter
def chinese(words: str) -> SafeString:
    """Words of a report."""
    return format_html('<span lang="zh-Hans">{}</span>', words)


@register.filter
def unbroken(sentence: str) -> SafeString:
    """The sentence with numbers that are not broken over two lines."""
    pieces = (
        format_html('<span class="unbroken">{}</span>' if index % 2 else "{}", piece)
        for index, piece in enumerate(NUMBER.split(sentence))
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def runs(words: str) -> SafeString:
    """A text with its Chinese words marked as such on an English page."""
    escaped = conditional_escape(words)
    return escaped if in_chinese() else mark_safe(with_languages(escaped))


@register.filter
def shown(observation: Observation) -> values.Shown:
    return values.shown(observation)


@register.filter
def value(observation: Observation) -> str:
    """The value with its unit, for running text."""
    return values.value_with_unit(observation)


@register.filter
def period(observation: Observation) -> str:
    return values.period_words(observation)


@register.filter
def tag(code: str) -> str:
    """The BCP 47 tag of a language of Django."""
    return of_code(code).tag


@register.simple_tag
def other_language(code: str) -> Language:
    """The language that a page offers beside its own."""
    return other(of_code(code))


@register.simple_tag
def switch_of(request: HttpRequest, wanted: Language) -> str:
    """The address that leads to the same page in a language; empty if the path names none."""
    return switch_address(request, wanted) if language(request.path_info) else ""


@register.simple_tag
def language_of(code: str) -> Any:
    return LANGUAGES[of_code(code).path]
