"""The longest way of an objection in real Chromium, by every post: verified, returned, corrected, and made good.

What is done is read from the process's own scenario, form by form; the administrator lets the days go by.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import site
from tests.support.axe import violations
from tests.support.browser import widest_overflow
from tests.support.hands import fill
from tests.support.shared import ROOT
from tests.support.site import Site
from tools.screens.prepare import Stop, prepare
from webapp.commands.setup_demo import PASSWORD
from webapp.demo.people import STAFF
from workflows.domain.scenario import Do, Wait
from workflows.processes import discover

PICTURES = ROOT / "var" / "screenshots" / "restoration"
PROCESS = discover()["objection"]
SCENARIO = PROCESS.scenarios["restored"]
#: Login → its organisation, as departments are chosen on the page.
EMPLOYERS = {each.login: each.organisation for each in STAFF}


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[tuple[Site, int]]:
    """The product on the first day of the scenario, and the case of a fresh objection."""
    prepared = prepare(Site(folder=tmp_path).environment, [Stop(process=PROCESS, scenario=SCENARIO, node="examine")])
    with site.running(tmp_path, source=tmp_path) as started:
        yield started, prepared.cases["objection/examine/0"]


class Posts:
    """The browsers of everybody who has a part in one case."""

    def __init__(self, live: Site, new_page: Callable[..., Page], width: int, case: int) -> None:
        self._live, self._new_page, self._width, self._case = live, new_page, width, case
        self._pages: dict[str, Page] = {}
        self._shots = 0

    def at(self, login: str, path: str) -> Page:
        """The browser of ``login``, signed in, on the page at ``path``."""
        if login not in self._pages:
            page = self._pages[login] = self._new_page(width=self._width)
            page.goto(self._live.url("/sign-in"))
            page.locator("#login").fill(login)
            page.locator("#password").fill(PASSWORD)
            page.locator("#password").press("Enter")
            page.wait_for_url(lambda address: "/sign-in" not in address)
        self._pages[login].goto(self._live.url(path))
        return self._pages[login]

    def look(self, page: Page, name: str) -> None:
        """Take a picture; the page can be used by everybody and is not wider than its window."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self._shots += 1
        page.screenshot(path=PICTURES / f"{self._width}-{self._shots:02d}-{name}.png", full_page=True)
        assert violations(page) == [], name
        assert widest_overflow(page) == 0, name

    def do(self, act: Do) -> None:
        """Open the task of an act in the case, fill its form and hand it in."""
        values = dict(act.form)
        if "departments" in values:
            values["departments"] = [EMPLOYERS[login] for login in values["departments"]]
        page = self.at(act.who, f"/cases/{self._case}")
        page.locator(f"li[data-node={act.node}]").get_by_role("link", name="去办理").click()
        fill(page, values)
        self.look(page, f"{act.who}-{act.node}")
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.locator(".flash-done")).to_be_visible()

    def wait(self, act: Wait) -> None:
        """Let the administrator move the training clock to the day."""
        page = self.at("admin", "/admin/clock")
        page.locator("#to").fill(act.until.isoformat())
        page.get_by_role("button", name="向前调整").click()
        expect(page.locator("main dl.facts strong")).to_contain_text(f"{act.until.month}月{act.until.day}日")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("width", [1440, 390])
def test_a_wrong_record_is_withdrawn_and_every_department_makes_good(
    begun: tuple[Site, int], new_page: Callable[..., Page], width: int
) -> None:
    live, case = begun
    posts = Posts(live, new_page, width, case)
    for act in SCENARIO.acts[1:]:
        if isinstance(act, Wait):
            posts.wait(act)
        elif isinstance(act, Do):
            posts.do(act)
    page = posts.at("reviewer", f"/cases/{case}")
    expect(page.locator(".case-head")).to_contain_text("已办结")
    page = posts.at("applicant", f"/mine/{case}")
    expect(page.locator("main")).to_contain_text("我们已经答复您")
    posts.look(page, "applicant")
