"""What was missed is added from the report's text: its words are marked by mouse, by touch or with the keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import ROOT, free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.database_independent]
USER = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user("zhao", password="wan-xing-1", is_staff=True)
user.groups.add(Group.objects.get(name="corrector"))
from indicators.history.changeset import open_changeset
from indicators.models import Observation
with open_changeset("withdrawal", "corrector", "A test.") as changeset:
    for code in ("factory-employees-610900-undated", "poor-population-610900-2018"):
        changeset.withdraw(Observation.objects.get(code=f"ankang-report-{code}"))
"""
ADD = "/admin/indicators/observation/add/"
PLACES = """([words, action]) => {
    const passage = [...document.querySelectorAll(".passage-words")].find((one) => one.textContent.includes(words));
    const start = passage.textContent.indexOf(words);
    const at = (offset) => {
        const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (offset <= node.length) {
                return [node, offset];
            }
            offset -= node.length;
        }
    };
    const range = document.createRange();
    range.setStart(...at(start));
    range.setEnd(...at(start + words.length));
    const text = document.getElementById("passages");
    text.scrollIntoView({ block: "center" });
    text.scrollTop += range.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 2;
    if (action === "select") {
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
    }
    const boxes = range.getClientRects();
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
}"""


@pytest.fixture
def address(database_url: str) -> Iterator[str]:
    """A server of the test's own, with a corrector, and with two figures withdrawn."""
    port = free_port()
    with serving(database_url, port):
        environment = os.environ | {"DATABASE_URL": database_url}
        subprocess.run([sys.executable, "manage.py", "shell", "-c", USER], cwd=ROOT, env=environment, check=True)
        yield f"http://127.0.0.1:{port}"


def add_page(browser: Browser, address: str, locale: str, width: int, complaints: list[str]) -> Page:
    height, is_phone = (844, True) if width < 500 else (900, False)
    page: Page = browser.new_context(
        base_url=address, locale=locale, viewport={"width": width, "height": height}, has_touch=is_phone
    ).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/admin/login/?next={ADD}")
    page.fill("#id_username", "zhao")
    page.fill("#id_password", "wan-xing-1")
    page.click("input[type=submit]")
    page.wait_for_url(f"**{ADD}")  # loaded with its styles, which place the text, and its script
    return page


def drag(page: Page, words: str) -> None:
    left, top, right, bottom = page.evaluate(PLACES, [words, ""])
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move(right - 1, bottom, steps=6)
    page.mouse.up()


ELSEWHERE = {
    "en": "The words of the period must be in the paragraph of the marked words.",
    "zh-CN": "时期的文字须与已标出的文字在同一段。",
}
SELECTED = {"en": "Selected: “2012年至2018年”", "zh-CN": "已选中： “2012年至2018年”"}


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_words_are_marked_with_the_mouse(browser: Browser, address: str, locale: str) -> None:
    complaints: list[str] = []
    page = add_page(browser, address, locale, 1440, complaints)
    drag(page, "减少到22.96万人")
    page.click("[data-mark=words]")
    expect(page.locator("#id_exact")).to_have_value("减少到22.96万人")
    expect(page.locator("#id_value")).to_have_value("229600")
    expect(page.locator("#id_value_text")).to_have_value("22.96万人")
    drag(page, "2012年至2018年")
    expect(page.locator("#marking-status")).to_have_text(SELECTED[locale])
    page.click("[data-mark=period]")
    expect(page.locator("#id_period_exact")).to_have_value("2012年至2018年")
    expect(page.locator("#id_time_period")).to_have_value("2018")
    assert page.input_value("#id_period_basis") == "stated"
    marked = "".join(page.locator("#passages .marked").all_inner_texts())
    assert (marked, page.locator("#passages .marked-period").inner_text()) == ("减少到22.96万人", "2012年至2018年")
    page.click("[data-move=words-start-later]")
    expect(page.locator("#id_exact")).to_have_value("少到22.96万人")
    page.fill("#id_value", "229601")
    page.click("[data-move=words-start-earlier]")
    expect(page.locator("#id_exact")).to_have_value("减少到22.96万人")
    assert page.input_value("#id_value") == "229601"
    assert complaints == []


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_words_are_marked_by_touch(browser: Browser, address: str, locale: str) -> None:
    complaints: list[str] = []
    page = add_page(browser, address, locale, 390, complaints)
    page.locator("#passages .uncovered", has_text="17632").tap()
    expect(page.locator("#id_exact")).to_have_value("吸纳就业17632人")
    expect(page.locator("#id_value")).to_have_value("17632")
    page.locator("[data-move=words-end-earlier]").tap()
    expect(page.locator("#id_exact")).to_have_value("吸纳就业17632")
    page.evaluate(PLACES, ["2012年至2018年", "select"])
    expect(page.locator("#marking-status")).to_have_text(SELECTED[locale])
    page.locator("[data-mark=period]").tap()
    expect(page.locator("#marking-status")).to_have_text(ELSEWHERE[locale])
    expect(page.locator("#id_exact")).to_have_value("吸纳就业17632")
    page.evaluate(PLACES, ["2017年中国", "select"])
    expect(page.locator("#marking-status")).to_have_text(SELECTED[locale].replace("2012年至2018年", "2017年中国"))
    page.locator("[data-mark=period]").tap()
    expect(page.locator("#id_period_exact")).to_have_value("2017年中国")
    expect(page.locator("#id_exact")).to_have_value("吸纳就业17632")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    left, top, *_rest = page.evaluate(PLACES, ["建成新社区工厂417家", ""])
    page.touchscreen.tap(left + 20, top)
    expect(page.locator("#marking-status a").first).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize(("locale", "width"), [("en", 1440), ("zh-CN", 390)])
def test_words_are_marked_with_the_keyboard(browser: Browser, address: str, locale: str, width: int) -> None:
    complaints: list[str] = []
    page = add_page(browser, address, locale, width, complaints)
    text = page.locator(".passage-words").first.inner_text()
    page.focus("#passages")
    page.keyboard.press("Tab")
    start = text.index("减少到22.96万人")
    for _step in range(start):
        page.keyboard.press("ArrowRight")
    for _character in "减少到22.96万人":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("#id_exact")).to_have_value("减少到22.96万人")
    assert page.locator(".passage-words").first.inner_text() == text
    page.focus("#passages")
    page.keyboard.press("Tab")
    for _step in range(text.index("2012年至2018年")):
        page.keyboard.press("ArrowRight")
    for _character in "2012年至2018年":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#id_period_exact")).to_have_value("2012年至2018年")
    expect(page.locator("#id_time_period")).to_have_value("2018")
    assert complaints == []


def test_a_number_is_chosen_and_its_words_are_moved_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_context(base_url=address, locale="en", java_script_enabled=False).new_page()
    page.goto(f"/admin/login/?next={ADD}")
    page.fill("#id_username", "zhao")
    page.fill("#id_password", "wan-xing-1")
    page.click("input[type=submit]")
    page.click("#passages .uncovered >> text=17632")
    assert page.input_value("#id_exact") == "吸纳就业17632人"
    page.click("text=Start later")
    assert page.input_value("#id_exact") == "纳就业17632人"
    assert page.input_value("#id_value") == "17632"
