"""How the database that DATABASE_URL names is opened."""

from pathlib import Path
from typing import Any

from environ import Env

EXPECTED = (
    "Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name, "
    "with special characters in the password percent-encoded."
)

KEPT = 60
"""Seconds for which a thread keeps its connection: one for each request halves what a server can answer."""


def database(url: str) -> dict[str, Any]:
    """The entry of DATABASES for a URL. A bad one ends the program with a line that does not show its password."""
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise SystemExit(f"DATABASE_URL is not understood. {EXPECTED}")
    try:
        parts: dict[str, Any] = Env.db_url_config(url)
    except ValueError:
        raise SystemExit(f"DATABASE_URL is not understood. {EXPECTED}") from None
    if parts["NAME"] in ("", ":memory:"):  # a database in memory would be another one in each worker
        raise SystemExit(f"DATABASE_URL names no database. {EXPECTED}")
    options = parts.get("OPTIONS", {})
    if url.startswith("sqlite"):
        return sqlite(Path(parts["NAME"]), **options)
    return {
        **parts,
        "OPTIONS": {
            "connect_timeout": 5,  # seconds
            "tcp_user_timeout": 5000,  # ms after which a server that takes nothing any more is away
            "server_side_binding": True,  # without it nothing can be prepared
            "prepare_threshold": 5,  # times that a statement is sent before it is kept prepared
            **options,
        },
        "CONN_MAX_AGE": KEPT,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path, **options: Any) -> dict[str, Any]:
    """The entry of DATABASES for a file, whose folder is made where it is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"The folder of the database {path} cannot be made: {error.strerror}.") from None
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # writers queue at BEGIN; a lock taken later fails at once
            # readers go on while one writes, and what was committed outlives a power cut
            "timeout": 60,  # seconds that a writer waits for those before it, of which a load may be one
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            **options,
        },
        "CONN_MAX_AGE": KEPT,
    }


def address(entry: dict[str, Any]) -> str:
    """Where a database of DATABASES is, without its password."""
    if "sqlite" in entry["ENGINE"]:
        return f"SQLite file {entry['NAME']}"
    return f"PostgreSQL database {entry['NAME']} at {entry['HOST'] or 'localhost'}:{entry['PORT'] or 5432}"
