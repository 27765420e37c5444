"""Counts that name lists: “六大活动” names six activities, and the records hold as many."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indicators.models import Document, Quote
from indicators.text.chinese_numbers import CHINESE, chinese_number
from programmes.models import Part, Programme

NUMBER = re.compile(CHINESE)
OF_PROGRAMMES = re.compile(f"({CHINESE})大工程")
OF_RECORDS = re.compile(f"({CHINESE})个全覆盖|连续({CHINESE})年")


class Listing(NamedTuple):
    """Words that count a list, the number that they say, and the codes that the records have for it."""

    quote: Quote
    says: int
    members: list[str]

    @property
    def agrees(self) -> bool:
        return self.says == len(self.members)


def listings(document: Document) -> list[Listing]:
    """Every count of a list in a document whose members the report names; a constant number of queries."""
    quotes = list(Quote.objects.filter(passage__document=document).select_related("passage").with_evidence())
    return [*of_programmes(document, quotes), *of_parts(document), *of_records(quotes)]


def of_programmes(document: Document, quotes: list[Quote]) -> Iterator[Listing]:
    codes = list(Programme.objects.filter(document=document).values_list("code", flat=True))
    for quote in quotes:
        if match := OF_PROGRAMMES.search(quote.exact):
            yield Listing(quote, chinese_number(match[1]), codes)


def of_parts(document: Document) -> Iterator[Listing]:
    """Parts with members and a number in their name; the numbers of “一约四会” are added."""
    named = Part.objects.filter(quote__passage__document=document, members__isnull=False).distinct()
    for part in named.select_related("quote__passage").prefetch_related("members"):
        if numbers := NUMBER.findall(part.quote.exact):
            members = sorted(part.members.all(), key=lambda member: member.order)
            yield Listing(part.quote, sum(map(chinese_number, numbers)), [member.code for member in members])


def of_records(quotes: list[Quote]) -> Iterator[Listing]:
    """Words that count the values or awards that they are evidence for: two full coverages, two years running."""
    for quote in quotes:
        codes = [record.record_code for _, record in quote.evidence_for() if not isinstance(record, Part)]
        if codes and (match := OF_RECORDS.search(quote.exact)):
            yield Listing(quote, chinese_number(match[1] or match[2]), codes)
