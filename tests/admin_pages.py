"""The pages of the admin in a browser: accounts that log in, and the ways to each page in each of its states."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.serving import ROOT, free_port, serving

PASSWORD = "wan-xing-1"
ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for name, group in (("li", "corrector"), ("wang", "publisher")):
    User.objects.create_user(name, password="{PASSWORD}", is_staff=True).groups.add(Group.objects.get(name=group))
User.objects.create_superuser("zhang", password="{PASSWORD}")
"""
CONFLICT = """
from indicators.models import Override
from tests.editing import correct
from indicators.models import Observation, Unit
poor = Observation.objects.get(code="ankang-report-poor-population-610900-2018")
correct(poor, value=229700, value_text="22.97万人")
Override.objects.filter(field="value").update(conflict=True, fixture="229500")
unit = Unit.objects.get(code="percent")
correct(unit, name_zh="百分比", reason="与其他文件一致。")
"""
POOR_2018 = "ankang-report-poor-population-610900-2018"
OBSERVATIONS = "/admin/indicators/observation/"
KINDS = [
    *("indicators/observation", "indicators/metric", "indicators/region", "indicators/membership", "indicators/unit"),
    *("indicators/document", "indicators/passage", "indicators/quote", "indicators/relation", "indicators/derived"),
    *("indicators/revision", "indicators/override"),
    *(f"programmes/{name}" for name in ("programme", "programmemetric", "part", "achievement")),
]


def run_in_shell(database_url: str, code: str) -> None:
    environment = os.environ | {"DATABASE_URL": database_url}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def admin_server(database_url: str) -> Iterator[str]:
    """The address of a server with the fixtures, the accounts of each role, corrections and an open conflict."""
    port = free_port()
    with serving(database_url, port, is_silent=False):  # refused forms and locked log-ins are logged
        run_in_shell(database_url, ACCOUNTS)
        run_in_shell(database_url, CONFLICT)
        yield f"http://127.0.0.1:{port}"


def log_in(page: Page, username: str) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")


def new_context(browser: Browser, address: str, language: str, width: int, dark: bool) -> BrowserContext:
    height = 900 if width > 767 else 844
    return browser.new_context(
        base_url=address,
        locale={"zh": "zh-CN", "en": "en"}[language],
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
    )


def open_first(page: Page, path: str, words: str = "") -> None:
    """The page of the first record of a list."""
    page.goto(f"{path}?q={words}")
    page.goto(str(page.locator("#result_list tbody a").first.get_attribute("href")))


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#content-main input[type=submit].default").click()


def correct_poor(page: Page, value: str, reason: str = "报告印的是另一个数。") -> None:
    open_first(page, OBSERVATIONS, POOR_2018)
    page.fill("#id_value", value)
    page.fill("#id_reason", reason)
    submit(page)


def go(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def first(kind: str) -> Callable[[Page], object]:
    return lambda page: open_first(page, f"/admin/{kind}/")


def beside(end: str, words: str = POOR_2018) -> Callable[[Page], object]:
    """A page on an observation, by the end of its address."""

    def visit(page: Page) -> None:
        open_first(page, OBSERVATIONS, words)
        page.goto(page.url.split("/change/")[0] + end)

    return visit


def unfolded(page: Page) -> None:
    open_first(page, OBSERVATIONS, POOR_2018)
    page.evaluate("document.querySelectorAll('#content details').forEach(one => { one.open = true; })")


def refused_replacement(page: Page) -> None:
    beside("/replace/")(page)
    submit(page)


def decision(page: Page) -> None:
    page.goto("/admin/indicators/override/")
    page.locator(".field-decision a").first.click()


def decision_refused(page: Page) -> None:
    decision(page)
    submit(page)


def forbidden(page: Page) -> None:
    """A page of a permission that a corrector lacks."""
    as_corrector(page, lambda: page.goto("/admin/load/"))


def as_corrector(page: Page, visit: Callable[[], object]) -> None:
    """Visit with the session of a corrector, whose page stays; the session from before is back afterwards."""
    cookies = page.context.cookies()
    page.context.clear_cookies()
    log_in(page, "li")
    visit()
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were read


def expired(page: Page) -> None:
    """A form whose token is no longer that of the cookie."""
    open_first(page, OBSERVATIONS, POOR_2018)
    page.fill("#id_reason", "报告印的是另一个数。")
    page.evaluate("document.querySelector('#content-main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    submit(page)


def session_ended(page: Page) -> None:
    open_first(page, OBSERVATIONS, POOR_2018)
    page.fill("#id_reason", "报告印的是另一个数。")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    submit(page)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were read


def logged_out(page: Page) -> None:
    cookies = page.context.cookies()
    page.context.clear_cookies()
    log_in(page, "wang")
    page.locator("#logout-form button").click()
    page.wait_for_url("**/logout/")
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were read


def locked(page: Page) -> None:
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.goto("/admin/login/")
    while page.locator("#id_username").count():
        page.fill("#id_username", "qian")
        page.fill("#id_password", "wrong")
        page.click("input[type=submit]")
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were read


def load_preview(page: Page) -> None:
    page.goto("/admin/load/")
    submit(page)


def refused_password(page: Page) -> None:
    page.goto("/admin/password_change/")
    page.fill("#id_old_password", "wrong")
    page.fill("#id_new_password1", "123456")
    page.fill("#id_new_password2", "1234567")
    submit(page)


def upload(page: Page, rows: list[list[str]]) -> None:
    page.goto(f"{OBSERVATIONS}spreadsheet/")
    content = "\n".join(",".join(row) for row in [["code", "revision", "value", "value_text", "qualifier"], *rows])
    page.set_input_files("#id_file", {"name": "更正.csv", "mimeType": "text/csv", "buffer": content.encode()})
    page.fill("#id_reason", "报告印的是另一个数。")
    submit(page)


def refused_sheet(page: Page) -> None:
    upload(page, [[POOR_2018, "2", "22.97万", "22.97万人", "大概"], ["no-such-record", "1", "1", "1", "exact"]])


def previewed_sheet(page: Page) -> None:
    upload(page, [[POOR_2018, "2", "229500", "22.95 万人", "approximate"]])


STATES: dict[str, Callable[[Page], object]] = {
    "index": go("/admin/"),
    "password": go("/admin/password_change/"),
    "password-errors": refused_password,
    **{f"list-{kind.partition('/')[2]}": go(f"/admin/{kind}/") for kind in KINDS},
    **{f"form-{kind.partition('/')[2]}": first(kind) for kind in KINDS if not kind.endswith("override")},
    "search-empty": go(f"{OBSERVATIONS}?q=无此词"),
    "form-unfolded": unfolded,
    "form-errors": lambda page: correct_poor(page, "22.97万", ""),
    "preview": lambda page: correct_poor(page, "229500"),
    "history": beside("/history/"),
    "revert": beside("/history/1/revert/"),
    "withdraw": beside("/withdraw/"),
    "withdrawn": go(f"{OBSERVATIONS}withdrawn/"),
    "replace": beside("/replace/"),
    "replace-errors": refused_replacement,
    "add": go(f"{OBSERVATIONS}add/"),
    "add-achievement": go("/admin/programmes/achievement/add/"),
    "spreadsheet": go("/admin/indicators/observation/spreadsheet/"),
    "spreadsheet-errors": refused_sheet,
    "spreadsheet-preview": previewed_sheet,
    "decide": decision,
    "decide-errors": decision_refused,
    "forbidden": forbidden,
    "expired": expired,
    "session-ended": session_ended,
    "logged-out": logged_out,
    "locked": locked,
    "load": load_preview,
}
"""Each page of the admin in its states, by name, for an account that may do all."""
