"""The pages of the documentation in a browser: on a phone, by keyboard, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from ankang_api.navigation import PAGE_NAMES
from ankang_api.views.documentation import CHINESE_FILES, FILES

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]

ADDRESSES = [f"/docs/{page}".removesuffix("/index") for page in FILES] + [
    f"/docs/zh/{page}".removesuffix("/index") for page in CHINESE_FILES
]
BROKEN_WORDS = """() => {
    const broken = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest("code")) continue;
        for (const word of texts.currentNode.data.matchAll(/[A-Za-z0-9]+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(line => line.top)).size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""
"""The words outside code of which a part is on another line."""
UNREACHABLE_BOXES = """() => [...document.querySelectorAll("main *")]
    .filter(box => box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX))
    .filter(box => { box.focus(); return document.activeElement !== box || box.tabIndex !== 0; })
    .map(box => box.outerHTML.slice(0, 100))"""
"""The boxes that scroll sideways and that the keyboard cannot focus."""
SCROLLED = """() => new Promise(done => {
    const end = performance.now() + 5000;
    const look = () => document.activeElement.scrollLeft > 0 ? done(true)
        : performance.now() > end ? done(false) : requestAnimationFrame(look);
    look();
})"""
"""Whether the focused box is scrolled sideways within five seconds."""
SMALL_LINKS = """() => [...document.querySelectorAll("header a")]
    .filter(link => link.getBoundingClientRect().height < 24 || link.getBoundingClientRect().right > innerWidth)
    .map(link => link.textContent)"""
"""The links of the navigation that are outside the screen or less than 24 pixels high (WCAG 2.5.8)."""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 390, "height": 844}) as page:
        yield page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_a_phone_and_the_keyboard(phone: Page, server: str, address: str) -> None:
    phone.goto(server + address)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.evaluate(BROKEN_WORDS) == []
    assert phone.evaluate(UNREACHABLE_BOXES) == []
    assert phone.evaluate(SMALL_LINKS) == []


def test_a_wide_block_is_scrolled_by_keyboard(phone: Page, server: str) -> None:
    for address, box in (("/docs/formats", "pre:has(.language-python)"), ("/docs/zh/fields", ".table")):
        phone.goto(server + address)
        phone.locator(box).last.focus()
        phone.keyboard.press("ArrowRight")
        assert phone.evaluate(SCROLLED)


@pytest.mark.parametrize(
    ("address", "languages"), [("/docs/formats", ["中文", "English"]), ("/docs/zh/formats", ["English", "中文"])]
)
def test_the_language_link_leads_to_the_other_language_and_back(
    phone: Page, server: str, address: str, languages: list[str]
) -> None:
    phone.goto(server + address)
    for language in languages:
        phone.get_by_role("link", name=language, exact=True).click()
    assert phone.url == server + address


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/docs", "/docs/zh", "/docs/license-data"])
def test_the_navigation_shows_every_page(browser: Browser, server: str, address: str, width: int) -> None:
    with browser.new_page(viewport={"width": width, "height": 900}) as page:
        page.goto(server + address)
        shown = page.locator(".sections a:visible").evaluate_all(
            "links => links.map(link => link.pathname.split('/').pop())"
        )
    assert sorted(shown) == sorted([*PAGE_NAMES, "docs", ""])
