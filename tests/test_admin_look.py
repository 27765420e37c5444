"""The pages of the admin as officials see them: what is in view, in which words, on each width, by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.admin_pages import (
    OBSERVATIONS,
    POOR_2018,
    STATES,
    admin_server,
    correct_poor,
    log_in,
    new_context,
    open_first,
)
from tests.databases import copied

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]


@pytest.fixture(scope="module")
def address(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copied(loaded_database, tmp_path_factory.mktemp("admin")) as url, admin_server(url) as address:
        yield address


@pytest.fixture(scope="module")
def desktop(browser: Browser, address: str) -> Iterator[Page]:
    yield from logged_in(browser, address, "zh", 1440)


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Page]:
    yield from logged_in(browser, address, "zh", 390)


def logged_in(browser: Browser, address: str, language: str, width: int, dark: bool = False) -> Iterator[Page]:
    context = new_context(browser, address, language, width, dark)
    page = context.new_page()
    log_in(page, "zhang")
    yield page
    context.close()


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_desktop_shows_value_reason_and_submit_without_scrolling(desktop: Page) -> None:
    desktop.goto(f"{OBSERVATIONS}?all=")
    links = [str(link.get_attribute("href")) for link in desktop.locator("#result_list tbody th a").all()]
    for link in [links[0], links[len(links) // 2], links[-1]]:
        desktop.goto(link)
        submit = desktop.locator(".submit-row").bounding_box()
        assert submit is not None
        assert submit["y"] + submit["height"] <= 900
        assert bottom(desktop, "#id_value") < bottom(desktop, "#id_reason") <= submit["y"]


def test_a_phone_shows_them_within_two_screens(phone: Page) -> None:
    open_first(phone, OBSERVATIONS, POOR_2018)
    assert bottom(phone, ".submit-row") <= 844
    assert bottom(phone, "#id_value") <= 844
    assert bottom(phone, "#id_reason") <= 2 * 844
    phone.mouse.wheel(0, 500)
    assert bottom(phone, ".submit-row") <= 844


def test_the_form_follows_the_work_and_shows_nothing_twice(desktop: Page) -> None:
    open_first(desktop, OBSERVATIONS, POOR_2018)
    shown = ["mark", "#id_value", "#id_value_text", "#id_qualifier", "#id_reason"]
    bottoms = [bottom(desktop, f"#content {selector}:visible") for selector in shown]
    assert bottoms == sorted(bottoms)
    assert desktop.locator("#content mark:visible").count() == 1
    folded = desktop.locator("#content .collapse > details > summary").all_inner_texts()
    assert folded == ["精度与数值类型", "时期", "数据关系", "备注", "记录"]


def test_the_paragraph_opens_by_keyboard(desktop: Page) -> None:
    open_first(desktop, OBSERVATIONS, POOR_2018)
    words = desktop.locator("#content .field-evidence .words")
    change = "安康全市贫困人口由100.5万人减少到22.96万人，贫困发生率由40.7%降至10.5%。"
    assert words.inner_text() == f"2012年至2018年，{change}"
    desktop.focus("#content .field-evidence summary")
    desktop.keyboard.press("Enter")
    assert words.inner_text().startswith("安康全域位于秦巴山集中连片特困地区")


@pytest.mark.parametrize(
    ("language", "name"), [("zh", "贫困人口，安康市，2018"), ("en", "Poor population, Ankang City, 2018")]
)
def test_a_record_is_named_in_words_with_its_code_beside(
    browser: Browser, address: str, language: str, name: str
) -> None:
    for page in logged_in(browser, address, language, 1440):
        open_first(page, OBSERVATIONS, POOR_2018)
        assert page.locator("h1").inner_text().split() == [*name.split(), POOR_2018]
        assert page.locator(".breadcrumbs").inner_text().endswith(name)
        page.goto(f"{OBSERVATIONS}?q={POOR_2018}")
        assert page.locator("#result_list tbody th").inner_text().split() == [*name.split(), POOR_2018]
        correct_poor(page, "229500")
        assert page.locator("h1").inner_text().split() == [*name.split(), POOR_2018]
        assert page.locator(".summary mark").inner_text() == "减少到22.96万人"
        assert "229,500" in page.locator(".summary .figure").inner_text()


def test_a_refused_form_leads_to_each_of_its_errors(desktop: Page) -> None:
    correct_poor(desktop, "22.97万", "")
    expect(desktop.locator("#error-summary")).to_be_focused()
    assert desktop.locator("#error-summary li a").all_inner_texts() == ["数值（人）", "理由"]
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#id_value")).to_be_focused()
    assert desktop.locator(".field-value .errorlist").is_visible()


def test_a_folded_field_with_an_error_is_shown(desktop: Page) -> None:
    open_first(desktop, OBSERVATIONS, POOR_2018)
    desktop.locator("#content fieldset summary", has_text="时期").click()
    desktop.fill("#id_base_period", "2017/")
    desktop.fill("#id_reason", "一个理由。")
    desktop.locator("#content-main input[type=submit].default").click()
    assert desktop.locator("#error-summary li a").all_inner_texts() == ["基期"]
    assert desktop.locator("#id_base_period").is_visible()
    assert not desktop.locator("#id_note_zh").is_visible()


def test_a_phone_shows_the_columns_that_are_wanted_most(phone: Page, desktop: Page) -> None:
    for page, columns in ((phone, ["名称", "数值及单位"]), (desktop, ["名称", "数值及单位", "原文数值", "原文文字"])):
        page.goto(OBSERVATIONS)
        shown = [one.inner_text() for one in page.locator("#result_list thead th").all() if one.is_visible()]
        assert shown[: len(columns)] == columns
        assert (len(shown) == len(columns)) == (page is phone)


def test_a_list_follows_the_report(desktop: Page) -> None:
    desktop.goto(f"{OBSERVATIONS}?q=贫困人口")
    words = desktop.locator("#result_list .field-exact_words").all_inner_texts()
    assert words.index("贫困人口由100.5万人") < words.index("减少到22.96万人")


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("zh", 320, False), ("en", 1440, True)], ids=["narrow-light", "wide-dark"]
)
def test_each_page_is_accessible_and_fits(
    browser: Browser, address: str, language: str, width: int, dark: bool
) -> None:
    found = []
    for page in logged_in(browser, address, language, width, dark):
        for name, visit in STATES.items():
            visit(page)
            violations = Axe().run(page).response["violations"]
            found += [f"{name}: {one['id']}: {node['target']}" for one in violations for node in one["nodes"]]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{name}: wider than the window")
    assert found == []
