"""The admin in a browser, as officials use it: corrected, added, reverted, in both languages, at a phone's width."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.serving import ROOT, free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]
USER = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user("li", password="wan-xing-1", is_staff=True)
user.groups.add(Group.objects.get(name="corrector"))
"""
OBSERVATIONS = "/admin/indicators/observation/"
POOR_2018 = "ankang-report-poor-population-610900-2018"


@pytest.fixture
def address(database_url: str) -> Iterator[str]:
    """A server of the test's own, whose corrector li can log in."""
    port = free_port()
    with serving(database_url, port):
        environment = os.environ | {"DATABASE_URL": database_url}
        subprocess.run([sys.executable, "manage.py", "shell", "-c", USER], cwd=ROOT, env=environment, check=True)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def complaints() -> list[str]:
    return []


def logged_in(browser: Browser, address: str, locale: str, complaints: list[str], width: int = 1280) -> Page:
    page: Page = browser.new_context(
        base_url=address, locale=locale, viewport={"width": width, "height": 900}
    ).new_page()
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", "li")
    page.fill("#id_password", "wan-xing-1")
    page.click("input[type=submit]")
    return page


def is_complaint(message: ConsoleMessage) -> bool:
    """A browser asks for an icon that no page names."""
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")


def open_record(page: Page, words: str) -> None:
    page.goto(f"{OBSERVATIONS}?q={words}")
    page.locator("#result_list tbody th a").first.click()


@pytest.mark.parametrize(
    ("locale", "value", "check", "publish", "published", "width"),
    [
        ("en", "229700", "Check before publishing", "Publish", "Published in revision 2.", 1280),
        ("zh-CN", "229800", "核对后发布", "发布", "已在第 2 号修订中发布。", 390),
    ],
)
def test_a_figure_is_corrected(
    browser: Browser,
    address: str,
    complaints: list[str],
    locale: str,
    value: str,
    check: str,
    publish: str,
    published: str,
    width: int,
) -> None:
    page = logged_in(browser, address, locale, complaints, width)
    open_record(page, POOR_2018)
    assert page.locator("mark").first.inner_text() == "减少到22.96万人"
    page.fill("#id_value", value)
    page.fill("#id_reason", "报告印的是另一个数。")
    page.click(f"input[type=submit][value='{check}']")
    assert f"{int(value):,}" in page.locator(".differences").inner_text()
    page.check("input[name=_warnings]")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.click(f"input[type=submit][value='{publish}']")
    assert published in page.locator(".messagelist").inner_text()
    assert page.locator(".messagelist a").count() == 3
    page.click(".historylink")
    answer = page.request.get(f"/api/v1/observations/{POOR_2018}").json()
    assert answer["value"] == int(value)
    page.click("text=/Revert to this|回退到此版本/ >> nth=0")
    assert f"{int(value):,}" in page.locator(".differences").inner_text()
    assert complaints == []
