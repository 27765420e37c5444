"""An official who corrects figures in the admin, in a spreadsheet, all the time."""

import csv
import io
import re
from collections import Counter
from html import unescape
from http.client import HTTPException
from threading import Event, Thread

from tests.faults.journal import Journal
from tests.faults.node import Node
from tests.faults.questions import METRICS, VALUE_OF_NO_CORRECTION
from tests.faults.session import Session

SHEET, PUBLISHED = "/admin/indicators/observation/spreadsheet/", "/admin/indicators/observation/"
"""The page of the spreadsheet, and where it redirects once the sheet is published."""
PAUSE_S = 0.1
"""After a request that failed."""


class NotPublishedError(Exception):
    """The admin answered with a page instead of publishing."""


class Corrector(Thread):
    """Correction K gives all figures the value K above that of no correction, in one revision."""

    def __init__(self, node: Node, journal: Journal, ended: Event) -> None:
        super().__init__(name="corrector", daemon=True)
        self.session, self.journal, self.ended, self.number = Session(node), journal, ended, 0
        self.failures: Counter[str] = Counter()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self.correct()
            except (OSError, HTTPException, NotPublishedError) as error:  # HTTPError is an OSError
                self.failures[str(error) or type(error).__name__] += 1
                self.ended.wait(PAUSE_S)

    def correct(self) -> None:
        """Export, change, upload and confirm. Without a response, a correction may be published or not."""
        exported = self.session.page(f"{SHEET}export.csv").removeprefix("\ufeff")
        number = self.number = self.number + 1
        preview = self.session.upload(SHEET, {"reason": f"Correction {number}."}, changed(exported, number))
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview))
        if "token" not in fields:
            raise NotPublishedError(errors_in(preview))
        fields = {name: unescape(value) for name, value in fields.items()} | warnings(preview)
        self.journal.attempted.add(number)
        answer = self.session.post(SHEET, fields | {"_confirmed": "Publish"})
        if answer != PUBLISHED:
            raise NotPublishedError(errors_in(answer))
        self.journal.acknowledge(number)
        published = re.findall(r"Published in revision (\d+)\.", self.session.page(SHEET))
        self.journal.publish(int(published[-1]), number)


def changed(exported: str, number: int) -> str:
    """The rows of an exported sheet that a correction changes, with their new value."""
    rows = [row for row in csv.DictReader(io.StringIO(exported, newline="")) if row["metric"] in METRICS]
    lines = [f"{row['code']},{row['revision']},{VALUE_OF_NO_CORRECTION + number}" for row in rows]
    return "\n".join(["code,revision,value", *lines])


def warnings(preview: str) -> dict[str, str]:
    """The confirmation of the warnings in a preview."""
    found = re.search(r'name="_warnings" value="(\w+)"', preview)
    return {"_warnings": found[1]} if found else {}


def errors_in(page: str) -> str:
    return " ".join(re.findall(r'<ul class="errorlist.*?</ul>', page, re.S))[:500] or page[:200]
