"""The secret key, which signs sessions and cursors: one for all nodes that share a database."""

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

MIN_CHARACTERS = 50
MIN_DISTINCT_CHARACTERS = 5
"""Both as in Django's check security.W009."""
MAKE_ONE = """Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(50))"."""


def secret_key(given: str, database: dict[str, Any]) -> str:
    """SECRET_KEY, or without it the key beside the SQLite file. SystemExit with one line if there is none."""
    if not given:
        return key_beside(Path(database["NAME"])) if "sqlite" in database["ENGINE"] else missing()
    if len(given) < MIN_CHARACTERS or len(set(given)) < MIN_DISTINCT_CHARACTERS:
        raise SystemExit(f"SECRET_KEY is too short: it needs {MIN_CHARACTERS} characters or more. {MAKE_ONE}")
    return given


def missing() -> str:
    raise SystemExit(f"With PostgreSQL, SECRET_KEY must be set, to the same on all nodes. {MAKE_ONE}")


def key_beside(database: Path) -> str:
    """The key in a file beside the database, readable by its user alone. The first start creates it."""
    path = database.with_name(f"{database.name}.secret-key")
    try:
        if not path.exists():
            create(path)
        return path.read_text()
    except OSError as error:
        raise SystemExit(f"The secret key {path} cannot be read or made: {error.strerror}. Set SECRET_KEY.") from None


def create(path: Path) -> None:
    """Write a new key, unless another process writes one at the same time."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        draft.write(secrets.token_urlsafe(MIN_CHARACTERS))
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, path)


def digest(key: str) -> str:
    """What the database stores of the key, so that nodes with different keys are found."""
    return hashlib.sha256(f"ankang secret key:{key}".encode()).hexdigest()
