"""The settings of the database in DATABASE_URL."""

from pathlib import Path
from typing import Any

from environ import Env

EXPECTED = (
    "Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name, "
    "with special characters in the password percent-encoded."
)

CONNECTION_MAX_AGE_S = 60
"""A new connection for each request would halve the throughput."""


def database(url: str, *, pgbouncer: bool = False) -> dict[str, Any]:
    """The entry of DATABASES for a URL. A bad one ends the program with one line, without its password."""
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise SystemExit(f"DATABASE_URL is not understood. {EXPECTED}")
    try:
        parts: dict[str, Any] = Env.db_url_config(url)
    except ValueError:
        raise SystemExit(f"DATABASE_URL is not understood. {EXPECTED}") from None
    if parts["NAME"] in ("", ":memory:"):  # each worker would have a database of its own in memory
        raise SystemExit(f"DATABASE_URL names no database. {EXPECTED}")
    options = parts.get("OPTIONS", {})
    if url.startswith("sqlite"):
        return sqlite(Path(parts["NAME"]), **options)
    return {
        **parts,
        "OPTIONS": {
            "connect_timeout": 5,  # seconds
            "tcp_user_timeout": 5000,  # ms without an acknowledgement, after which the connection is closed
            "server_side_binding": True,  # without it nothing can be prepared
            # executions after which a statement is prepared; another client of PgBouncer may get the connection next
            "prepare_threshold": None if pgbouncer else 5,
            **options,
        },
        "DISABLE_SERVER_SIDE_CURSORS": pgbouncer,
        "CONN_MAX_AGE": CONNECTION_MAX_AGE_S,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path, **options: Any) -> dict[str, Any]:
    """The entry of DATABASES for a file. Its folder is created if it is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"The folder of the database {path} cannot be made: {error.strerror}.") from None
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # writers queue at BEGIN; a lock taken later fails at once
            # readers do not wait for a writer, and commits survive a power cut
            "timeout": 60,  # seconds that a writer waits for others, for example for a load
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            **options,
        },
        "CONN_MAX_AGE": CONNECTION_MAX_AGE_S,
    }


def address(entry: dict[str, Any]) -> str:
    """The address of a database of DATABASES, without its password."""
    if "sqlite" in entry["ENGINE"]:
        return f"SQLite file {entry['NAME']}"
    return f"PostgreSQL database {entry['NAME']} at {entry['HOST'] or 'localhost'}:{entry['PORT'] or 5432}"
