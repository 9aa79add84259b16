"""Takes every screen, as each reader, in both languages and at both widths.

``python -m tools.screens.shoot FOLDER [WORD]`` starts the product by itself, over an office that has something on every
page; with a word, only addresses that contain it. Look at all of them before a release.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import pages, shared
from tests.support.browser import ARGUMENTS, chromium_path
from tests.support.site import Site, running
from tools.screens.addresses import READERS
from webapp.commands.setup_demo import PASSWORD

WIDTHS = {1440: 900, 390: 844}
LANGUAGES = {"zh": "zh_CN", "en": "en"}


def shoot(site: Site, browser: Browser, folder: Path, screens: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the name of each picture as it is taken.

    Args:
        screens: reader → addresses.
    """
    for width, height in WIDTHS.items():
        for language, cookie in LANGUAGES.items():
            for login, addresses in screens.items():
                context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
                context.add_cookies([{"name": "language", "value": cookie, "url": site.url("/")}])
                page = context.new_page()
                if login:
                    _sign_in(page, site, login)
                for address in addresses:
                    page.goto(site.url(address), wait_until="networkidle")
                    name = f"{login or 'public'}-{_file_name(address)}-{language}-{width}"
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
                    yield name
                context.close()


def _file_name(address: str) -> str:
    return re.sub(r"\W+", "-", address.partition("%")[0].strip("/")).strip("-")[:60] or "home"


def _sign_in(page: Page, site: Site, login: str) -> None:
    page.goto(site.url("/sign-in"))
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def main(folder: Path, word: str = "") -> None:
    """Take the pictures of all addresses that contain ``word`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with shared.opened(), sync_playwright() as playwright:
        found = pages.found()
        screens = {reader: [address for address in found.of(reader) if word in address] for reader in READERS}
        with running(folder / ".site", worker=False, source=found.folder) as site:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
            for name in shoot(site, browser, folder, screens):
                print(name)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screens"), *sys.argv[2:3])
