"""A reader that tests/test_responses_by_revision.py starts: it sends random requests while its input is open.

`python -m tests.reading ADDRESS SEED` prints a line for each answer, as JSON: what was asked, and what came.
"""

import gzip
import json
import random
import sys
import threading
import time
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, quote_plus
from urllib.request import Request, urlopen

import brotli
import django
from django.db import connection

django.setup()

from indicators.models import Revision  # noqa: E402  # models need Django to be set up

METRICS = ["poor-population", "agricultural-parks", "agricultural-cooperatives", "relocated-households"]
LISTS = ["observations", "observations.csv", "observations.jsonl", "metrics", "regions.csv", "regions", "corrections"]
DECODERS = {"gzip": gzip.decompress, "br": brotli.decompress}
ALLOWED = 0 if connection.vendor == "sqlite" else 2
"""Seconds after which a correction shows for certain; on SQLite it shows to every request that begins after it."""


def question(chance: random.Random) -> tuple[str, dict[str, str]]:
    """A path and its parameters: some are requested often, some rarely."""
    path = chance.choice([*LISTS, "observations/ankang-report-agricultural-parks-610900-at-report", "search", "series"])
    parameters = {}
    if path == "search":
        parameters["q"] = chance.choice(["贫困 人口", "poor", "第1次"])
    elif path.startswith("observations") and "/" not in path:
        choices = {
            "metric": ",".join(chance.sample(METRICS, 2)),
            "sort": "-value",
            "fields": "code,note_en",
            "q": "贫困",
        }
        parameters = {name: choices[name] for name in chance.sample(list(choices), chance.randint(0, 2))}
    if path in ("observations", "metrics", "regions", "corrections", "series"):
        parameters["page_size"] = str(chance.choice([20, 20, 20, 3]))
    return path, parameters


def spelled(chance: random.Random, parameters: dict[str, str]) -> str:
    """The parameters in any order, escaped one way or another."""
    pairs = chance.sample(list(parameters.items()), len(parameters))
    return "&".join(f"{name}={chance.choice([quote, quote_plus])(value)}" for name, value in pairs)


class Shown:
    """Which revision an answer must at least be of."""

    def __init__(self) -> None:
        self.read: list[tuple[float, int]] = []

    def at_least(self) -> int:
        newest = Revision.objects.current()
        self.read.append((time.monotonic(), newest.number if newest else 0))
        return max([number for when, number in self.read if when <= time.monotonic() - ALLOWED], default=1)


def ask(address: str, chance: random.Random, etags: dict[str, str], shown: Shown) -> dict[str, Any]:
    path, parameters = question(chance)
    query = spelled(chance, parameters)
    coding = chance.choice(["identity", "gzip", "br"])
    about = f"{path} {sorted(parameters.items())} {coding}"
    headers = {"Accept-Encoding": coding}
    committed = shown.at_least()
    if about in etags and chance.random() < 0.3:
        headers["If-None-Match"] = etags[about]
    try:
        with urlopen(Request(f"{address}/api/v1/{path}?{query}", headers=headers)) as answer:
            etags[about] = answer.headers["ETag"]
            assert answer.headers.get("Content-Encoding", "identity") == coding
            body = DECODERS.get(coding, bytes)(answer.read())
            found = {"status": 200, "body": body.decode(), "kept": answer.headers["Cache-Status"]}
    except HTTPError as answer:
        found = {"status": answer.code, "body": "", "kept": answer.headers["Cache-Status"]}
        etags[about] = answer.headers["ETag"]
    return found | {
        "path": path,
        "parameters": parameters,
        "etag": etags[about],
        "about": about,
        "committed": committed,
    }


def main(address: str, seed: str) -> None:
    ended, chance, etags, shown = threading.Event(), random.Random(seed), dict[str, str](), Shown()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    while not ended.is_set():
        print(json.dumps(ask(address, chance, etags, shown)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
