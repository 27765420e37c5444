"""A limit on the statements of API requests on PostgreSQL: a locked table or a slow plan must not hold a thread.

The admin, the loader and migrations have no limit. The limit of a connection changes only when a request of the other
kind uses it.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ankang_api.http.conditional import view_class
from ankang_api.http.database_failures import refuse_during_outage
from ankang_api.paths import is_published
from indicators.sql.reading import READS_REPLICA, read_connection

Respond = Callable[[HttpRequest], HttpResponseBase]
STATEMENT_TIMEOUT_MS = 5000
LIMITED = WeakSet[Any]()
"""The connections of the driver that have the limit. A pool lends them to requests of both kinds."""


class StatementTimeout:
    """Middleware: the database of a request, and its limit. Views that read no data need no connection."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        READS_REPLICA.set(is_published(request.path_info))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        cls = view_class(view)
        if cls is not None and cls.depends_on_data:
            limit(is_limited=True)
        elif request.path_info.startswith("/admin/"):
            limit(is_limited=False)


def limit(*, is_limited: bool) -> None:
    """Set or lift the limit of the connection of this request, unless the connection has it so already.

    This is the first use of the connection, so it raises OutageError instead of waiting for one during an outage.
    """
    refuse_during_outage()
    database = read_connection()
    if database.vendor != "postgresql" or settings.PGBOUNCER:
        return
    database.ensure_connection()
    if (database.connection in LIMITED) == is_limited:
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(STATEMENT_TIMEOUT_MS * is_limited)])
    if is_limited:
        LIMITED.add(database.connection)
    else:
        LIMITED.discard(database.connection)
