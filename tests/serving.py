"""Running servers for tests that ask over a socket: `manage.py up` with a database of its own."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parent.parent
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
"""Debian's nginx is in /usr/sbin, which is not on the PATH of every user."""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def new_postgresql_database(server: str, template: str = "template1") -> Iterator[str]:
    name, always_there = f"up_{secrets.token_hex(4)}", urlsplit(server)._replace(path="/postgres").geturl()
    with closing(psycopg.connect(always_there, autocommit=True)) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class up(subprocess.Popen[str]):  # noqa: N801  # it is used as a context manager, as Popen is
    """A server that was started; a test that fails does not wait for its end."""

    def __init__(
        self,
        database_url: str,
        *arguments: str,
        detached: bool = False,
        stdin: int | None = None,
        settings: dict[str, str] | None = None,
        command: str = "up",
        stderr: int = subprocess.PIPE,
    ) -> None:
        super().__init__(
            [sys.executable, "manage.py", command, *arguments],
            cwd=ROOT,
            stdin=stdin,
            env=os.environ | {"DATABASE_URL": database_url} | (settings or {}),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,  # its process group shows whether workers stay behind
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN if detached else signal.SIG_DFL),
        )

    def wait_until_serving(self) -> list[str]:
        """The lines that it prints until it serves, or ends."""
        assert self.stdout
        printed = [self.stdout.readline()]
        while printed[-1] and not printed[-1].startswith("Ankang"):
            printed.append(self.stdout.readline())
        return printed

    def __exit__(self, kind: Any, *error: Any) -> None:
        if kind:
            self.kill()
        super().__exit__(kind, *error)


@contextmanager
def serving(database_url: str, port: int, *arguments: str, is_silent: bool = True) -> Iterator[list[str]]:
    """What a running server printed until it answered; afterwards it must stop at SIGTERM.

    It must have logged nothing, or, unless `is_silent`, no error.
    """
    with up(database_url, "--port", str(port), *arguments) as process:
        try:
            yield process.wait_until_serving()
        finally:
            process.send_signal(signal.SIGTERM)
            rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest == ("", "") or not is_silent
    assert "ERROR" not in (rest[1] or "")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
