"""Counts that name lists: “六大活动” names six activities, and the records hold as many."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indicators.models import Document, Observation, Quote, Record
from indicators.text.numbers.numerals import CHINESE, number_of
from programmes.models import Achievement, Part, Programme

NUMBER = rf"(?<!第)(?:{CHINESE}|\d+)"
NAME = re.compile("“([^”]+)”")
COUNTED = re.compile(f"(?P<number>{NUMBER})[个大项条类](?P<noun>[\u4e00-\u9fff]+)")
"""A number, a word that counts the items of a list, and what they are: 五大工程."""
COUNTED_NAME = re.compile(f"(?P<number>{NUMBER})[个大项条类]“(?P<noun>[^”]+)”")
YEARS = re.compile(r"(?:(?:19|20)\d\d年?[、和至-]*){2,}")
YEARS_RUNNING = re.compile(f"连续(?P<number>{NUMBER})年")
PROGRAMMES = "工程"


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


def counted(text: str) -> re.Match[str] | None:
    """The count of a list in the quoted names of a text, or before one: “六大活动”, 八项“专项行动”."""
    inside = (COUNTED.match(name) for name in NAME.findall(text))
    return next(filter(None, inside), None) or COUNTED_NAME.search(text)


def years_running(text: str) -> re.Match[str] | None:
    """The count of years in a text that names them; 连续五年增长10.2% counts no list."""
    return YEARS_RUNNING.search(text) if YEARS.search(text) else None


def number(text: str) -> int:
    return int(number_of(text))


def of_programmes(document: Document, quotes: list[Quote]) -> Iterator[Listing]:
    codes = list(Programme.objects.filter(document=document).values_list("code", flat=True))
    for quote in quotes:
        match = counted(quote.exact)
        if match and match["noun"] == PROGRAMMES:
            yield Listing(quote, number(match["number"]), codes)


def of_parts(document: Document) -> Iterator[Listing]:
    """Parts with members and a number in their quoted name; the numbers of “一约四会” are added."""
    named = Part.objects.filter(quote__passage__document=document, members__isnull=False).distinct()
    for part in named.select_related("quote__passage").prefetch_related("members"):
        numbers = re.findall(NUMBER, "".join(NAME.findall(part.quote.exact)))
        if numbers:
            members = sorted(part.members.all(), key=lambda member: member.order)
            yield Listing(part.quote, sum(map(number, numbers)), [member.code for member in members])


def of_records(quotes: list[Quote]) -> Iterator[Listing]:
    """Words that count the values or awards that they imply: two full coverages, two years running that are named."""
    for quote in quotes:
        codes = [record.record_code for _, record in quote.evidence_for() if is_implied(record)]
        match = counted(quote.exact) or years_running(quote.exact)
        if codes and match:
            yield Listing(quote, number(match["number"]), codes)


def is_implied(record: Record) -> bool:
    """Whether a count of a list may count the record: a printed value has a number of its own."""
    if isinstance(record, Observation):
        return record.derivation == Observation.Derivation.IMPLIED
    return isinstance(record, Achievement)
