"""`/livez`, `/readyz` and `/metrics`, on a port of their own: a WSGI application of a few lines."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from ankang_api.cache.newest_revision import newest
from ankang_api.environ import Environ
from ankang_api.operations import metrics
from ankang_api.operations.state import DataState
from ankang_api.server.response import status_line

JSON, METRICS = "application/json", "text/plain; version=0.0.4; charset=utf-8"
PATHS = "/livez, /readyz and /metrics are served here."


class Operations:
    """`before_scrape` brings the counts of this worker up to date."""

    def __init__(self, before_scrape: Callable[[], None]) -> None:
        self.before_scrape, self.state = before_scrape, DataState()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, media_type, body = self.answer(environ["PATH_INFO"])
        headers = [("Content-Type", media_type), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(status_line(status), headers)
        return [body]

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path == "/metrics":
            self.before_scrape()
            return 200, METRICS, metrics.exposition(self.state)
        if path == "/readyz":
            return readiness()
        if path == "/livez":
            return 200, JSON, json.dumps({"status": "alive"}).encode()
        return 404, JSON, json.dumps({"status": "not found", "detail": PATHS}).encode()


def readiness() -> tuple[int, str, bytes]:
    """Ready once a revision was read. An outage later leaves it so: cached responses are still sent."""
    revision, unchecked = newest().current()
    body = {
        "status": "ready" if revision else "not ready",
        "database": "away" if unchecked or revision is None else "available",
        "revision": revision,
        "unchecked_seconds": round(unchecked, 1),
    }
    return 200 if revision else 503, JSON, json.dumps(body).encode()
