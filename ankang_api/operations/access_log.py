"""The access log: a line for each request, if ACCESS_LOG is set."""

import logging

from ankang_api.environ import REQUEST_ID, Environ
from ankang_api.server.observer import NoObserver
from ankang_api.server.request import RefusedRequestError
from ankang_api.server.response import Headers

LOGGER = logging.getLogger(__name__)
CACHE_RESULTS = {"ankang; fwd=miss": "miss", "ankang; fwd=miss; stored": "stored"}
"""By Cache-Status, what the log and the metrics say of a response that is no hit."""


class AccessLog(NoObserver):
    def __init__(self, *, logs_requests: bool) -> None:
        self.logs_requests = logs_requests

    def request_ended(self, environ: Environ, status: str, headers: Headers, seconds: float) -> None:
        if self.logs_requests:
            query = environ["QUERY_STRING"]
            target = f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"]
            what = f"{environ['REMOTE_ADDR']} {environ['REQUEST_METHOD']} {target}"
            write(f"{what} {status[:3]} {seconds * 1000:.1f} ms {cache_result(headers)}", environ[REQUEST_ID])

    def cached_sent(self, request_head: bytes, response: bytes, address: str, request_id: str) -> None:
        """`response` begins with its status line."""
        method, target = request_head.decode("latin-1").split(" ", 2)[:2]
        write(f"{address} {method} {target} {response[9:12].decode()} 0.0 ms hit", request_id)

    def refused(self, error: RefusedRequestError, status: str, address: str, request_id: str) -> None:
        if self.logs_requests:
            write(f"{address} refused {status[:3]} {error.code}", request_id)


def write(line: str, request_id: str) -> None:
    LOGGER.info("%s", line, extra={"request_id": request_id})


def cache_result(headers: Headers) -> str:
    """hit, stored, miss, or none for responses that are not cached."""
    status = next((value for name, value in headers if name == "Cache-Status"), "")
    return "hit" if status.startswith("ankang; hit") else CACHE_RESULTS.get(status, "none")
