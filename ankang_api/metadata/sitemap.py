"""The sitemap (https://www.sitemaps.org/protocol.html): each page in both languages, with the other as alternate."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse

from ankang_api.http.requested_revision import current
from ankang_api.metadata.page_addresses import LANGUAGES, page_url
from indicators.models import Document, Observation, Revision
from indicators.text.formats import rfc3339

MAX_ADDRESSES = 20_000
"""In a file: the protocol allows 50,000, and 50 MB, which as many long addresses with alternates might exceed."""
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
DEFAULT_LANGUAGE = "en"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


class Page(NamedTuple):
    """A page: its addresses by language, and when it last changed, if that is known."""

    addresses: dict[str, str]
    changed: datetime | None = None


def sitemap(request: HttpRequest, others: Sequence[Page]) -> str:
    """All pages, or an index of the parts if they are too many for one file; `others` are those without data."""
    observations = Observation.objects.count()
    count = len(LANGUAGES) * observations
    if count + addresses_of(fixed_pages(request, others)) <= MAX_ADDRESSES:
        return url_set([*fixed_pages(request, others), *observation_pages(request, 0, observations)])
    parts = 1 + -(-count // (MAX_ADDRESSES // len(LANGUAGES) * len(LANGUAGES)))
    query = request.META.get("QUERY_STRING", "")  # at most the revision, which is that of the parts too
    paths = [reverse("sitemap-part", args=[number]) for number in range(parts)]
    return index([request.build_absolute_uri(f"{path}?{query}" if query else path) for path in paths])


def sitemap_part(request: HttpRequest, number: int, others: Sequence[Page]) -> str | None:
    """A part: 0 has the pages that are no observations, the others have the observations; None if there is none."""
    if number == 0:
        return url_set(fixed_pages(request, others))
    size = MAX_ADDRESSES // len(LANGUAGES)
    pages = list(observation_pages(request, (number - 1) * size, number * size))
    return url_set(pages) if pages else None


def addresses_of(pages: Sequence[Page]) -> int:
    return sum(len(page.addresses) for page in pages)


def fixed_pages(request: HttpRequest, others: Sequence[Page]) -> list[Page]:
    """All pages except those of the observations."""
    revision = current(request)
    newest = revision.time if revision else None
    reports = Observation.objects.order_by("document__code").values("document__code")
    changes = {row["document__code"]: row["last"] for row in reports.annotate(last=Max("revision__time"))}
    codes = Document.objects.order_by("code").values_list("code", flat=True)
    return [
        Page(in_both_languages(request), newest),
        Page(in_both_languages(request, "figures"), newest),
        Page(in_both_languages(request, "corrections"), newest),
        Page(in_both_languages(request, "about")),
        *(Page(in_both_languages(request, "reports", code), changes.get(code)) for code in codes),
        *others,
    ]


def observation_pages(request: HttpRequest, start: int, end: int) -> Iterator[Page]:
    """The pages of the observations from one place in the order of their codes to another."""
    times = dict(Revision.objects.values_list("number", "time"))
    for code, revision in Observation.objects.order_by("code").values_list("code", "revision")[start:end]:
        yield Page(in_both_languages(request, "observations", code), times[revision])


def in_both_languages(request: HttpRequest, *path: str) -> dict[str, str]:
    return {LANGUAGE_TAGS[language]: page_url(request, language, *path) for language in LANGUAGES}


def url_set(pages: Sequence[Page]) -> str:
    entries = "".join(entry for page in pages for entry in entries_of(page))
    return f"{HEAD}<urlset {NAMESPACES} {XHTML}>\n{entries}</urlset>\n"


def entries_of(page: Page) -> Iterator[str]:
    """The entry of each language, each with the same alternates."""
    changed = f"<lastmod>{rfc3339(page.changed)}</lastmod>" if page.changed else ""
    by_tag = dict(page.addresses)
    if len(by_tag) > 1:
        by_tag["x-default"] = by_tag[DEFAULT_LANGUAGE]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(url)}"/>' for tag, url in by_tag.items()
        )
    else:
        links = ""
    for url in page.addresses.values():
        yield f"<url><loc>{escape(url)}</loc>{changed}{links}</url>\n"


def index(addresses: Sequence[str]) -> str:
    entries = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in addresses)
    return f"{HEAD}<sitemapindex {NAMESPACES}>\n{entries}</sitemapindex>\n"
