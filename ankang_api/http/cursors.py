"""Cursors: signed, so that a forged cursor or one of another query is refused."""

import hashlib
from typing import Any

from django.core import signing

SIGNER = signing.Signer(salt="cursor")
"""Without a timestamp, so that the same page has the same links."""


def digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:16]


def write(query: str, revision: int | None, values: list[Any], *, backward: bool) -> str:
    """A position among the rows of a query at a revision, as text for a URL."""
    plain = [value if isinstance(value, str | int | None) else str(value) for value in values]
    return SIGNER.sign_object([digest(query), revision, backward, plain])


def read(cursor: str, query: str) -> tuple[list[Any], bool]:
    """The values and the direction of a cursor; ValueError if it is forged or of another query."""
    try:
        query_digest, _revision, backward, values = SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ValueError("Invalid cursor. Follow next and previous.") from error
    if query_digest != digest(query):
        raise ValueError("This cursor belongs to another query. Follow next and previous.")
    return values, backward


def revision_of(cursor: str) -> int | None:
    """The revision of the first page; None if the cursor is invalid, which `read` reports."""
    try:
        _of, revision, _backward, _values = SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(revision) if revision else None
