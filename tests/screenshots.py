"""Screenshots of the pages for readers and of the admin: `python -m tests.screenshots FOLDER [NAME …]`.

All states of all pages, or those that are named, in Chinese and English, on a desktop and a phone, light and dark.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.admin_pages import STATES, admin_server, log_in, new_context
from tests.browsing import chromium
from tests.public_pages import PUBLIC_STATES, Servers, public_address, public_servers

WIDTHS = {"desktop": 1440, "phone": 390}


def contexts(browser: Browser, address: str) -> Iterator[tuple[BrowserContext, str, str]]:
    """Each kind of window, its language, and the ending of the names of its files."""
    for language, (device, width), dark in itertools.product(("zh", "en"), WIDTHS.items(), (False, True)):
        context = new_context(browser, address, language, width, dark)
        yield context, language, f"{language}-{device}-{'dark' if dark else 'light'}.png"
        context.close()


def shoot_public(browser: Browser, servers: Servers, folder: Path, names: list[str]) -> None:
    for context, language, ending in contexts(browser, servers.corrected):
        page = context.new_page()
        for name in names:
            page.goto(public_address(servers, name, language))
            save(page, folder / f"{name}-{ending}")


def shoot_admin(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    for context, _language, ending in contexts(browser, address):
        page = context.new_page()
        page.goto("/admin/login/")
        page.screenshot(path=folder / f"login-{ending}")
        log_in(page, "zhang")
        for name in names:
            STATES[name](page)
            save(page, folder / f"{name}-{ending}")


def save(page: Page, path: Path) -> None:
    """What the window shows first, and in a second file the whole page if it is longer."""
    page.screenshot(path=path)
    if page.evaluate("document.documentElement.scrollHeight > window.innerHeight"):
        page.screenshot(path=path.with_stem(f"{path.stem}-whole"), full_page=True)


def main(folder: str, *names: str) -> None:
    wanted = names or (*PUBLIC_STATES, *STATES)
    public, admin = ([name for name in wanted if name in states] for states in (PUBLIC_STATES, STATES))
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser:
        database_urls = [f"sqlite:///{data}/{name}.sqlite3" for name in ("corrected", "two", "admin")]
        if public:
            with public_servers(*database_urls[:2]) as servers:
                shoot_public(browser, servers, Path(folder), public)
        if admin:
            with admin_server(database_urls[2]) as address:
                shoot_admin(browser, address, Path(folder), admin)


if __name__ == "__main__":
    main(*sys.argv[1:])
