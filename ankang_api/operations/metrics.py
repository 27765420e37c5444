"""Metrics of all workers, by prometheus-client: each worker counts in files of its own, which a scrape adds up.

Imported only where metrics are served: prometheus-client chooses its way of counting when it is imported.
"""

import os
import shutil
import tempfile

FOLDER = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="ankang-metrics-")

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector  # these import after FOLDER is set

REQUESTS = Counter(
    "ankang_requests",
    "Requests by operation, status, format and cache result: hit, miss, stored, none or refused.",
    ["operation", "status", "format", "cache"],
)
DURATION = Histogram(
    "ankang_request_duration_seconds",
    "Seconds from a complete request to the end of its response, without cache hits.",
    ["operation", "format"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60),
)
CACHED_BYTES = Gauge("ankang_cache_bytes", "Memory of the response caches of all workers.", multiprocess_mode="livesum")
CONNECTIONS = Gauge("ankang_connections", "Open connections of all workers.", multiprocess_mode="livesum")
DATABASE_ERRORS = Counter("ankang_database_errors", "Statements and connections that failed or took too long.")


def exposition(*collectors: Collector) -> bytes:
    """The metrics of all workers and of these collectors, in the text format of Prometheus."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry)


def worker_ended(process: int) -> None:
    """Forget the gauges of a worker that has ended. Its counts stay."""
    mark_process_dead(process)  # type: ignore[no-untyped-call]


def remove_files() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
