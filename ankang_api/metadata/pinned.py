"""Addresses of lists as CSV at a revision."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest

from ankang_api.metadata.published_lists import PublishedList


def pinned_csv(
    request: HttpRequest, listed: PublishedList | str, revision: int, query: Sequence[tuple[str, str]] = ()
) -> str:
    """The URL of a list, or of a path, as CSV; before the first load there is no revision to pin it to."""
    path = listed if isinstance(listed, str) else listed.url()
    number = [("revision", str(revision))] if revision else []
    text = urlencode([*query, *number])
    return request.build_absolute_uri(f"{path}.csv?{text}".removesuffix("?"))
