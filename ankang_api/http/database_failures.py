"""What a failure of the database means for a request: an answer that says so, and one line in the log."""

import logging
import sqlite3
from typing import NamedTuple

import psycopg
from django.db import Error, InterfaceError, OperationalError
from psycopg import errors
from psycopg_pool import PoolTimeout

from ankang_api.outage import OUTAGE
from indicators.sql.reading import read_connection

LOGGER = logging.getLogger(__name__)


class Failure(NamedTuple):
    """What is wrong, in both languages."""

    detail: str
    detail_zh: str


SLOW = Failure("The database does not answer.", "数据库没有响应。")
BUSY = Failure("All connections to the database are in use.", "数据库连接已全部占用。")
AWAY = Failure("The database is unavailable.", "数据库暂时无法使用。")
NOT_WRITABLE = Failure("The database cannot be written.", "数据库无法写入。")
NOT_RELEASED = Failure(
    "The database lacks tables. Run manage.py release.", "数据库缺少数据表，请运行 manage.py release。"
)

BY_ERROR: list[tuple[tuple[type[Exception], ...], Failure]] = [
    ((errors.QueryCanceled, errors.LockNotAvailable, errors.SerializationFailure), SLOW),
    ((errors.TooManyConnections, PoolTimeout), BUSY),
    ((errors.DiskFull, errors.ReadOnlySqlTransaction), NOT_WRITABLE),
    ((errors.UndefinedTable,), NOT_RELEASED),
    ((errors.AdminShutdown, errors.CannotConnectNow, errors.CrashShutdown), AWAY),
]
BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: SLOW,
    sqlite3.SQLITE_FULL: NOT_WRITABLE,
    sqlite3.SQLITE_READONLY: NOT_WRITABLE,
    sqlite3.SQLITE_IOERR: NOT_WRITABLE,
}


class OutageError(Exception):
    """The database is known to be unavailable: nothing waits for it."""


def refuse_during_outage() -> None:
    """Raise OutageError if PostgreSQL is known to be unavailable. SQLite is asked each time: it answers at once."""
    if OUTAGE.is_going_on() and read_connection().vendor == "postgresql":
        raise OutageError


def failure_of(error: BaseException | None) -> Failure | None:
    """What an exception says of the database, None if it is a fault of the program. It is reported in the log."""
    if error is None:
        return None
    failure = classify(error)
    if failure:
        OUTAGE.errors += 1
    if failure in (NOT_WRITABLE, NOT_RELEASED):
        LOGGER.error("%s (%s)", failure.detail, " ".join(str(error).split()))
    return failure


def classify(error: BaseException) -> Failure | None:
    cause = driver_error(error)
    if isinstance(error, OutageError) or (isinstance(cause, PoolTimeout) and OUTAGE.is_going_on()):
        return AWAY
    for kinds, failure in BY_ERROR:
        if isinstance(cause, kinds):
            return failure
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return AWAY  # no statement failed: the connection did, and the database may be back since
    if isinstance(cause, sqlite3.OperationalError):
        if "no such table" in str(cause):
            return NOT_RELEASED
        code = cause.sqlite_errorcode & 0xFF  # the primary code
        if code in BY_SQLITE_CODE:
            return BY_SQLITE_CODE[code]
    is_of_database = isinstance(error, OperationalError | InterfaceError)
    return AWAY if is_of_database and database_is_unavailable() else None


def driver_error(error: BaseException) -> BaseException | None:
    """The exception of the driver behind one of Django's; COPY raises it itself."""
    return error if isinstance(error, psycopg.Error) else error.__cause__


def database_is_unavailable() -> bool:
    """Whether a statement that always succeeds fails on a new connection."""
    database = read_connection()
    if database.in_atomic_block:
        return not database.is_usable()
    database.close()
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return True
    return False
