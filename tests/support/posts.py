"""The browsers of everybody who has a part in one case: they play any scenario of any process through the pages.

Each act is done at another width than the one before. Pictures are taken where ``CREDITCASE_PICTURES`` names a folder.
"""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.samples import files as samples
from tests.support.axe import violations
from tests.support.browser import widest_overflow
from tests.support.hands import fill
from tests.support.stage import Stage
from webapp.commands.setup_demo import PASSWORD
from webapp.demo.copies import Copied
from webapp.demo.people import STAFF
from workflows.domain.effects import Tell
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Acknowledge, Act, Do, File, Follow, Hear, Open, Wait, Withdraw
from workflows.operations.send_message import send_message
from workflows.store import cases, messages, records

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: Login → its organisation, as departments are chosen on the page.
_EMPLOYERS = {each.login: each.organisation for each in STAFF}
#: Pages that axe-core has looked at in this test process, by process and step.
_SEEN: set[str] = set()


class Posts:
    """Everybody who has a part in one case.

    Args:
        stage: where it is played.
        new_page: makes pages of people who share nothing.
        folder: for papers that are handed in.
        process: of the first case.
        cast: what the case is about, and what is done in it.
    """

    def __init__(
        self, stage: Stage, new_page: Callable[..., Page], folder: Path, process: ProcessType, cast: Copied
    ) -> None:
        self._stage, self._new_page, self._folder, self.process, self._cast = stage, new_page, folder, process, cast
        self._pages: dict[str, Page] = {}
        self._acts = self._shots = 0
        self.case = 0
        with stage.staffed.office.database.read() as connection:
            self.about = records.load(connection, cast.record)

    def play(self, begins: date) -> None:
        """Let time go by to the first day, and do every act, each at another width than the one before.

        Raises:
            AssertionError: a page does not offer what is to be done.
        """
        for act in (Wait(until=begins), *self._cast.acts):
            self._acts += 1
            try:
                self.take(act)
            except Exception:
                for login, page in self._pages.items():
                    self._shoot(page, f"failed-{login}")
                raise
            self._stage.round("messages")

    def take(self, act: Act) -> None:
        """Do one act; see :meth:`play`."""
        match act:
            case File():
                self._file(act)
            case Open():
                self._open(act)
            case Do(who="applicant"):
                self._do_own_step(act)
            case Do():
                self._do(act)
            case Wait():
                self._wait(act)
            case Acknowledge():
                self._stage.receive(self.case)
            case Hear(message=message, data=data):
                told = Tell(message=message, case_id=self.case, data=data)
                key = f"heard-{self.case}-{self._acts}"
                send_message(self._stage.staffed.office, told, case_id=self.case, key=key)
            case Follow():
                self._follow()
            case Withdraw(reason=reason):
                page = self.at("applicant", f"/mine/{self.case}")
                page.get_by_role("link", name="撤回申请").click()
                page.get_by_label("撤回原因").fill(reason)
                self.look(page, "withdraw")
                page.locator("form.office-form button.btn-primary").last.click()
                self._done(page)

    def at(self, login: str, path: str) -> Page:
        """The browser of ``login``, signed in (of a stranger for no login), on the page at ``path``."""
        if login not in self._pages:
            page = self._pages[login] = self._new_page()
            if login:
                page.goto(self._stage.site.url("/sign-in"))
                page.locator("#login").fill(login)
                page.locator("#password").fill(PASSWORD)
                page.locator("#password").press("Enter")
                page.wait_for_url(lambda address: "/sign-in" not in address)
        page = self._pages[login]
        page.set_viewport_size(self._size)  # type: ignore[arg-type]
        page.goto(path if path.startswith("http") else self._stage.site.url(path))
        return page

    def look(self, page: Page, name: str) -> None:
        """See that the page is not wider than its window at either width and, once, that everybody can use it."""
        page.wait_for_load_state("domcontentloaded")
        other = TELEPHONE if self._size is DESK else DESK
        for size in (other, self._size):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert widest_overflow(page) == 0, f"{name} at {size['width']}"
            self._shoot(page, f"{name}-{size['width']}")
        if (seen := f"{self.process.key} {name}") not in _SEEN:
            _SEEN.add(seen)
            assert violations(page) == [], seen

    def said(self, sight: Page, part: str) -> str:
        """Return what stands in a part of a page, folded or not, once it is there."""
        return sight.locator(part).first.text_content() or ""

    @property
    def _size(self) -> Mapping[str, int]:
        return TELEPHONE if self._acts % 2 else DESK

    def _shoot(self, page: Page, name: str) -> None:
        folder = os.environ.get("CREDITCASE_PICTURES")
        if folder:
            self._shots += 1
            page.screenshot(
                path=Path(folder) / f"{self.process.key}-{self.case:02d}-{self._shots:03d}-{name}.png", full_page=True
            )

    def _file(self, act: File) -> None:
        if act.process:
            self.process = self._stage.staffed.office.processes[act.process]
        if act.who != "applicant":
            return self._file_at_the_counter(act)
        {"objection": self._object, "repair": self._ask_for_repair}.get(self.process.key, self._ask_to_leave)(act)

    def _object(self, act: File) -> None:
        page = self.at("applicant", "/objections")
        page.get_by_label("按决定书文号查找").fill(self.about.decision_number)
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name="提出异议").click()
        page.get_by_role("link", name="开始填写").click()
        fill(page, act.form)
        self._hand_in(page, "apply", "check")

    def _ask_for_repair(self, act: File) -> None:
        page = self.at("applicant", "/repairs")
        own = page.locator("form", has=page.get_by_text(self.about.decision_number, exact=True))
        for box in own.get_by_role("checkbox").all():
            box.set_checked(False)
        rows = [each["number"] for each in act.form["records"]]
        for number in rows:
            own.get_by_label(number).check()
        self.look(page, "choose")
        own.locator("button").click()
        told = {name: value for name, value in act.form.items() if name in ("kind", "records", "ruling")}
        fill(page, told)
        self.look(page, "facts")
        page.get_by_role("button", name="下一步：信用承诺").click()
        fill(page, {name: value for name, value in act.form.items() if name not in told})
        self._hand_in(page, "promise", "check")

    def _ask_to_leave(self, act: File) -> None:
        page = self.at("applicant", "/lists/own")
        card = page.locator(".case-card", has_text=self.about.subject_name)
        card.get_by_role("link", name="申请移出").click()
        fill(page, {name: value for name, value in act.form.items() if name != "list_key"})
        self.look(page, "exit")
        page.get_by_role("button", name="提交", exact=True).click()
        page.wait_for_url(re.compile(r"/mine/\d+$"))
        self._note_case(page)

    def _hand_in(self, page: Page, filling: str, checking: str) -> None:
        self.look(page, filling)
        page.get_by_role("button", name="下一步：核对").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
        self.look(page, checking)
        page.get_by_role("button", name="确认提交").click()
        page.wait_for_url(re.compile(r"/\d+/receipt$"))
        self.look(page, "receipt")
        self._note_case(page)

    def _file_at_the_counter(self, act: File) -> None:
        page = self.at(act.who, f"/counter?q={self.about.decision_number}")
        repair = self.process.key == "repair"
        page.get_by_role("link", name="录入修复申请" if repair else "录入申请").click()
        fill(page, act.form)
        self.look(page, "counter")
        page.get_by_role("button", name="收件并出具回执").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("收件回执")
        self.look(page, "counter-receipt")
        self._note_case(page)

    def _open(self, act: Open) -> None:
        if act.process:
            self.process = self._stage.staffed.office.processes[act.process]
        page = self.at(act.who, "/start")
        page.locator(f"a[href$='/start/{self.process.key}']").click()
        page.locator("#q").fill(act.subject or (self.about.decision_number if act.about_record else self.about.code))
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name="就该信息发起" if act.about_record else "就该主体发起").click()
        fill(page, act.form)
        self.look(page, "start")
        page.get_by_role("button", name="下一步：核对").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("核对并发起")
        self.look(page, "start-check")
        page.get_by_role("button", name="确认发起").click()
        self._done(page)
        self._note_case(page)

    def _do(self, act: Do) -> None:
        """Open the step from the desk or, on a telephone, from the case; fill its form and hand it in."""
        values = dict(act.form)
        if "departments" in values:
            values["departments"] = [_EMPLOYERS[login] for login in values["departments"]]
        name = str(self.process.tasks[act.node].name)
        if self._size is DESK:
            page = self.at(act.who, f"/tasks?q={self._number()}")
            page.locator("tr[data-task]", has_text=name).locator("a.number").first.click()
        else:
            page = self.at(act.who, f"/cases/{self.case}")
            page.locator(f"li[data-node={act.node}]").get_by_role("link", name="去办理").first.click()
        fill(page, values)
        if act.breach:
            page.locator(f"[name=breach_reason][value='{act.breach}']").check()
        for place, paper in enumerate(act.files):
            self._attach(page, f"#evidence-{place}", paper)
        self.look(page, act.node)
        page.get_by_role("button", name="提交", exact=True).click()
        self._done(page)

    def _do_own_step(self, act: Do) -> None:
        """Do what the case asks of its subject, from the page of the case."""
        page = self.at("applicant", f"/mine/{self.case}")
        self.look(page, f"mine-{act.node}")
        links = page.locator(".turn-yours").get_by_role("link")
        links.and_(page.locator(f"[href$='/{act.node}'], [href$='/supply']")).click()
        way = act.form.get("request")
        if way == "extend":
            page.locator("details summary", has_text="申请延长").click()
        fill(page, act.form)
        self.look(page, act.node)
        button = f"button[name=request][value={way}]" if way else "form.office-form button.btn-primary"
        page.locator(button).last.click()
        self._done(page)

    def _wait(self, act: Wait) -> None:
        """Let the administrator move the training clock to the day."""
        page = self.at("admin", "/admin/clock")
        page.locator("#to").fill(act.until.isoformat())
        page.get_by_role("button", name="向前调整").click()
        expect(page.locator("main dl.facts strong")).to_contain_text(f"{act.until.month}月{act.until.day}日")
        self._stage.refresh()

    def _follow(self) -> None:
        with self._stage.staffed.office.database.read() as connection:
            begun = messages.begun_by(connection, self.case)
            assert begun is not None, "no case has begun because of this one"
            stored = cases.load(connection, begun)
        assert stored is not None
        self.case = begun
        self.process = self._stage.staffed.office.processes[stored.view.process]

    def _attach(self, page: Page, field: str, paper: str) -> None:
        path = self._folder / paper
        path.write_bytes(samples.pdf())
        page.locator(field).set_input_files(path)

    def _number(self) -> str:
        with self._stage.staffed.office.database.read() as connection:
            stored = cases.load(connection, self.case)
        assert stored is not None
        return str(stored.view.number)

    def _note_case(self, page: Page) -> None:
        found = re.findall(r"/(\d+)", page.url.split("//", 1)[1])
        self.case = int(found[-1])

    @staticmethod
    def _done(page: Page) -> None:
        expect(page.locator(".flash-done, .error-summary").first).to_be_visible()
        refused = page.locator(".error-summary")
        assert not refused.count(), refused.first.inner_text()
