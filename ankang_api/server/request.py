"""Requests: heads and bodies as RFC 9110 and 9112 have them, and the WSGI environment of a request (PEP 3333)."""

import io
import re
import sys
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote_to_bytes

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from ankang_api.environ import Environ
from ankang_api.server.limits import Limits

REQUEST_LINE = re.compile(rb"[A-Z]+ [^ \r\n]+ HTTP/1\.[01]\r\n")
HEAD_END = re.compile(rb"\r\n\r\n|\n\r?\n")
ABSOLUTE_TARGET = re.compile(rb"https?://([^/?#@]+)((?:[/?][^#]*)?)", re.IGNORECASE)
SPOOL_BYTES = 65_536
"""A longer body waits in a temporary file."""


class RefusedRequestError(Exception):
    """A request that is not passed to the application: the kind of problem, and what is wrong."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class Request:
    """A request while it is read. httptools parses it; its callbacks fill the attributes."""

    def __init__(self, limits: Limits) -> None:
        self.parser = HttpRequestParser(self)
        self.limits = limits
        self.target = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: SpooledTemporaryFile[bytes] | None = None
        self.received = 0
        self.has_head = self.is_complete = self.is_chunked = self.expects_continue = False
        self.missing = 0
        self.method, self.version, self.keep_alive = "", "1.1", False
        self.id, self.started = "", 0.0

    def on_url(self, url: bytes) -> None:
        if not self.has_head:
            self.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.has_head:  # later ones are trailers, which are ignored
            self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        if not self.has_head:
            self.has_head = True
            self.method = self.parser.get_method().decode("latin-1")
            self.version, self.keep_alive = self.parser.get_http_version(), self.parser.should_keep_alive()

    def on_body(self, chunk: bytes) -> None:
        if self.is_complete:
            return
        self.received += len(chunk)
        if self.received > self.limits.max_body_bytes:
            raise too_large(self.limits)
        if self.body is None:
            self.body = SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115  # closed after the response
        self.body.write(chunk)

    def on_message_complete(self) -> None:
        self.is_complete = True

    def feed_head(self, head: bytes) -> None:
        """Parse a complete head. RefusedRequestError if it is not one of HTTP/1.1 or 1.0."""
        self.feed(with_ascii_target(head))
        if not self.has_head or self.version not in ("1.0", "1.1"):
            raise malformed()
        self.check_target()
        lengths = [value for name, value in self.headers if name == b"content-length"]
        self.is_chunked = any(name == b"transfer-encoding" for name, _value in self.headers)
        self.missing = int(lengths[0]) if lengths else 0
        if self.missing > self.limits.max_body_bytes:
            raise too_large(self.limits)
        for value in (value for name, value in self.headers if name == b"expect"):
            if value.lower() != b"100-continue":
                raise RefusedRequestError("expectation-failed", "The server supports Expect: 100-continue alone.")
            self.expects_continue = not self.is_complete
        if self.is_chunked:
            self.keep_alive = False  # the parser does not say where a chunked body ends

    def feed_body(self, data: bytearray) -> None:
        """Take from the data what belongs to the body."""
        size = len(data) if self.is_chunked else min(self.missing, len(data))
        self.missing -= size
        self.feed(bytes(data[:size]))
        del data[:size]

    def feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade:  # no protocol is offered but HTTP/1.1
            self.is_complete, self.keep_alive = True, False
        except HttpParserError as error:
            if isinstance(error.__context__, RefusedRequestError):
                raise error.__context__ from None
            raise malformed() from error

    def check_target(self) -> None:
        """RFC 9112, section 3.2: one Host, which the authority of an absolute target replaces."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or (not hosts and self.version == "1.1"):
            raise RefusedRequestError("bad-request", "A request of HTTP/1.1 has exactly one Host header.")
        if match := ABSOLUTE_TARGET.fullmatch(self.target):
            authority, path = match.groups()
            self.target = path if path.startswith(b"/") else b"/" + path
            self.headers = [pair for pair in self.headers if pair[0] != b"host"] + [(b"host", authority)]
        elif not self.target.startswith(b"/") or b"#" in self.target:
            raise RefusedRequestError("bad-request", "The request target is neither a path nor a URL of HTTP.")

    def environ(self, scheme: str, server: tuple[str, int], client: str) -> Environ:
        """The WSGI environment. Headers whose names have an underscore are dropped: they would pass for others."""
        path, _, query = self.target.partition(b"?")
        environ: Environ = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "SERVER_NAME": server[0],
            "SERVER_PORT": str(server[1]),
            "SERVER_PROTOCOL": f"HTTP/{self.version}",
            "REMOTE_ADDR": client,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": self.rewound_body(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, value in self.headers:
            if b"_" not in name and name != b"transfer-encoding":
                add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
        if self.is_chunked:
            environ["CONTENT_LENGTH"] = str(self.received)
        return environ

    def close(self) -> None:
        if self.body is not None:
            self.body.close()

    def rewound_body(self) -> Any:
        body = self.body or io.BytesIO()
        body.seek(0)
        return body


def add_header(environ: Environ, name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def with_ascii_target(head: bytes) -> bytes:
    """The head with the bytes of its first line percent-encoded that are not ASCII: clients send UTF-8 as it is."""
    if head.isascii():
        return head
    line, newline, rest = head.partition(b"\r\n")
    return b"".join(b"%%%02X" % byte if byte > 127 else bytes([byte]) for byte in line) + newline + rest


def head_end(data: bytearray, limits: Limits) -> int | None:
    """Where the head ends in the data; None if more is to come. RefusedRequestError if it cannot become a head."""
    match = HEAD_END.search(data, 0, limits.max_head_bytes + 4)
    line_end = data.find(b"\n", 0, limits.max_target_bytes + 32)
    if line_end < 0 and len(data) > limits.max_target_bytes + 31:
        raise RefusedRequestError("uri-too-long", f"A request target has at most {limits.max_target_bytes:,} bytes.")
    if line_end >= 0 and not REQUEST_LINE.fullmatch(data, 0, line_end + 1):
        raise malformed()
    if match is None and len(data) > limits.max_head_bytes:
        raise RefusedRequestError(
            "head-too-large", f"The head of a request has at most {limits.max_head_bytes:,} bytes."
        )
    return match.end() if match else None


def malformed() -> RefusedRequestError:
    return RefusedRequestError("bad-request", "This is not a request of HTTP/1.1.")


def too_large(limits: Limits) -> RefusedRequestError:
    megabytes = limits.max_body_bytes // (1024 * 1024)
    return RefusedRequestError("content-too-large", f"The body of a request has at most {megabytes} MB.")
