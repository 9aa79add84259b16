"""Real Chromium: where it is, how it starts, and what a page may not do unnoticed."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.support import shared
from tests.support.network import is_loopback

#: Quiet start: no sandbox (tests may run as root), no graphics card, nothing sent to the maker. A page does not
#: live long enough for optimising compilers and threads that draw to earn what they cost: a third of the whole.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-opt --no-maglev --single-threaded-gc",
]


def chromium_path() -> str:
    """Return the browser that ``make browser`` found.

    Raises:
        AssertionError: there is none; browser tests never pass without a browser.
    """
    stamp = shared.ROOT / "var" / "chromium-path"
    path = os.environ.get("CHROMIUM") or (stamp.read_text().strip() if stamp.exists() else "")
    assert Path(path).is_file(), "no Chromium is known; run `make browser`"
    return path


class Watch:
    """Collects what goes wrong behind a page: console errors, broken scripts, failed or foreign requests."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self._refused_pages: set[str] = set()
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and not is_loopback(parts.hostname):
            self.problems.append(f"the page reaches outside: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} from {response.url}")
        elif response.status >= 400 and response.request.is_navigation_request():
            self._refused_pages.add(response.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # Chromium writes every 4xx to the console. For a page that a person asked for it is the answer under test.
        page_refused = message.location.get("url") in self._refused_pages
        if message.text.startswith("Failed to load resource") and page_refused:
            return
        self.problems.append(f"console: {message.text} ({message.location.get('url')})")


def widest_overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window; 0 when nothing has to be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
