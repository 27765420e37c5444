"""Running nginx for tests."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


@contextmanager
def nginx(folder: Path, http: str, request: Callable[[], object]) -> Iterator[None]:
    """nginx with the directives of its http block, from when `request` raises no error."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is the user's alone
    main = f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}"
    file = folder / "nginx.conf"
    file.write_text(f"{main}\nhttp {{ access_log off; {paths}\n{http}\n}}\n")
    command = [NGINX, "-p", str(folder), "-c", str(file)]
    subprocess.run([*command, "-t", "-q"], check=True)
    with subprocess.Popen(command) as process:
        try:
            wait_until_answered(request)
            yield
        finally:
            process.terminate()


def wait_until_answered(request: Callable[[], object]) -> None:
    for _ in range(100):
        try:
            request()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nginx does not answer")
