"""Groups of paths that are treated alike. Paths are without the prefix of PUBLIC_URL."""

PAGE_LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""The first part of the paths of the published pages, and the language of these pages."""
FILES = frozenset({"/catalog.jsonld", "/sitemap.xml"})
"""Descriptions of the publication for programs. They follow the conventions of the API."""
FOR_PROGRAMS = ("/api/", "/sitemap-")
"""The beginnings of the paths of the API, and of the parts of a long sitemap."""
PUBLISHED = (*FOR_PROGRAMS, *(f"/{part}/" for part in PAGE_LANGUAGES))


def is_published(path: str) -> bool:
    """Whether the response depends on the revision and the request alone: it may be cached, and has no session."""
    return path.startswith(PUBLISHED) or path in FILES


def is_for_programs(path: str) -> bool:
    """Whether responses follow the conventions of the API: errors are problems, CORS is open, texts are in English."""
    return path.startswith(FOR_PROGRAMS) or path in FILES or path == "/api"


def language(path: str) -> str | None:
    """The language of the response; None if the reader chooses it."""
    return "en" if is_for_programs(path) else PAGE_LANGUAGES.get(path.partition("/")[2].partition("/")[0])
