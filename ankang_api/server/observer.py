"""What the server reports of requests, for metrics and the access log."""

from typing import TYPE_CHECKING, Protocol

from ankang_api.environ import Environ
from ankang_api.server.request import RefusedRequestError
from ankang_api.server.response import Headers

if TYPE_CHECKING:
    from ankang_api.server.site import Site


class Observer(Protocol):
    logs_requests: bool
    """Whether `cached_sent` is to be called: it would slow down cache hits for nothing."""

    def request_ended(self, environ: Environ, status: str, headers: Headers, seconds: float) -> None:
        """A response was sent, or the client closed the connection before its end."""

    def cached_sent(self, request_head: bytes, response: bytes, address: str, request_id: str) -> None:
        """A cached response was sent to a request that was not parsed."""

    def refused(self, error: RefusedRequestError, status: str, address: str, request_id: str) -> None:
        """The server refused a request before the application."""

    def check(self, site: "Site") -> None:
        """Called several times a second."""


class NoObserver:
    logs_requests = False

    def request_ended(self, environ: Environ, status: str, headers: Headers, seconds: float) -> None: ...

    def cached_sent(self, request_head: bytes, response: bytes, address: str, request_id: str) -> None: ...

    def refused(self, error: RefusedRequestError, status: str, address: str, request_id: str) -> None: ...

    def check(self, site: "Site") -> None: ...
