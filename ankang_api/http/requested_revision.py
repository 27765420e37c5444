"""The revision that a request reads: the newest, or the one that `revision`, `as_of` or a cursor names."""

import re
from datetime import UTC, datetime

from django.db import OperationalError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from rest_framework.request import Request

from ankang_api.http import cursors
from ankang_api.http.problems import refusal
from indicators.models import Revision
from indicators.rows.request_state import RequestedRevision, request_state
from indicators.sql.reading import read_connection
from indicators.text.formats import REVISION_NUMBER, rfc3339
from indicators.text.instant import instant

NUMBER = re.compile(REVISION_NUMBER)
LOST_CONNECTIONS = 10
"""Connections that a request may find ended: often all end together."""


def requested_revision(request: HttpRequest | Request) -> RequestedRevision:
    """The revision that the request reads. BadParameters if its parameters name none."""
    state = request_state(request)
    if state.requested is None:
        newest = newest_revision()
        state.newest = newest.number if newest else 0
        state.requested = parse(request.GET, newest)
    return state.requested


def newest_revision() -> Revision | None:
    """The first query of a request: again on another connection if its own has ended meanwhile."""
    database = read_connection()
    for _ in range(LOST_CONNECTIONS):
        try:
            return Revision.objects.current()
        except OperationalError:
            if database.in_atomic_block or database.connection is None or database.is_usable():
                raise
            database.close()
    return Revision.objects.current()


def current(request: HttpRequest | Request) -> Revision | None:
    """The revision that the request reads; None before the first load."""
    return requested_revision(request).revision


def parse(query: QueryDict, newest: Revision | None) -> RequestedRevision:
    revision, as_of = newest, None
    if "revision" in query and "as_of" in query:
        raise refusal("as_of", "revision and as_of both name a state of the data; give one of them.")
    if "revision" in query:
        revision = numbered(query.get("revision", ""), newest)
    elif "as_of" in query:
        as_of = past_instant(query.get("as_of", ""))
        revision = revision_at(as_of)
    elif number := cursors.revision_of(query.get("cursor", "")):
        revision = of_cursor(number, newest)
    since = changed_since(query.get("changed_since", ""), revision) if "changed_since" in query else None
    return RequestedRevision(revision, revision != newest, as_of, since)


def of_cursor(number: int, newest: Revision | None) -> Revision | None:
    """The revision of the first page. A database that was restored from a backup may lack it."""
    if newest and number == newest.number:
        return newest
    return Revision.objects.filter(number=number).first() or newest


def numbered(text: str, newest: Revision | None) -> Revision:
    last = newest.number if newest else 0
    if not NUMBER.fullmatch(text):
        raise refusal("revision", f"revision is the number of a revision, 1 to {last}, not {text}.")
    if int(text) > last:
        raise refusal("revision", f"Revision {text} does not exist yet; the newest is {last}.")
    return Revision.objects.get(number=int(text))


def past_instant(text: str) -> datetime:
    try:
        as_of = instant(text)
    except ValueError:
        expected = "an instant with its offset; write 2026-11-24T08:00:00Z or 2026-11-24T16:00:00+08:00"
        raise refusal("as_of", f"as_of is {expected} (the + as %2B), not {text}.") from None
    if as_of > timezone.now():
        raise refusal("as_of", f"{text} is in the future.")
    return as_of


def revision_at(as_of: datetime) -> Revision:
    revision = Revision.objects.filter(time__lte=as_of.astimezone(UTC)).newest_first().first()
    if revision is None:
        first = Revision.objects.order_by("number").first()
        hint = f"; the first revision is of {rfc3339(first.time)}" if first else ""
        raise refusal("as_of", f"Nothing was published yet at {rfc3339(as_of)}{hint}.")
    return revision


def changed_since(text: str, revision: Revision | None) -> int:
    last = revision.number if revision else 0
    if not NUMBER.fullmatch(text) or int(text) > last:
        raise refusal("changed_since", f"changed_since is the number of a revision, 1 to {last}, not {text}.")
    return int(text)
