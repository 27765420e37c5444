"""Swagger UI in a browser: every operation can be tried out, with no other host and no complaint."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ankang_api.schema.examples import REQUESTS

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        yield page


def test_every_operation_can_be_tried_out(page: Page, server: str) -> None:
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    page.goto(f"{server}/api/v1/docs")
    page.wait_for_selector(".opblock")
    answers = {}
    of_corrected_data = {"corrections_retrieve"}  # this server has no correction yet
    for name in sorted({*REQUESTS, "observations_export"} - of_corrected_data):
        block = page.locator(f".opblock[id$='-{name}']")
        block.locator(".opblock-summary-control").click()
        block.locator("button.execute").click()
        status = block.locator(".live-responses-table tbody .response-col_status").first
        status.wait_for()
        answers[name] = status.inner_text().split()[0]
        block.locator(".opblock-summary-control").click()
    assert {name: answer for name, answer in answers.items() if answer != "200"} == {}
    assert complaints == []
    assert {host for host in hosts if not host.startswith(("data:", server, "blob:"))} == set()


def test_it_fits_a_phone(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/api/v1/docs")
    page.wait_for_selector(".opblock")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
