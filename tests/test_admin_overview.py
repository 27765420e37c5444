"""The first page of the admin and the list of revisions: daily work first, and what each revision changed."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Revision
from tests.accounts import log_in_as
from tests.forms import page, read

pytestmark = pytest.mark.django_db

SECTIONS = {
    "en": [
        "Figures",
        "Programmes and achievements",
        "Revisions and conflicts",
        "Documents and quotes",
        "Code lists",
        "Accounts",
    ],
    "zh-hans": ["数据", "工程与成果", "修订与更正冲突", "文献与引文", "代码表", "用户账户"],
}
LOADED = {"en": "First load: 518 records", "zh-hans": "首次载入 518 条记录"}


def captions(html: str) -> list[str]:
    return re.findall(r"<caption>([^<]*)</caption>", html)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_daily_work_is_first_and_accounts_are_last(client: Client, language: str) -> None:
    client.force_login(User.objects.create_superuser("zhang"))
    client.cookies["django_language"] = language
    html = page(client, "/admin/")
    assert captions(html) == SECTIONS[language]
    kinds = re.findall(r'<th scope="row" id="model-(\w+)">', html)
    assert kinds[:4] == ["observation", "derived", "relation", "programme"]
    sidebar = page(client, "/admin/indicators/observation/")
    assert captions(sidebar)[:6] == SECTIONS[language]
    assert captions(page(client, "/admin/programmes/")) == [SECTIONS[language][1]]


def test_a_corrector_has_no_section_of_accounts(client: Client) -> None:
    log_in_as(client, "corrector")
    assert captions(page(client, "/admin/"))[:5] == SECTIONS["en"][:5]
    assert "Accounts" not in page(client, "/admin/")


def what_changed(html: str) -> list[str]:
    return [read(cell) for cell in re.findall(r'<td class="field-changes">(.*?)</td>', html)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_load_says_how_many_records_it_published(corrector: Client, language: str) -> None:
    corrector.cookies["django_language"] = language
    assert what_changed(page(corrector, "/admin/indicators/revision/")) == [LOADED[language]]


def test_further_loads_are_counted_without_further_queries(corrector: Client) -> None:
    counts = []
    for number in (2, 3):
        with CaptureQueriesContext(connection) as queries:
            page(corrector, "/admin/indicators/revision/")
        counts.append(len(queries))
        Revision.objects.open("load", "loader", f"Load of fixtures {number}")
    assert counts[0] == counts[1]
