"""The API behind PgBouncer in transaction mode, where each transaction may get another connection."""

import json
import os
import random
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.serving import free_port, new_postgresql_database, up

pytestmark = [pytest.mark.postgresql, pytest.mark.pgbouncer]

PATHS = [
    "observations?page_size=5",
    "observations?metric=poor-population",
    "observations?metric=poor-population&revision=1",
    "observations?q=%E5%AE%89%E5%BA%B7",
    "observations.csv",
    "observations?sort=-value&page_size=7",
    "metrics",
    "regions?within=610900",
    "programmes",
    "series",
    "units/person",
    "revisions",
    "corrections",
]


@contextmanager
def pgbouncer(server: str, folder: Path) -> Iterator[int]:
    """PgBouncer with two connections to the server, on a port of its own. It refuses to run as root."""
    port, parts = free_port(), urlsplit(server)
    folder.chmod(0o777)
    (folder / "users").write_text(f'"{parts.username or "postgres"}" ""\n')
    settings = {
        "listen_addr": "127.0.0.1",
        "listen_port": port,
        "unix_socket_dir": "",
        "auth_type": "trust",
        "auth_file": folder / "users",
        "pool_mode": "transaction",
        "default_pool_size": 2,
        "ignore_startup_parameters": "extra_float_digits",
        "logfile": folder / "log",
    }
    lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
    target = f"* = host={parts.hostname} port={parts.port or 5432}"
    (folder / "pgbouncer.ini").write_text(f"[databases]\n{target}\n[pgbouncer]\n{lines}\n")
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin") or "pgbouncer"
    user = ["--user", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([program, "--quiet", *user, str(folder / "pgbouncer.ini")]) as process:
        try:
            yield port
        finally:
            process.terminate()


def answer(url: str) -> tuple[int, Any]:
    try:
        with urlopen(url, timeout=60) as response:
            body = response.read()
            is_json = response.headers["Content-Type"] == "application/json"
            return response.status, json.loads(body)["results"] if is_json and b'"results"' in body else body
    except HTTPError as error:
        return error.code, error.read()


def test_of_1000_mixed_requests_none_is_wrong() -> None:
    server, port = os.environ["DATABASE_URL"], free_port()
    folder = Path("/tmp") / f"pgbouncer-{port}"  # where another user may read
    folder.mkdir()
    with new_postgresql_database(server) as database, pgbouncer(server, folder) as pool:
        parts = urlsplit(database)
        pooled = parts._replace(netloc=f"{parts.username or 'postgres'}@127.0.0.1:{pool}").geturl()
        settings = {"PGBOUNCER": "true", "ANSWER_CACHE_BYTES": "0"}
        with up(pooled, "--port", str(port), "--workers", "2", settings=settings) as process:
            process.wait_until_serving()
            root = f"http://127.0.0.1:{port}/api/v1"
            expected = {path: answer(f"{root}/{path}") for path in PATHS}
            assert {status for status, _body in expected.values()} == {200}
            outcomes: Counter[bool] = Counter()

            def client(seed: int) -> None:
                chance = random.Random(seed)
                for _ in range(100):
                    path = chance.choice(PATHS)
                    outcomes[answer(f"{root}/{path}") == expected[path]] += 1

            clients = [threading.Thread(target=client, args=[seed]) for seed in range(10)]
            for thread in clients:
                thread.start()
            for thread in clients:
                thread.join()
            process.terminate()
            process.communicate(timeout=30)
    shutil.rmtree(folder)
    assert outcomes == {True: 1000}
