"""References for bibliography programs: BibTeX and CSL JSON, of any list or record, pinned to its revision."""

import hashlib
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.http import HttpRequest

from ankang_api.http.requested_revision import requested_revision
from ankang_api.metadata.citation import Citation, citation
from ankang_api.renderers.description import DescriptionRenderer
from indicators.models import Revision

TEX = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class Reference(NamedTuple):
    """What a reference names: the key by which a text cites it, the revision, and the citation."""

    key: str
    revision: Revision
    citation: Citation


def reference(request: HttpRequest) -> Reference | None:
    """The reference to what a request describes; None before the first load, when nothing is published."""
    revision = requested_revision(request).revision
    if revision is None:
        return None
    cited = citation(request, revision)
    return Reference(citation_key(cited.url, revision.number), revision, cited)


def citation_key(url: str, revision: int) -> str:
    """Such as `ankang-open-data-observations-r1`. Queries of a list differ by a digest."""
    path, query = urlsplit(url).path.rpartition("/api/v1/")[2], urlsplit(url).query
    words = [settings.PUBLICATION.short_title_en, path, f"r{revision}"]
    if query != f"revision={revision}":
        words.append(hashlib.sha256(query.encode()).hexdigest()[:8])
    return re.sub("[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def in_tex(text: str) -> str:
    """A text with the characters escaped that TeX would interpret."""
    return "".join(TEX.get(character, character) for character in text)


class CitationRenderer(DescriptionRenderer):
    @classmethod
    def describes(cls, view: Any, *, single: bool) -> bool:
        return bool(view.is_citable)


class BibTeXRenderer(CitationRenderer):
    """BibTeX: an entry `@misc`, which all styles know, under the references in both languages as comments."""

    media_type = "application/x-bibtex"
    format = "bib"
    charset = "utf-8"

    def describe(self, request: HttpRequest, data: Any) -> bytes:
        named = reference(request)
        return bibtex(named).encode() if named else b""


def bibtex(named: Reference) -> str:
    about, revision = settings.PUBLICATION, named.revision
    day = revision.time.date()
    fields = {
        "author": f"{{{{{in_tex(about.publisher_en)}}}}}",
        "title": f"{{{{{in_tex(about.title_en)}}}}}",
        "year": f"{{{day.year}}}",
        "month": f"{day:%b}".lower(),
        "version": f"{{Revision {revision.number}}}",
        "howpublished": f"{{Data set, Revision {revision.number}, {day.day} {day:%B %Y}}}",
        "note": f"{{{in_tex(about.licence)}}}",
        "url": f"{{{named.citation.url}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"% {named.citation.zh}\n% {named.citation.en}\n@misc{{{named.key},\n{lines}\n}}\n"


class CSLRenderer(CitationRenderer):
    """CSL JSON (citationstyles.org), which Zotero, Pandoc and others read: a list with one data set."""

    media_type = "application/vnd.citationstyles.csl+json"
    format = "csl.json"
    schema = {"type": "array", "items": {"type": "object"}, "description": "References in CSL JSON."}

    def describe(self, request: HttpRequest, data: Any) -> bytes:
        named = reference(request)
        return orjson.dumps([csl(named)] if named else [])


def csl(named: Reference) -> dict[str, Any]:
    about, revision, day = settings.PUBLICATION, named.revision, named.revision.time.date()
    return {
        "id": named.key,
        "type": "dataset",
        "title": about.title_en,
        "author": [{"literal": about.publisher_en}],
        "publisher": about.publisher_en,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": f"Revision {revision.number}",
        "URL": named.citation.url,
        "note": about.licence,
        "language": "en",
        "custom": {
            "title_zh": about.title_zh,
            "citation_zh": named.citation.zh,
            "citation_en": named.citation.en,
        },
    }
