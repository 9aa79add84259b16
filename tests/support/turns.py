"""One browser at which people take turns: each signs in once and finds their session again at their next turn.

A browser of its own for everybody costs a process of its own for everybody: a page that opens in a new one takes ten
times as long as in one that has shown pages before.
"""

import re
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.browser import Watch
from tests.support.site import Site
from webapp.commands.setup_demo import PASSWORD

#: What a form carries that nobody sees.
HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|act_key)" value="([^"]*)"')


class Turns:
    """The browser.

    Args:
        browser: Chromium.
        site: whose people they are.
    """

    def __init__(self, browser: Browser, site: Site) -> None:
        self._site = site
        self._context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True)
        self._context.set_default_timeout(15_000)
        self._watch = Watch(self._context)
        self._page = self._context.new_page()
        #: Ways to a step that somebody has gone already.
        self.known: set[str] = set()
        self._kept: dict[str, Any] = {}
        self._login = ""

    def of(self, login: str) -> Page:
        """Return the page, with ``login`` before it, signed in; nobody (the public) for no login."""
        if login != self._login:
            self._kept[self._login] = self._context.cookies()
            self._context.clear_cookies()
            self._login = login
            if login in self._kept:
                self._context.add_cookies(self._kept[login])
            elif login:
                self._sign_in(login)
        return self._page

    def problems(self) -> list[str]:
        """Return what has gone wrong behind the pages since this was asked last."""
        found = list(self._watch.problems)
        self._watch.problems.clear()
        return found

    def close(self) -> None:
        """Close it."""
        self._context.close()

    def _sign_in(self, login: str) -> None:
        """Sign in on the page; once somebody has, by the same two requests without drawing the page again."""
        address, typed = self._site.url("/sign-in"), {"login": login, "password": PASSWORD}
        if any(self._kept):
            shown = self._context.request.get(address).text()
            answer = self._context.request.post(address, form={**dict(HIDDEN.findall(shown)), **typed})
            assert "/sign-in" not in answer.url, f"{login} cannot sign in"
            return
        self._page.goto(address)
        self._page.locator("#login").fill(login)
        self._page.locator("#password").fill(PASSWORD)
        self._page.locator("#password").press("Enter")
        self._page.wait_for_url(lambda address: "/sign-in" not in address)
