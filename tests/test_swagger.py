"""Swagger UI in a browser: each operation answers an untouched form, in the colours of the system, on any screen."""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.swagger import OPERATIONS, SCHEMA, formats_of, untouched_request

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        yield page


def open_page(page: Page, server: str, fragment: str = "") -> None:
    page.goto(f"{server}/api/v1/docs{fragment}")
    page.wait_for_selector(".opblock")


def block_of(page: Page, operation: str) -> Locator:
    return page.locator(f".opblock[id$='-{operation}']")


GROUPS = {
    tag["name"]: [item["get"]["operationId"] for item in SCHEMA["paths"].values() if tag["name"] in item["get"]["tags"]]
    for tag in SCHEMA["tags"]
}
"""The operations of each group, in the order of the page."""


def test_every_operation_is_in_a_group() -> None:
    assert sorted(operation for group in GROUPS.values() for operation in group) == sorted(OPERATIONS)


@pytest.mark.parametrize("groups", [list(GROUPS)[start::6] for start in range(6)], ids=" ".join)
def test_every_operation_answers_an_untouched_form(page: Page, corrected_server: str, groups: list[str]) -> None:
    """Each operation in one of its formats, each format by several operations; tests/test_schema.py asks for all."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.removeprefix("blob:").partition("/api/")[0]))
    open_page(page, corrected_server)
    answers, expected = {}, {}
    for group in groups:
        section = page.locator(".opblock-tag-section", has=page.locator(f".opblock-tag[data-tag={group}]"))
        if section.locator(".opblock-tag").get_attribute("data-is-open") == "false":
            section.locator(".opblock-tag").click()
        for place, block in enumerate(section.locator(".opblock").all()):
            operation = str(block.get_attribute("id")).rpartition("-")[2]
            suffixes = formats_of(operation)
            chosen = suffixes[place % len(suffixes)]
            block.locator(".opblock-summary-control").click()
            block.locator(".try-out__btn").click()
            if chosen:
                block.locator("tr[data-param-name=format] select").select_option(chosen)
            with page.expect_response(lambda response: "/api/v1" in response.url) as received:
                block.locator("button.execute").click()
            answers[operation] = (received.value.status, unquote_plus(received.value.url))
            block.locator(".live-responses-table tbody .response-col_status").first.wait_for()
            block.locator(".opblock-summary-control").click()
            path = untouched_request(operation, **{"format": chosen} if chosen else {})
            expected[operation] = (200, corrected_server + unquote_plus(path))
        section.locator(".opblock-tag").click()
    assert list(answers) == [operation for group in groups for operation in GROUPS[group]]
    assert answers == expected
    assert complaints == []
    assert {host for host in hosts if not host.startswith(("data:", corrected_server))} == set()


def test_the_groups_come_in_the_order_of_use_with_the_first_open(page: Page, server: str) -> None:
    open_page(page, server)
    groups = page.locator(".opblock-tag").evaluate_all("tags => tags.map(tag => [tag.dataset.tag, tag.dataset.isOpen])")
    assert groups[:3] == [["observations", "true"], ["series", "false"], ["search", "false"]]
    assert [name for name, _is_open in groups] == [tag["name"] for tag in SCHEMA["tags"]]
    assert [is_open for _name, is_open in groups].count("true") == 1


def test_the_address_of_an_operation_opens_it(page: Page, server: str) -> None:
    page.goto(f"{server}/api/v1/docs#/units/get_unit")
    page.wait_for_selector(".opblock.is-open")
    assert page.locator(".opblock.is-open").evaluate_all("blocks => blocks.map(block => block.id)") == [
        "operations-units-get_unit"
    ]


@pytest.mark.parametrize(
    ("color_scheme", "colors"),
    [("light", ("rgb(251, 250, 247)", "rgb(34, 37, 31)")), ("dark", ("rgb(22, 25, 22)", "rgb(226, 228, 220)"))],
)
def test_it_has_the_colours_of_the_system(
    browser: Browser, server: str, color_scheme: Literal["light", "dark"], colors: tuple[str, str]
) -> None:
    with browser.new_page(color_scheme=color_scheme) as page:
        open_page(page, server)
        group, text = page.locator("body"), page.locator(".opblock-summary-path").first
        assert group.evaluate("element => getComputedStyle(element).backgroundColor") == colors[0]
        assert text.evaluate("element => getComputedStyle(element).color") == colors[1]
        page.emulate_media(color_scheme="light" if color_scheme == "dark" else "dark")
        assert text.evaluate("element => getComputedStyle(element).color") != colors[1]


def test_it_fits_a_phone_with_an_operation_open_and_answered(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, server)
    block = block_of(page, "export_observations")
    block.locator(".opblock-summary-control").click()
    block.locator(".try-out__btn").click()
    block.locator("button.execute").click()
    block.locator(".live-responses-table tbody .response-col_status").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_its_first_paragraphs_lead_to_meaning_names_and_citing(page: Page, server: str) -> None:
    open_page(page, server)
    assert page.locator("html").get_attribute("lang") == "en"
    for paragraph, docs in (("main > p:not([lang])", "/docs"), ("main > p[lang=zh-Hans]", "/docs/zh")):
        links = page.locator(f"{paragraph} a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert links == [f"{docs}/fields", "/api/v1/observations?fields=basic", f"{docs}/citing"]
        assert [page.request.get(server + link).status for link in (links[0], links[2])] == [200, 200]
