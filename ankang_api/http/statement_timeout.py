"""A limit on the statements of API requests on PostgreSQL: a locked table or a slow plan must not hold a thread.

The admin, the loader and migrations have no limit. Each thread has one connection, whose limit changes only when a
request of the other kind uses it.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ankang_api.http.exceptions import is_api

Respond = Callable[[HttpRequest], HttpResponseBase]
STATEMENT_TIMEOUT_MS = 5000
LIMITED = "statements_are_limited"
"""Attribute of a database connection that has the limit."""


def statement_timeout(get_response: Respond) -> Respond:
    def respond(request: HttpRequest) -> HttpResponseBase:
        limit(is_limited=is_api(request))
        return get_response(request)

    return respond


def limit(*, is_limited: bool) -> None:
    """Set or lift the limit, unless the connection has it so already."""
    if connection.vendor != "postgresql" or not settings.LIMIT_STATEMENTS:
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
