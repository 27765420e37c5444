"""Screenshots of the pages for readers and of the admin: `python -m tests.screenshots FOLDER [NAME …]`.

Each page in each of its states, in Chinese and English, on a desktop and a phone, light and dark. The names are in
`tests.public_pages` and `tests.admin_pages`.
"""

import itertools
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.admin_pages import STATES, admin_server, log_in, new_context
from tests.browsing import chromium
from tests.public_pages import PATHS, public_server

WIDTHS = {"desktop": 1440, "phone": 390}


def shoot(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    for language, (device, width), dark in itertools.product(("zh", "en"), WIDTHS.items(), (False, True)):
        context = new_context(browser, address, language, width, dark)
        page = context.new_page()
        ending = f"{language}-{device}-{'dark' if dark else 'light'}.png"
        page.goto("/admin/login/")
        page.screenshot(path=folder / f"login-{ending}")
        log_in(page, "zhang")
        for name in names:
            STATES[name](page)
            save(page, folder / f"{name}-{ending}")
        context.close()


def shoot_public(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    for language, (device, width), dark in itertools.product(("zh", "en"), WIDTHS.items(), (False, True)):
        context = new_context(browser, address, language, width, dark)
        page = context.new_page()
        for name in names:
            page.goto(f"/{language}/{PATHS[name]}")
            save(page, folder / f"{name}-{language}-{device}-{'dark' if dark else 'light'}.png")
        context.close()


def save(page: Page, path: Path) -> None:
    """What the window shows first, and in a second file the whole page if it is longer."""
    page.screenshot(path=path)
    if page.evaluate("document.documentElement.scrollHeight > window.innerHeight"):
        page.screenshot(path=path.with_stem(f"{path.stem}-whole"), full_page=True)


def main(folder: str, *names: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    chosen = names or (*PATHS, *STATES)
    public, admin = ([name for name in chosen if name in known] for known in (PATHS, STATES))
    if unknown := set(chosen) - {*PATHS, *STATES}:
        raise SystemExit(f"There is no page {', '.join(sorted(unknown))}; there are: {', '.join((*PATHS, *STATES))}.")
    with tempfile.TemporaryDirectory() as data, chromium() as browser:
        if public:
            with public_server(f"sqlite:///{data}/public.sqlite3") as address:
                shoot_public(browser, address, Path(folder), public)
        if admin:
            with admin_server(f"sqlite:///{data}/admin.sqlite3") as address:
                shoot(browser, address, Path(folder), admin)


if __name__ == "__main__":
    main(*sys.argv[1:])
