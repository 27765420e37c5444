"""The text of a document with its evidence marked, in which the words of a new record are marked."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import record_name
from indicators.admin.display.markup import lines, link
from indicators.checks.coverage import Numeral, numerals
from indicators.checks.marked_words import words_around
from indicators.checks.names import figure_name, in_chinese, listed
from indicators.checks.vocabulary import all_measure_words
from indicators.models import Document, Observation, Passage, Quote

Span = tuple[int, int]


class Evidence(NamedTuple):
    """A quote and the names of its records, with links."""

    quote: Quote
    names: str
    links: SafeString


class Paragraph(NamedTuple):
    """A passage: its text with marks, and the evidence in it."""

    passage: Passage
    html: SafeString
    evidence: list[Evidence]


def paragraphs(
    document: Document, spans: Mapping[str, tuple[int, Span]], address: Callable[[Passage, Span], str]
) -> list[Paragraph]:
    """The passages of a document. `spans` are marked words by their class, each with the key of its passage.

    `address` gives the URL that marks words.
    """
    quotes = list(Quote.objects.filter(passage__document=document).with_evidence())
    every = evidence_of(document, quotes)
    open_numerals = [one for one in numerals(document, quotes) if one.status in ("uncovered", "excluded")]
    measure_words = all_measure_words()
    found = []
    for passage in document.passages.all():
        evidence = [one for one in every if one.quote.passage_id == passage.pk]
        links = [
            (numeral, address(passage, words_around(passage.text, numeral.start, numeral.end, measure_words)))
            for numeral in open_numerals
            if numeral.passage.pk == passage.pk
        ]
        marked = {name: span for name, (key, span) in spans.items() if key == passage.pk}
        found.append(Paragraph(passage, marked_text(passage.text, evidence, links, marked), evidence))
    return found


def evidence_of(document: Document, quotes: list[Quote]) -> list[Evidence]:
    figures = document.observations.select_related("metric", "region")
    names = {figure.pk: figure_name(figure) for figure in figures}
    found = []
    for quote in quotes:
        records = {record.record_code: record for _field, record in quote.evidence_for()}.values()
        titles = [names[record.pk] if isinstance(record, Observation) else record_name(record) for record in records]
        if titles:
            pairs = zip(records, titles, strict=True)
            found.append(Evidence(quote, listed(titles), lines(link(record, title) for record, title in pairs)))
    return found


def marked_text(
    text: str, evidence: list[Evidence], links: list[tuple[Numeral, str]], marked: Mapping[str, Span]
) -> SafeString:
    """The text in pieces, each with the marks of all spans that it is in; the text itself is unchanged."""
    spans = [(one.quote.start, one.quote.end) for one in evidence]
    spans += [(numeral.start, numeral.end) for numeral, _url in links] + list(marked.values())
    pieces = []
    for start, end in pairwise(sorted({0, len(text), *(place for span in spans for place in span)})):
        around = [one for one in evidence if one.quote.start <= start and end <= one.quote.end]
        classes = [name for name, (first, last) in marked.items() if first <= start and end <= last]
        inner = format_html("{}", text[start:end])
        for numeral, url in links:
            if numeral.start <= start and end <= numeral.end:
                inner = numeral_link(text[start:end], numeral, url)
        pieces.append(piece(inner, around, classes))
    return format_html_join("", "{}", ((one,) for one in pieces))


def piece(inner: SafeString, evidence: list[Evidence], classes: list[str]) -> SafeString:
    if not evidence:
        return format_html('<span class="{}">{}</span>', " ".join(classes), inner) if classes else inner
    keys = " ".join(f"evidence-{one.quote.pk}" for one in evidence)
    title = _("Evidence of %(records)s") % {"records": listed(one.names for one in evidence)}
    names = " ".join(["evidence", *classes])
    return format_html('<mark class="{}" data-evidence="{}" title="{}">{}</mark>', names, keys, title, inner)


def numeral_link(text: str, numeral: Numeral, url: str) -> SafeString:
    """A numeral that is no evidence leads to a form with its words."""
    title = _("No record has this number. Mark its words.")
    if numeral.status == "excluded":
        reasons = [one.excluded_zh if in_chinese() else one.excluded_en for one in numeral.quotes if one.excluded_en]
        title = _("Excluded: %(reason)s") % {"reason": reasons[0]}
    return format_html('<a class="numeral {}" href="{}" title="{}">{}</a>', numeral.status, url, title, text)
