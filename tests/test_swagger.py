"""Swagger UI in a browser: operations can be tried out, without errors and without requests to other hosts."""

from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page

from tests.swagger import OPERATIONS, prefilled_request

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]
TRIED = [
    "catalogue",
    "observations_list",
    "observations_retrieve",
    "observations_export",
    "metrics_history_list",
    "documents_passages_retrieve",
    "search_list",
    "problems_retrieve",
]
"""One operation of each kind: the browser takes seconds for each. tests/test_schema.py sends the requests of all."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        yield page


def test_operations_can_be_tried_out(page: Page, server: str) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{server}/api/v1/docs")
    page.wait_for_selector(".opblock")
    shown = page.locator(".opblock").evaluate_all("blocks => blocks.map(block => block.id.split('-').pop())")
    assert sorted(shown) == sorted(OPERATIONS)
    statuses = {name: status_of(page, name) for name in TRIED}
    assert statuses == dict.fromkeys(TRIED, "200")
    sent = {unquote_plus(url.removeprefix(server)) for url in requests}
    assert sent >= {unquote_plus(prefilled_request(name)) for name in TRIED}
    assert complaints == []
    assert {url for url in requests if not url.startswith(("data:", server, "blob:"))} == set()


def status_of(page: Page, operation: str) -> str:
    """The status of the response that the page shows when the operation is opened and executed."""
    block = page.locator(f".opblock[id$='-{operation}']")
    block.locator(".opblock-summary-control").click()
    block.locator("button.execute").click()
    status = block.locator(".live-responses-table tbody .response-col_status").first
    status.wait_for()
    text = status.inner_text().split()[0]
    block.locator(".opblock-summary-control").click()
    return text


def test_it_fits_a_phone(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/api/v1/docs")
    page.wait_for_selector(".opblock")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
