"""The secret key of an installation without SECRET_KEY."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_key() -> str:
    """The key that the first start created in the user's state folder, readable by this user alone."""
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    path = home / "ankang-api" / "secret-key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):  # another process created a key at the same time
                os.link(draft.name, path)
    return path.read_text()
