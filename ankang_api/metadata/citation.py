"""How to cite a list or a record: a reference in each language, and the address at which it stays as it is."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from ankang_api.http.links import pinned_url
from indicators.models import Revision


class Citation(NamedTuple):
    zh: str
    """By GB/T 7714, as an online database."""
    en: str
    """By APA, as a data set."""
    url: str


def citation(request: HttpRequest | Request, revision: Revision) -> Citation:
    """The reference to what a request reads, at a revision. A reader adds the date of access."""
    about, url, day = settings.PUBLICATION, pinned_url(request, revision.number), revision.time.date()
    zh = f"{about.publisher_zh}. {about.title_zh}[DB/OL]. 第 {revision.number} 次修订（{day}）. {url}. {about.licence}."
    title = f"{about.title_en} (Revision {revision.number}, {day.day} {day:%B %Y}) [Data set]"
    en = f"{about.publisher_en}. ({day.year}). {title}. {url}. {about.licence}."
    return Citation(zh, en, url)
