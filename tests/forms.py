"""Pages of the admin and their forms, filled in and posted as a browser does."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.test import Client
from django.utils.html import strip_tags


class Form(HTMLParser):
    """What the forms of a page would post, untouched: by name, buttons and unticked boxes left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "textarea":
            self.area = given["name"]
            self.fields[self.area] = ""
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and (self.select not in self.fields or "selected" in given):
            self.fields[self.select] = given.get("value", "")
        elif tag == "input" and given.get("type") not in ("submit", "checkbox") and "name" in given:
            self.fields[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data.removeprefix("\n") if not self.fields[self.area] else data


def address(record: Model, page: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{page}/"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def fields_of(html: str) -> dict[str, str]:
    """What the page's own form would post; the admin's header has forms of its own."""
    fields = Form(html[html.index('id="content-main"') :]).fields
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def post(client: Client, path: str, entries: dict[str, str]) -> Any:
    response = client.post(path, entries)
    assert response.status_code in (200, 302), response.status_code
    return response


def filled(client: Client, path: str, **entries: str) -> dict[str, str]:
    """The form of a page with these entries in place of its own."""
    fields = fields_of(page(client, path))
    assert set(entries) <= set(fields), set(entries) - set(fields)
    return fields | entries


def propose(client: Client, path: str, **entries: str) -> str:
    """The page that answers the form with these entries."""
    return str(post(client, path, filled(client, path, **entries)).content.decode())


def publish(client: Client, path: str, **entries: str) -> Any:
    """The form, then the preview confirmed, with whatever is odd in it."""
    preview = propose(client, path, **entries)
    assert 'name="_previewed"' in preview, errors(preview)
    ticked = re.findall(r'name="_warnings" value="(\w+)"', preview)
    confirmed = fields_of(preview) | {"_confirmed": "1"} | ({"_warnings": ticked[0]} if ticked else {})
    response = post(client, path, confirmed)
    assert response.status_code == 302, errors(response.content.decode())
    return response


def read(html: str) -> str:
    return unescape(strip_tags(html)).strip()


def errors(html: str) -> list[str]:
    lists = re.findall(r'<ul class="errorlist.*?</ul>', html, re.S)
    return [read(one.replace("<br>", " | ")) for found in lists for one in re.findall(r"<li>.*?</li>", found, re.S)]


def warnings(html: str) -> list[str]:
    found = re.search(r'<div class="warnings">.*?<ul>(.*?)</ul>', html, re.S)
    return [read(one) for one in re.findall(r"<li>(.*?)</li>", found[1], re.S)] if found else []


def differences(html: str) -> list[tuple[str, ...]]:
    """The rows of the tables of differences: field, old, new."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', html, re.S)
    return [tuple(read(cell.replace("<br>", " / ")) for cell in row) for row in rows]
