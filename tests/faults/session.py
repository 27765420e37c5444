"""A session in the admin over HTTP: pages and forms, as a browser requests and posts them."""

import secrets
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.faults.node import Node
from tests.forms import Form

USER, PASSWORD = "wang", "of-the-tests-610900"
LOGIN = "/admin/login/?next=/admin/"
TIMEOUT_S = 30


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect acknowledges a form, whatever becomes of the page behind it."""


class Session:
    def __init__(self, node: Node) -> None:
        self.node, self.cookies = node, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), NoRedirects)

    def log_in(self) -> None:
        self.post(LOGIN, Form(self.page(LOGIN)).fields | {"username": USER, "password": PASSWORD})

    def page(self, path: str) -> str:
        with self.opener.open(f"{self.node.address}{path}", timeout=TIMEOUT_S) as response:
            return str(response.read().decode())

    def post(self, path: str, fields: dict[str, str]) -> str:
        """The page that answers a form, or the address to which it redirects."""
        return self.send(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload(self, path: str, fields: dict[str, str], file: str) -> str:
        """The page that answers a form with a CSV file."""
        boundary, named = secrets.token_hex(8), 'Content-Disposition: form-data; name="{}"'.format
        parts = [f"{named(name)}\r\n\r\n{value}" for name, value in (fields | self.csrf_token()).items()]
        parts.append(f'{named("file")}; filename="sheet.csv"\r\nContent-Type: text/csv\r\n\r\n{file}')
        body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
        return self.send(path, body.encode(), f"multipart/form-data; boundary={boundary}")

    def csrf_token(self) -> dict[str, str]:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        return {"csrfmiddlewaretoken": token or ""}

    def send(self, path: str, body: bytes, content_type: str) -> str:
        request = Request(f"{self.node.address}{path}", body, {"Content-Type": content_type})
        try:
            with self.opener.open(request, timeout=TIMEOUT_S) as response:
                return str(response.read().decode())
        except HTTPError as error:
            if error.code == 302:
                return error.headers["Location"]
            raise
