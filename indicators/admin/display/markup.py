"""HTML of columns and links; values of records are escaped."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.models import Quote
from indicators.models.record import Named

NOTHING = SafeString("-")
"""Shown in place of an empty value."""


def chinese(text: str) -> SafeString:
    return format_html('<span lang="zh-Hans">{}</span>', text)


def in_both_languages(zh: str, en: str) -> SafeString:
    return format_html("{}<br>{}", chinese(zh), en)


def name_of(record: Named | None) -> SafeString:
    return in_both_languages(record.name_zh, record.name_en) if record else NOTHING


def link(record: Model, text: object) -> SafeString:
    """A link to the record's own page in the admin."""
    return format_html('<a href="{}">{}</a>', page_of(record, "change"), text)


def lines(texts: Iterable[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts)) or NOTHING


def links(records: Iterable[Named]) -> SafeString:
    """A line for each record with a link, named in both languages."""
    return lines(link(record, f"{record.name_zh} {record.name_en}") for record in records)


def in_passage(quote: Quote | None) -> SafeString:
    """The whole passage with the words of the quote marked."""
    if quote is None:
        return NOTHING
    text = quote.passage.text
    before, words, after = text[: quote.start], text[quote.start : quote.end], text[quote.end :]
    return format_html('<span lang="zh-Hans">{}<mark>{}</mark>{}</span>', before, words, after)


def page_of(record: Model, page: str, *more: object) -> str:
    """The URL of a page on the record; `page` is the end of the URL's name."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk, *more])
