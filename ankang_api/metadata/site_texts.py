"""Texts at fixed addresses of the site, for programs: the API catalogue, security.txt, llms.txt and robots.txt."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ankang_api.metadata.published_lists import PublishedList, published_lists
from ankang_api.navigation import PAGE_NAMES

LINKSET_TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
API_CATALOG, SECURITY_TXT = "/.well-known/api-catalog", "/.well-known/security.txt"
"""Well-known addresses are at the root of the host, without the prefix of PUBLIC_URL."""


def at_root(request: HttpRequest, path: str) -> str:
    return f"{request.scheme}://{request.get_host()}{path}"


def api_catalog(request: HttpRequest) -> dict[str, Any]:
    """The linkset (RFC 9264, RFC 9727): the API, its description, its documentation, its metadata and its lists."""

    def link(route: str, media_type: str, title: str = "") -> dict[str, str]:
        named = {"title": title} if title else {}
        return {"href": request.build_absolute_uri(reverse(route)), "type": media_type, **named}

    api = request.build_absolute_uri(reverse("catalogue"))
    return {
        "linkset": [
            {"anchor": at_root(request, API_CATALOG), "item": [{"href": api}]},
            {
                "anchor": api,
                "service-desc": [link("openapi", "application/json", "OpenAPI 3.1")],
                "service-doc": [link("pages", "text/html"), link("docs", "text/html", "Swagger UI")],
                "service-meta": [
                    link("catalogue", "application/json", "Publication, terms and contact"),
                    link("datapackage", "application/json", "Data Package 2.0"),
                    link("catalog", "application/ld+json", "DCAT-AP 3"),
                    link("field-list", "application/json", "Columns of all lists"),
                ],
                "license": [{"href": settings.PUBLICATION.licence_url}],
                "item": [link(f"{each.route}-list", "application/json", each.name) for each in fixed_lists()],
            },
        ]
    }


def fixed_lists() -> list[PublishedList]:
    """The lists that need no parameter: all but those of a single document or record, and the hits of a search."""
    return [each for each in published_lists() if not each.parameters and not each.needs_query]


def security_txt(request: HttpRequest, today: date) -> str | None:
    """security.txt (RFC 9116); None without a contact, which the standard requires."""
    contacts = [
        *([settings.CONTACT_URL] if settings.CONTACT_URL else []),
        *([f"mailto:{settings.CONTACT_EMAIL}"] if settings.CONTACT_EMAIL else []),
    ]
    if not contacts:
        return None
    lines = [f"Contact: {contact}" for contact in contacts]
    lines += [
        f"Expires: {expires(today).isoformat()}Z",
        "Preferred-Languages: zh, en",
        f"Canonical: {at_root(request, SECURITY_TXT)}",
    ]
    return "\n".join([*lines, ""])


def expires(today: date) -> datetime:
    """The first of January or July that is six to twelve months ahead: the text changes twice a year, not daily."""
    return datetime(today.year + 1, 1, 1) if today.month <= 6 else datetime(today.year + 1, 7, 1)


def llms_txt(request: HttpRequest) -> str:
    """A map of the site for language models (llmstxt.org), in Markdown."""
    about = settings.PUBLICATION

    def url(route: str, **kwargs: str) -> str:
        return request.build_absolute_uri(reverse(route, kwargs=kwargs))

    lists = [f"- [{each.name}]({url(f'{each.route}-list')}): {summary(each)}" for each in fixed_lists()]
    pages = [f"- [{name.capitalize()}]({url('page', page=name)})" for name in PAGE_NAMES]
    pages.append(f"- [Documentation in Chinese 中文文档]({url('pages-zh')})")
    return "\n".join(
        [
            f"# {about.title_en} {about.title_zh}",
            "",
            f"> {about.description_en}",
            ">",
            f"> {about.description_zh}",
            "",
            "Read-only HTTP API; JSON by default. Append .csv, .jsonl, .xlsx or .parquet to the path of a list for a",
            "file, and .bib or .csl.json for a reference. The parameter `fields` selects columns, and `revision` an",
            "earlier state of the data.",
            f"Unknown parameters are errors. Licence: {about.licence}, {about.licence_url}.",
            "",
            "## Machine-readable descriptions",
            "",
            f"- [OpenAPI]({url('openapi')}): every path, parameter, response and error",
            f"- [Fields]({url('field-list')}): every column of every list, in Chinese and English",
            f"- [Data package]({url('datapackage')}): every list as CSV, with keys and hashes",
            f"- [Catalogue]({url('catalog')}): the publication and each list in every format, as DCAT-AP",
            f"- [Sitemap]({url('sitemap')}): every page, in Chinese and English",
            "",
            "## Lists",
            "",
            *lists,
            "",
            "## Documentation",
            "",
            *pages,
            "",
        ]
    )


def summary(listed: PublishedList) -> str:
    return (listed.view.__doc__ or "").strip().partition("\n")[0]


def robots_txt(request: HttpRequest) -> str:
    """The Robots Exclusion Protocol (RFC 9309): all but the admin may be read. It names the sitemap."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return f"User-agent: *\nDisallow: {settings.PUBLIC_URL.prefix}/admin/\n\nSitemap: {sitemap}\n"
