"""Takes every screen of the demonstration, as each person, in both languages and at both widths.

``python -m tools.screens.shoot FOLDER`` starts the product by itself; look at all of them before a release.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import shared
from tests.support.browser import ARGUMENTS, chromium_path
from tests.support.site import Site, running

#: Who sees what; a name in braces is the first link of the page before that matches.
SCREENS: dict[str, tuple[str, ...]] = {
    "": ("/", "/sign-in", "/progress", "/register"),
    "applicant": ("/mine", "{/mine/\\d+}", "/objections", "{/objections/records/\\d+}", "/inbox", "/account"),
    "reviewer": (
        "/tasks",
        "{/tasks/\\d+}",
        "/tasks/done",
        "/cases/5",
        "/cases/5?tab=diagram",
        "/cases/5?tab=timeline",
        "/cases/5?tab=clocks",
        "/cases/5?tab=letters",
        "/counter",
        "/records?q=示例",
        "/imports",
    ),
    "provider": ("/tasks",),
    "supervisor": ("/board", "/overdue"),
    "admin": (
        "/admin",
        "/admin/packs",
        "/admin/calendar",
        "/admin/deliveries",
        "/admin/audit",
        "/admin/clock",
        "/admin/users",
        "/admin/organisations",
        "/admin/roles",
        "/admin/letters",
    ),
}
WIDTHS = {1440: 900, 390: 844}
LANGUAGES = {"zh": "zh_CN", "en": "en"}


def shoot(site: Site, browser: Browser, folder: Path) -> Iterator[str]:
    """Yield the name of each picture as it is taken."""
    for width, height in WIDTHS.items():
        for language, cookie in LANGUAGES.items():
            for login, paths in SCREENS.items():
                context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
                context.add_cookies([{"name": "language", "value": cookie, "url": site.url("/")}])
                page = context.new_page()
                if login:
                    _sign_in(page, site, login)
                yield from _screens(page, site, login or "public", paths, folder, f"{language}-{width}")
                context.close()


def _screens(page: Page, site: Site, login: str, paths: tuple[str, ...], folder: Path, suffix: str) -> Iterator[str]:
    for path in paths:
        address = path
        if path.startswith("{"):
            found = re.search(f'href="({path[1:-1]})"', page.content())
            if not found:
                continue
            address = found.group(1)
        answer = page.goto(site.url(address))
        if answer is None or answer.status == 404:
            continue
        page.wait_for_load_state("networkidle")
        name = re.sub(r"\W+", "-", address.strip("/")).strip("-") or "home"
        page.screenshot(path=folder / f"{login}-{name}-{suffix}.png", full_page=True)
        yield f"{login}-{name}-{suffix}"


def _sign_in(page: Page, site: Site, login: str) -> None:
    page.goto(site.url("/sign-in"))
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", "demo-2026")
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def main(folder: Path) -> None:
    """Take all pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with shared.opened(), running(folder / ".site") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for name in shoot(site, browser, folder):
            print(name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screens"))
