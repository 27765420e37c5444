"""The settings of the database in DATABASE_URL."""

from pathlib import Path
from typing import Any

from environ import Env

EXPECTED = (
    "Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name, "
    "with special characters in the password percent-encoded."
)

CONNECTION_MAX_AGE_S = 60
"""Of connections outside a pool, as commands use them."""
POOL_WAIT_S = 3
"""For how long a request waits for a connection of the pool before it gets 503."""
POOL_IDLE_S = 30
"""After which a connection of the pool is closed, so that other workers can have it."""


def database(url: str, *, pgbouncer: bool = False, setting: str = "DATABASE_URL") -> dict[str, Any]:
    """The entry of DATABASES for a URL. A bad one ends the program with one line, without its password."""
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise SystemExit(f"{setting} is not understood. {EXPECTED}")
    try:
        parts: dict[str, Any] = Env.db_url_config(url)
    except ValueError:
        raise SystemExit(f"{setting} is not understood. {EXPECTED}") from None
    if parts["NAME"] in ("", ":memory:"):  # each worker would have a database of its own in memory
        raise SystemExit(f"{setting} names no database. {EXPECTED}")
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


def pooled(entry: dict[str, Any], size: int) -> dict[str, Any]:
    """The entry of a PostgreSQL database with a pool of at most `size` connections in each process."""
    if "sqlite" in entry["ENGINE"]:
        return entry
    pool = {"min_size": 1, "max_size": size, "timeout": POOL_WAIT_S, "max_idle": POOL_IDLE_S}
    return {**entry, "OPTIONS": {**entry["OPTIONS"], "pool": pool}, "CONN_MAX_AGE": 0}


def replica(url: str, primary: dict[str, Any], *, pgbouncer: bool) -> dict[str, Any]:
    """The entry of a standby of the primary; SystemExit with one line unless both are of PostgreSQL."""
    entry = database(url, pgbouncer=pgbouncer, setting="DATABASE_REPLICA_URL")
    if "sqlite" in entry["ENGINE"] or "sqlite" in primary["ENGINE"]:
        raise SystemExit("DATABASE_REPLICA_URL names a standby of the PostgreSQL database in DATABASE_URL.")
    return {**entry, "TEST": {"MIRROR": "default"}}


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
