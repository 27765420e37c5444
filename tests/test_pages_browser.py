"""The pages for readers in a browser: they fit, load nothing from elsewhere, are accessible, and lead on."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.databases import copied
from tests.public_pages import (
    POOR_2018,
    PUBLIC_STATES,
    STATUS_CODES,
    Servers,
    public_address,
    public_servers,
)

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]

WIDTHS = (320, 390, 1440)
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""The rule for WCAG 2.2's target size is not among those that axe applies by default."""
FOCUS = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
    return {
        name: focused === document.body ? "" : focused.outerHTML.slice(0, 120),
        index: focused === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(focused),
        visible: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle === "solid"
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
"""The focused element, and whether it is in view with an outline."""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter(each => each.type !== "hidden" && each.checkVisibility())
    .map(each => [...document.querySelectorAll("*")].indexOf(each))"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    ".site a, .ways a, .crumbs a, figcaption a, .figures a, .history a, .note a, summary, button, input, select")]
    .filter(each => each.type !== "hidden" && each.checkVisibility() && each.getBoundingClientRect().height < 24)
    .map(each => each.outerHTML.slice(0, 120))"""
"""Links and controls that are less than 24 pixels high (WCAG 2.5.8)."""


@pytest.fixture(scope="module")
def servers(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folders = tmp_path_factory.mktemp("corrected"), tmp_path_factory.mktemp("two")
    with (
        copied(loaded_database, folders[0]) as corrected_url,
        copied(loaded_database, folders[1]) as two_reports_url,
        public_servers(corrected_url, two_reports_url) as servers,
    ):
        yield servers


@contextmanager
def page_of(browser: Browser, width: int = 1440, *, dark: bool = False, script: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 767 else 844},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="en",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    with page_of(browser) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with page_of(browser, 390) as page:
        yield page


def watched(page: Page, problems: list[str]) -> None:
    """Collect what goes wrong while pages are loaded, and requests to another host."""

    def check_host(request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            problems.append(f"{page.url}: requests {request.url}")

    page.on("request", check_host)
    page.on("requestfailed", lambda request: problems.append(f"{page.url}: {request.url} fails: {request.failure}"))
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"{page.url}: {message.text}")
            if message.type in ("error", "warning") and message.location["url"] != page.url  # its own 404, 410 or 400
            else None
        ),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_fits_each_width_in_light_and_dark_without_scripts(
    browser: Browser, servers: Servers, language: str
) -> None:
    problems: list[str] = []
    with page_of(browser) as page:
        watched(page, problems)
        for name in PUBLIC_STATES:
            response = page.goto(public_address(servers, name, language))
            assert response is not None
            if response.status != STATUS_CODES.get(name, 200):
                problems.append(f"{name}: status {response.status}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                page.emulate_media(color_scheme="dark" if width == 390 else "light")
                if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                    problems.append(f"{name}: needs {needed} pixels at {width}")
                problems += [f"{name}: small at {width}: {each}" for each in page.evaluate(SMALL_TARGETS)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("zh", 390, False), ("en", 1440, True)], ids=["phone-light", "desktop-dark"]
)
def test_axe_finds_nothing(browser: Browser, servers: Servers, language: str, width: int, dark: bool) -> None:
    problems: list[str] = []
    with page_of(browser, width, dark=dark, script=True) as page:
        for name in PUBLIC_STATES:
            page.goto(public_address(servers, name, language))
            violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
            problems += [f"{name}: {one['id']}: {node['target']}" for one in violations for node in one["nodes"]]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", ["home", "report", "figures", "observation-corrected", "as-of"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Browser, servers: Servers, name: str) -> None:
    with page_of(browser, 390, dark=True) as page:
        page.goto(public_address(servers, name, "en"))
        reachable: list[int] = page.evaluate(REACHABLE)
        reached: list[int] = []
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        while (focus := page.evaluate(FOCUS))["name"] and len(reached) <= len(reachable):
            assert focus["visible"], focus["name"]
            reached.append(focus["index"])
            page.keyboard.press("Tab")
        assert reached == reachable


def test_the_skip_link_leads_past_the_header(phone: Page, servers: Servers) -> None:
    for name in ("report", "not-found", "docs-page"):
        phone.goto(public_address(servers, name, "zh"))
        phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        assert phone.url.endswith("#text")
        phone.keyboard.press("Tab")
        assert not phone.evaluate("document.activeElement.closest('header') !== null")


@pytest.mark.parametrize(("language", "in_report"), [("zh", "在报告中查看"), ("en", "In the report")])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_number_of_the_home_page_leads_to_its_words_and_back(
    browser: Browser, servers: Servers, language: str, in_report: str, width: int
) -> None:
    with page_of(browser, width) as page:
        page.goto(public_address(servers, "home", language))
        page.get_by_role("link", name="减少到22.96万人", exact=True).click()
        assert page.url == f"{servers.corrected}/{language}/observations/{POOR_2018}"
        page.get_by_role("link", name=in_report, exact=True).click()
        expect(page.locator(":target")).to_have_text("减少到22.96万人")
        expect(page.locator(":target")).to_be_in_viewport()
        page.locator(":target a").click()
        assert page.url == f"{servers.corrected}/{language}/observations/{POOR_2018}"
        page.go_back()
        expect(page.locator(":target")).to_be_in_viewport()


def test_ten_figures_lead_to_their_words_in_the_report(phone: Page, servers: Servers) -> None:
    phone.goto(public_address(servers, "figures", "en"))
    rows = phone.locator(".figures.wide tbody tr").all()[::4][:10]
    figures = [(row.locator("a").get_attribute("href"), row.locator(".words").inner_text()) for row in rows]
    assert len(figures) == 10
    for address, words in figures:
        phone.goto(f"{servers.corrected}{address}")
        phone.get_by_role("link", name="In the report", exact=True).click()
        expect(phone.locator(":target").first).to_be_in_viewport()
        assert phone.locator(":target").inner_text() in words


def test_figures_are_filtered_by_keyboard(desktop: Page, servers: Servers) -> None:
    desktop.goto(public_address(servers, "figures", "en"))
    desktop.get_by_label("Words").focus()
    desktop.keyboard.type("覆盖")
    for _field in range(4):
        desktop.keyboard.press("Tab")
    desktop.keyboard.press("Space")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/en/figures?**")
    assert unquote(urlsplit(desktop.url).query) == "q=覆盖&value_type=target"
    assert desktop.locator("tbody tr").count() == 2
    expect(desktop.get_by_label("targets only")).to_be_checked()
    desktop.get_by_role("link", name="Clear").click()
    assert desktop.url == f"{servers.corrected}/en/figures"


def test_the_language_switch_keeps_the_page(phone: Page, servers: Servers) -> None:
    for name in ("report", "figures-filtered", "as-of"):
        phone.goto(public_address(servers, name, "en"))
        for link, language in (("中文", "zh"), ("English", "en")):
            phone.get_by_role("link", name=link, exact=True).click()
            assert phone.url == public_address(servers, name, language)
    phone.get_by_role("link", name="中文", exact=True).click()
    phone.goto(servers.corrected)
    assert phone.url == f"{servers.corrected}/zh/"


def test_a_correction_leads_to_the_page_as_it_was_and_from_there_to_the_current_one(
    phone: Page, servers: Servers
) -> None:
    phone.goto(public_address(servers, "corrections", "zh"))
    phone.get_by_role("link", name="更正前的页面").nth(1).click()
    assert phone.url == f"{servers.corrected}/zh/observations/{POOR_2018}?revision=2"
    bar = phone.locator(".as-of")
    assert phone.evaluate("document.querySelector('.as-of').offsetWidth") == 390
    phone.get_by_role("link", name="在报告中查看", exact=True).click()
    expect(bar).to_contain_text("第 2 次修订")
    bar.get_by_role("link").click()
    assert phone.url == f"{servers.corrected}/zh/reports/ankang-report"
    expect(bar).to_have_count(0)


def test_the_header_is_in_the_language_of_the_page(phone: Page, servers: Servers) -> None:
    for name in ("home", "docs-page", "not-found"):
        phone.goto(public_address(servers, name, "zh"))
        links = phone.locator("header nav a:not(.language)").all_inner_texts()
        assert links == ["报告", "数据", "更正", "说明", "API"]


def test_print_has_the_text_without_the_navigation(desktop: Page, servers: Servers) -> None:
    desktop.emulate_media(media="print")
    for name in ("report", "figures", "docs-page"):
        desktop.goto(public_address(servers, name, "zh"))
        expect(desktop.locator("main")).to_be_visible()
        assert desktop.locator(":is(nav, .filters, .ways):visible").count() == 0
