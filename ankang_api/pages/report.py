"""The report: its restored text with every quote marked, and the records that come from each paragraph."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from rest_framework.request import Request

from ankang_api.pages.content.marks import Mark, marked
from ankang_api.pages.content.records import OBSERVATIONS, address, api_address
from ankang_api.pages.page_view import PageView, pinned_query
from indicators.admin.display.labels import kind_of, record_name
from indicators.checks.coverage import STATUSES, Numeral, numerals
from indicators.checks.names import figure_name, in_language
from indicators.models import Document, Observation, Passage, Quote, Record
from indicators.models.record import CodedRecord


class Entry(NamedTuple):
    """A record beside its paragraph."""

    anchor: str
    address: str
    name: str
    kind: str
    observation: Observation | None


class Exclusion(NamedTuple):
    """Words that are evidence for no record, and why."""

    anchor: str
    words: str
    reason: str


class Paragraph(NamedTuple):
    passage: Passage
    html: SafeString
    figures: list[Entry]
    others: list[Entry]
    exclusions: list[Exclusion]


class ReportsView(PageView):
    # The reports; a single one has this page to itself

    template = "ankang_api/pages/reports.html"

    def context(self, request: Request, **kwargs: Any) -> dict[str, Any] | HttpResponseBase:
        documents = list(Document.objects.order_by("code"))
        if len(documents) == 1:
            return HttpResponseRedirect(address("report", pinned_query(request), documents[0].code))
        return {"documents": documents}


class ReportView(PageView):
    # The text of a report, with every quote marked

    template = "ankang_api/pages/report.html"
    queryset = Document.objects.prefetch_related("passages")

    def context(self, request: Request, code: str = "", **kwargs: Any) -> dict[str, Any]:
        document = get_object_or_404(self.queryset, code=code)
        pinned = pinned_query(request)
        every = Quote.objects.filter(passage__document=document)
        quotes = list(every.select_related("passage__document").with_evidence())
        return {
            "document": document,
            "paragraphs": list(paragraphs(document, quotes, pinned)),
            "coverage": coverage(numerals(document, quotes)),
            "api": api_address("document-detail", pinned, code=code),
        }


def coverage(found: list[Numeral]) -> dict[str, int]:
    """How many numerals of the text are evidence, excluded or neither."""
    counts = {status: sum(one.status == status for one in found) for status in STATUSES}
    evidence = counts["value"] + counts["period"] + counts["name"]
    return {"all": len(found), "evidence": evidence} | {
        "excluded": counts["excluded"],
        "uncovered": counts["uncovered"],
    }


def paragraphs(document: Document, quotes: list[Quote], pinned: str) -> Iterator[Paragraph]:
    observations = {one.pk: one for one in OBSERVATIONS.filter(document=document)}
    for passage in document.passages.all():
        inside = [quote for quote in quotes if quote.passage_id == passage.pk]
        entries = {quote.pk: list(entries_of(quote, observations, pinned)) for quote in inside}
        marks = [mark for quote in inside if (mark := mark_of(quote, entries[quote.pk], observations, pinned))]
        every = [entry for quote in inside for entry in entries[quote.pk]]
        exclusions = [
            Exclusion(anchor_of(quote), quote.exact, in_language(quote, "excluded"))
            for quote in inside
            if quote.excluded_en
        ]
        yield Paragraph(
            passage,
            marked(passage.text, marks),
            [entry for entry in every if entry.observation],
            [entry for entry in every if not entry.observation],
            exclusions,
        )


def anchor_of(quote: Quote) -> str:
    """The id of a quote on the page of its report."""
    return f"q-{quote.code}"


def entries_of(quote: Quote, observations: dict[int, Observation], pinned: str) -> Iterator[Entry]:
    """The records that a quote is evidence for, without the observations that it only dates."""
    for field, record in quote.evidence_for():
        anchor = f"r-{record.record_code}-{field}"
        if isinstance(record, Observation):
            if field == "quote":
                one = observations[record.pk]
                yield Entry(anchor, address("observation", pinned, one.code), figure_name(one), "", one)
        else:
            yield Entry(anchor, record_address(record, quote, pinned), record_name(record), kind_of(record), None)


def record_address(record: Record, quote: Quote, pinned: str) -> str:
    """The address of a record in the API; that of its quote if it is a link between two records."""
    if isinstance(record, CodedRecord):
        return api_address(f"{record.record_type()}-detail", pinned, code=record.code)
    return api_address("quote-detail", pinned, code=quote.code, document=quote.passage.document.code)


def mark_of(quote: Quote, entries: list[Entry], observations: dict[int, Observation], pinned: str) -> Mark | None:
    """The mark of a quote: it leads to its figure, or to its records beside the paragraph."""
    anchor = anchor_of(quote)
    if quote.excluded_en:
        return Mark(quote.start, quote.end, f"#{anchor}-why", in_language(quote, "excluded"), anchor, "excluded")
    figures = [entry for entry in entries if entry.observation]
    names = " · ".join(entry.name for entry in figures or entries)
    if figures:
        leads_to = figures[0].address if len(figures) == 1 else f"#{figures[0].anchor}"
        return Mark(quote.start, quote.end, leads_to, names, anchor)
    if entries:
        return Mark(quote.start, quote.end, f"#p{quote.passage.number}-others", names, anchor, "other")
    dated = [observations[record.pk] for _field, record in quote.evidence_for() if isinstance(record, Observation)]
    if not dated:
        return None
    title = figure_name(dated[0])
    return Mark(quote.start, quote.end, address("observation", pinned, dated[0].code), title, anchor, "period")
