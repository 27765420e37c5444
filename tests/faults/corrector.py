"""An official who corrects figures in the admin, in a spreadsheet, all the time."""

import csv
import io
import re
import secrets
from collections import Counter
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.faults.journal import Journal
from tests.faults.node import Node
from tests.faults.questions import METRICS, VALUE_OF_NO_CORRECTION
from tests.forms import Form

USER, PASSWORD = "wang", "of-the-tests-610900"
SHEET, PUBLISHED = "/admin/indicators/observation/spreadsheet/", "/admin/indicators/observation/"
"""The page of the spreadsheet, and where it redirects once the sheet is published."""
TIMEOUT_S = 30
PAUSE_S = 0.1


class NotPublishedError(Exception):
    """The admin answered with a page instead of publishing."""


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect is an acknowledgement, which must not depend on the page behind it."""


class Corrector(Thread):
    """Correction K gives all figures the value K above that of no correction, in one revision."""

    def __init__(self, node: Node, journal: Journal, ended: Event) -> None:
        super().__init__(name="corrector", daemon=True)
        self.node, self.journal, self.ended, self.number = node, journal, ended, 0
        self.failures: Counter[str] = Counter()
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), NoRedirects)

    def log_in(self) -> None:
        page = "/admin/login/?next=/admin/"
        fields = Form(self.page(page)).fields | {"username": USER, "password": PASSWORD}
        self.post(page, urlencode(fields).encode())

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.correct()
            except (OSError, HTTPException, NotPublishedError) as error:  # HTTPError is an OSError
                self.failures[str(error) or type(error).__name__] += 1
                self.ended.wait(PAUSE_S)

    def correct(self) -> None:
        """Export, change, upload and confirm. Without a response, a correction may be published or not."""
        rows = list(csv.DictReader(io.StringIO(self.page(f"{SHEET}export.csv").removeprefix("\ufeff"), newline="")))
        number = self.number = self.number + 1
        sheet = [["code", "revision", "value"]]
        sheet += [
            [row["code"], row["revision"], str(VALUE_OF_NO_CORRECTION + number)]
            for row in rows
            if row["metric"] in METRICS
        ]
        preview = self.post(SHEET, *self.upload(sheet, f"Correction {number}."))
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview))
        if "token" not in fields:
            raise NotPublishedError(errors_in(preview))
        confirmed = {name: unescape(value) for name, value in fields.items()} | {"_confirmed": "Publish"}
        self.journal.attempted.add(number)
        answer = self.post(SHEET, urlencode(confirmed | warnings(preview)).encode())
        if answer != PUBLISHED:
            raise NotPublishedError(errors_in(answer))
        self.journal.acknowledge(number)
        self.journal.publish(int(re.findall(r"Published in revision (\d+)\.", self.page(SHEET))[-1]), number)

    def upload(self, sheet: list[list[str]], reason: str) -> tuple[bytes, str]:
        """The body and the content type of a form with a file."""
        file = io.StringIO(newline="")
        csv.writer(file).writerows(sheet)
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        boundary, named = secrets.token_hex(8), 'Content-Disposition: form-data; name="{}"'.format
        parts = [
            *(f"{named('csrfmiddlewaretoken')}\r\n\r\n{token}", f"{named('reason')}\r\n\r\n{reason}"),
            f'{named("file")}; filename="sheet.csv"\r\nContent-Type: text/csv\r\n\r\n{file.getvalue()}',
        ]
        body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
        return body.encode(), f"multipart/form-data; boundary={boundary}"

    def page(self, path: str) -> str:
        with self.opener.open(f"{self.node.address}{path}", timeout=TIMEOUT_S) as response:
            return str(response.read().decode())

    def post(self, path: str, body: bytes, content_type: str = "application/x-www-form-urlencoded") -> str:
        """The page that answers a form, or the address to which it redirects."""
        request = Request(f"{self.node.address}{path}", body, {"Content-Type": content_type})
        try:
            with self.opener.open(request, timeout=TIMEOUT_S) as response:
                return str(response.read().decode())
        except HTTPError as error:
            if error.code == 302:
                return error.headers["Location"]
            raise


def warnings(preview: str) -> dict[str, str]:
    """The confirmation of the warnings in a preview."""
    found = re.search(r'name="_warnings" value="(\w+)"', preview)
    return {"_warnings": found[1]} if found else {}


def errors_in(page: str) -> str:
    return " ".join(re.findall(r'<ul class="errorlist.*?</ul>', page, re.S))[:500] or page[:200]
