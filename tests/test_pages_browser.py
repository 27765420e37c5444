"""The pages for readers in a browser: on each width, light and dark, without scripts, by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.databases import copied
from tests.public_pages import PATHS, STATUSES, public_server

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]

WIDTHS = (320, 390, 1440)
FINDING = "/en/observations/ankang-report-poverty-incidence-610900-2018"
OUT_OF_VIEW = """() => [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("pre, .table, svg"))
    .map(one => one.outerHTML.slice(0, 120))"""
"""The elements that stick out of the window."""
SMALL_TARGETS = """() => [...document.querySelectorAll("header a, footer a, .ways a, button, select, input, summary")]
    .filter(one => one.getBoundingClientRect().height < 24 && !one.matches("footer a, [type=checkbox], [type=hidden]"))
    .map(one => one.outerHTML.slice(0, 120))"""
"""What stands alone and is less than 24 pixels high (WCAG 2.5.8)."""
DUPLICATE_IDS = """() => [...document.querySelectorAll("[id]")].map(one => one.id)
    .filter((id, place, ids) => ids.indexOf(id) !== place)"""
HAS_OUTLINE = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


@pytest.fixture(scope="module")
def address(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copied(loaded_database, tmp_path_factory.mktemp("pages")) as url, public_server(url) as address:
        yield address


def plain_page(browser: Browser, address: str, width: int, *, dark: bool = False, scripts: bool = False) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    return context.new_page()


def paths(language: str) -> list[tuple[str, str]]:
    return [(name, f"/{language}/{path}") for name, path in PATHS.items()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_need_no_script_and_ask_no_other_host(browser: Browser, address: str, language: str) -> None:
    page = plain_page(browser, address, 1440)
    failures: list[str] = []
    page.on("console", lambda message: failures.append(f"{page.url}: {message.text}"))
    page.on("requestfailed", lambda request: failures.append(f"{request.url}: {request.failure}"))
    page.on("response", lambda response: check_response(response, address, failures))
    for name, path in paths(language):
        response = page.goto(path)
        assert response is not None
        assert response.status == STATUSES.get(name, 200), path
        expect(page.locator("h1")).to_have_count(1)
    page.context.close()
    # Chromium notes in its console that a page has the status 400, 404 or 410, and aborts what it loads to go on
    assert [one for one in failures if not one.endswith("ERR_ABORTED") and "Failed to load resource" not in one] == []


def check_response(response: Response, address: str, failures: list[str]) -> None:
    """Nothing comes from another host, and what a page loads is there. A page may say that something is not."""
    is_missing = response.status >= 400 and not response.request.is_navigation_request()
    if is_missing or not response.url.startswith(address):
        failures.append(f"{response.url}: {response.status}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_fit_each_width(browser: Browser, address: str, language: str, width: int) -> None:
    page = plain_page(browser, address, width, scripts=True)
    found = []
    for name, path in paths(language):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found += [(name, each) for each in page.evaluate(OUT_OF_VIEW)]
        found += [(name, each) for each in page.evaluate(SMALL_TARGETS)]
        found += [(name, each) for each in page.evaluate(DUPLICATE_IDS)]
    page.context.close()
    assert found == []


@pytest.mark.parametrize(("language", "width", "dark"), [("zh", 390, False), ("en", 1440, True)])
def test_axe_finds_nothing(browser: Browser, address: str, language: str, width: int, dark: bool) -> None:
    page = plain_page(browser, address, width, dark=dark, scripts=True)
    found = []
    for name, path in paths(language):
        page.goto(path)
        for violation in Axe().run(page).response["violations"]:
            found.append((name, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]))
    page.context.close()
    assert found == []


def test_a_reader_follows_a_number_to_its_words_and_back(browser: Browser, address: str) -> None:
    page = plain_page(browser, address, 390, scripts=True)
    page.goto("/en/")
    page.get_by_role("link", name="降至10.5%").click()
    assert page.url == address + FINDING
    page.get_by_role("link", name="In the report").click()
    target = page.locator("mark:target")
    expect(target).to_have_text("降至10.5%")
    expect(target).to_be_in_viewport()
    target.get_by_role("link").click()
    assert page.url == address + FINDING
    page.context.close()


def test_figures_are_filtered_by_keyboard_without_a_script(browser: Browser, address: str) -> None:
    page = plain_page(browser, address, 1440)
    page.goto("/zh/figures")
    page.get_by_role("searchbox", name="关键词").focus()
    page.keyboard.type("搬迁")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/figures?q=%E6%90%AC%E8%BF%81")
    expect(page.get_by_text("共6项")).to_be_visible()
    page.get_by_role("link", name="清除条件").click()
    expect(page.get_by_text("共47项")).to_be_visible()
    page.context.close()


def test_the_keyboard_reaches_the_text_first_and_focus_is_seen(browser: Browser, address: str) -> None:
    page = plain_page(browser, address, 1440, scripts=True)
    page.goto("/en/reports/ankang-report")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the text")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _place in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_OUTLINE)
    expect(page.locator("main :focus")).to_have_count(1)
    page.context.close()


def test_the_language_switch_keeps_the_page_and_the_bar_leads_back(browser: Browser, address: str) -> None:
    page = plain_page(browser, address, 390)
    page.goto("/en/observations/ankang-report-poor-population-610900-2018?revision=1")
    page.get_by_role("link", name="中文").click()
    assert page.url == f"{address}/zh/observations/ankang-report-poor-population-610900-2018?revision=1"
    expect(page.locator("p.value")).to_contain_text("229,600")
    page.get_by_role("link", name="查看最新数据").click()
    expect(page.locator("p.value")).to_contain_text("229,700")
    page.goto("/")
    assert page.url == f"{address}/zh/"
    page.context.close()
