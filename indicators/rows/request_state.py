"""The state of an API request: which revision it reads, and what its response is to be."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from indicators.models import Revision
from indicators.sql.filtered_rows import FilteredRows

KEY = "ankang_api.request_state"


class RequestedRevision(NamedTuple):
    """The revision that a request reads, None before the first load, and whether it is earlier than the newest.

    `as_of` is the instant that the request names. `since` is the revision after which it asks for changes.
    """

    revision: Revision | None
    is_past: bool = False
    as_of: datetime | None = None
    since: int | None = None

    @property
    def number(self) -> int:
        """The number of the revision; 0 before the first load."""
        return self.revision.number if self.revision else 0


class PreparedResponse(NamedTuple):
    """What is known of a response before the view runs."""

    renderer: type[BaseRenderer]
    coding: str
    etag: str
    is_immutable: bool
    may_be_shared: bool
    """False for responses with reasons, which a redaction changes."""
    record_kinds: tuple[str, ...]
    other_formats: list[type[BaseRenderer]]
    """The formats beside that of the response."""
    described_by: str | None = None
    """The path of the list whose columns describe the rows, None if there are no rows."""
    fields_differ: bool = False
    """Whether JSON has other fields than the other formats."""


@dataclass
class RequestState:
    newest: int | None = None
    """The newest revision when the request was read."""
    requested: RequestedRevision | None = None
    """None until the parameters are read, and for views without data."""
    filtered_rows: FilteredRows | None = None
    """The rows that the filters of a list leave."""
    rows_read_at: int | None = None
    """The newest revision in the snapshot of the database from which the last rows were read."""
    prepared: PreparedResponse | None = None


def request_state(request: HttpRequest | Request) -> RequestState:
    """The state of a request, which begins empty."""
    state: RequestState = request.META.setdefault(KEY, RequestState())
    return state


def revision_number(request: HttpRequest | Request) -> int:
    """The number of the revision that a request reads; 0 before the first load."""
    requested = request_state(request).requested
    return requested.number if requested else 0
