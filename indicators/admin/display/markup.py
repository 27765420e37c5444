"""HTML of columns and links; values of records are escaped."""

import re
from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from indicators.admin.display.labels import record_name
from indicators.models import Quote

SENTENCE_END = re.compile("[。！？][”’」』）]*|\n")
NOTHING = SafeString("-")
"""Shown in place of an empty value."""


def chinese(text: str) -> SafeString:
    return format_html('<span lang="zh-Hans">{}</span>', text)


def name_of(record: Model | None) -> str:
    return record_name(record) if record else NOTHING


def with_code(name: str, code: str) -> SafeString:
    """A name with the code of the record in small type."""
    return format_html('{} <small class="code">{}</small>', name, code)


def link(record: Model, text: object) -> SafeString:
    """A link to the record's own page in the admin."""
    return format_html('<a href="{}">{}</a>', page_of(record, "change"), text)


def lines(texts: Iterable[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts)) or NOTHING


def links(records: Iterable[Model]) -> SafeString:
    """A line for each record with its name as a link."""
    return lines(link(record, record_name(record)) for record in records)


def in_passage(quote: Quote | None) -> SafeString:
    """The sentence of a quote with its words marked; the rest of the passage is folded in."""
    if quote is None:
        return NOTHING
    text, (start, end) = quote.passage.text, sentence_bounds(quote)
    rest = (
        format_html('<span class="rest">{}</span>', text[:start]),
        format_html('<span class="rest">{}</span>', text[end:]),
    )
    summary = gettext("Passage %(number)s in full") % {"number": quote.passage.number}
    return format_html(
        '<div class="evidence"><details><summary>{}</summary></details>'
        '<p class="words" lang="zh-Hans">{}{}<mark>{}</mark>{}{}</p></div>',
        summary,
        rest[0],
        text[start : quote.start],
        text[quote.start : quote.end],
        text[quote.end : end],
        rest[1],
    )


def sentence_bounds(quote: Quote) -> tuple[int, int]:
    """The start and the end of the sentence around a quote, in its passage."""
    text = quote.passage.text
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= quote.start), default=0)
    return start, min((end for end in ends if end >= quote.end), default=len(text))


def page_of(record: Model, page: str, *more: object) -> str:
    """The URL of a page on the record; `page` is the end of the URL's name."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk, *more])
