"""A limit on the statements of API requests on PostgreSQL: a locked table or a slow plan must not hold a thread.

The admin, the loader and migrations have no limit. Each thread has one connection, whose limit changes only when a
request of the other kind uses it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ankang_api.http.conditional import view_class

Respond = Callable[[HttpRequest], HttpResponseBase]
STATEMENT_TIMEOUT_MS = 5000
LIMITED = "statements_are_limited"
"""Attribute of a database connection that has the limit."""


class StatementTimeout:
    """Middleware. Other views read no data: they need no connection, and work while the database is away."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        cls = view_class(view)
        if cls is not None and cls.depends_on_data:
            limit(is_limited=True)
        elif request.path_info.startswith("/admin/"):
            limit(is_limited=False)


def limit(*, is_limited: bool) -> None:
    """Set or lift the limit, unless the connection has it so already."""
    if connection.vendor != "postgresql" or settings.PGBOUNCER:
        return
    if getattr(connection, LIMITED, False) == is_limited:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(STATEMENT_TIMEOUT_MS * is_limited)])
    setattr(connection, LIMITED, is_limited)


def forget_limit(connection: BaseDatabaseWrapper, **_: object) -> None:
    """A new connection has no limit."""
    setattr(connection, LIMITED, False)


connection_created.connect(forget_limit)
