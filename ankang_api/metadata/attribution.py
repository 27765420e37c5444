"""How to name the source of the data: the offices of the documents, and the compiler."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from indicators.models import Document


class Source(NamedTuple):
    """A document, withdrawn or not, and the office that provided it."""

    code: str
    withdrawn: bool
    office_zh: str
    office_en: str


class Attribution(NamedTuple):
    zh: str
    en: str


@lru_cache(1000)
def attribution(revision: int, documents: tuple[str, ...] = ()) -> Attribution:
    """The attribution of the documents with these codes, else of all published documents, as of a revision.

    It is computed once: the versions of a revision never change. Revision 0 has no documents.
    """
    every = sources(revision)
    chosen = [source for source in every if source.code in documents] or [
        source for source in every if not source.withdrawn
    ]
    return Attribution(attribution_zh(chosen), attribution_en(chosen))


def sources(revision: int) -> list[Source]:
    columns = ("code", "withdrawn", "source_office_zh", "source_office_en")
    versions = Document.history.at_revision(revision).order_by("code").values_list(*columns)
    return [Source(*version) for version in versions]


def attribution_zh(documents: Sequence[Source]) -> str:
    offices = "、".join(dict.fromkeys(source.office_zh for source in documents))
    compiler: str = settings.PUBLICATION.attribution_zh
    return f"资料来源：{offices}报告；{compiler}" if offices else compiler


def attribution_en(documents: Sequence[Source]) -> str:
    offices = list(dict.fromkeys(with_article(source.office_en) for source in documents))
    compiler: str = settings.PUBLICATION.attribution_en
    if not offices:
        return compiler[:1].upper() + compiler[1:]
    reports = "report" if len(documents) == 1 else "reports"
    return f"Source: {reports} of {joined(offices)}; {compiler}"


def with_article(office: str) -> str:
    """An office in a sentence: the Ankang City Poverty Alleviation Office."""
    first, _space, rest = office.partition(" ")
    return f"{first.lower()} {rest}" if first in ("A", "An", "The") else f"the {office}"


def joined(names: Sequence[str]) -> str:
    """A; A and B; A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
