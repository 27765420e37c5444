"""Counts requests for the metrics, beside the access log."""

from collections import Counter

from ankang_api.cache.response_cache import ResponseCache
from ankang_api.cache.store import Hits
from ankang_api.environ import OPERATION, Environ
from ankang_api.operations import metrics
from ankang_api.operations.access_log import AccessLog, cache_result
from ankang_api.outage import OUTAGE
from ankang_api.server.request import RefusedRequestError
from ankang_api.server.response import Headers
from ankang_api.server.site import Site


class Recorder(AccessLog):
    """Hits are plain integers of the cache, which `check` adds to the metrics several times a second."""

    def __init__(self, cache: ResponseCache | None, *, logs_requests: bool) -> None:
        super().__init__(logs_requests=logs_requests)
        self.cache = cache
        self.counted = Counter[tuple[Hits, str]]()
        """What the metrics have of the hits."""
        self.counted_errors = 0

    def request_ended(self, environ: Environ, status: str, headers: Headers, seconds: float) -> None:
        super().request_ended(environ, status, headers, seconds)
        if (cache := cache_result(headers)) != "hit":
            operation, suffix = environ.get(OPERATION) or (unrouted(environ), "")
            metrics.REQUESTS.labels(operation, status[:3], suffix, cache).inc()
            metrics.DURATION.labels(operation, suffix).observe(seconds)

    def refused(self, error: RefusedRequestError, status: str, address: str, request_id: str) -> None:
        super().refused(error, status, address, request_id)
        metrics.REQUESTS.labels("refused", status[:3], "", "none").inc()

    def check(self, site: Site) -> None:
        metrics.CONNECTIONS.set(len(site.connections))
        metrics.DATABASE_ERRORS.inc(OUTAGE.errors - self.counted_errors)
        self.counted_errors = OUTAGE.errors
        if self.cache is not None:
            metrics.CACHED_BYTES.set(self.cache.store.size())
            self.count_hits(self.cache)

    def count_hits(self, cache: ResponseCache) -> None:
        for (operation, suffix), hits in list(cache.hits.items()):
            for status, number in hits.by_status().items():
                if new := number - self.counted[hits, status]:
                    metrics.REQUESTS.labels(operation, status, suffix, "hit").inc(new)
                    self.counted[hits, status] = number


def unrouted(environ: Environ) -> str:
    """The operation of a request that no view answered."""
    return "static" if environ["PATH_INFO"].startswith("/static/") else "none"
