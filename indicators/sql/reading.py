"""Which database a request reads: the primary, or for the API a replica of it if there is one."""

from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

REPLICA = "replica"
"""The alias in DATABASES of a standby of the primary."""
READS_REPLICA: ContextVar[bool] = ContextVar("reads_replica", default=False)
"""Whether this thread answers a request of the API. It stays so until the next request, because exports go on after the
view has returned."""


def data_alias() -> str:
    """The alias of the database that the API reads."""
    return REPLICA if REPLICA in connections.settings else DEFAULT_DB_ALIAS


def read_alias() -> str:
    """The alias of the database that this thread reads."""
    return data_alias() if READS_REPLICA.get() else DEFAULT_DB_ALIAS


def read_connection() -> BaseDatabaseWrapper:
    return connections[read_alias()]


class Router:
    """Django's database router: reads of the API from the replica, all else on the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return read_alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
