"""Everybody who has a part in one case: they play any scenario of any process through the pages.

Each act on a page is done at another width than the one before; what is not to be done there is done by the office's
operations.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.samples import files as samples
from tests.support.hands import fill
from tests.support.looks import DESK, TELEPHONE, look
from tests.support.programme import Deed
from tests.support.stage import Stage
from tests.support.turns import Turns
from webapp.demo.copies import Copied
from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import STAFF
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Acknowledge, Act, Do, File, Open, Wait, Withdraw
from workflows.operations.open_case import Opened
from workflows.store import cases, records, tasks

#: Login → its organisation, as departments are chosen on the page.
_EMPLOYERS = {each.login: each.organisation for each in STAFF}


class Posts:
    """Everybody who has a part in one case.

    Args:
        stage: where it is played.
        turns: the browser at which they take turns.
        folder: for papers that are handed in.
        process: of the first case.
        cast: what the case is about, and what is done in it.
    """

    def __init__(self, stage: Stage, turns: Turns, folder: Path, process: ProcessType, cast: Copied) -> None:
        self._stage, self._turns, self._folder, self._cast = stage, turns, folder, cast
        self._drive = Drive(
            staffed=stage.staffed, process=process, record=cast.record, posts=POSTS, move=lambda _to: None
        )
        self._acts = 0
        with stage.staffed.office.database.read() as connection:
            self.about = records.load(connection, cast.record)

    @property
    def case(self) -> int:
        """The case that is played now; 0 before there is one."""
        return self._drive.opened.case_id if self._drive.opened else 0

    @property
    def process(self) -> ProcessType:
        """Of that case."""
        return self._drive.process

    def play(self, on_pages: Mapping[int, Deed]) -> None:
        """Do every act, those at the places that ``on_pages`` names in the browser.

        Raises:
            AssertionError: a page does not offer what is to be done.
        """
        for place, act in enumerate(self._cast.acts):
            match act:
                case Wait():
                    self._stage.wait(act.until)
                case Acknowledge(kinds=()):
                    self._stage.receive(self.case)
                case _ if place in on_pages:
                    self._acts += 1
                    self.take(act)
                    assert self.process.key == on_pages[place][0], f"{act} is not what the programme says"
                    self._stage.round("messages")
                case _:
                    self._drive.take(act)

    def take(self, act: Act) -> None:
        """Do one act in the browser; see :meth:`play`."""
        match act:
            case File():
                self._file(act)
            case Open():
                self._open(act)
            case Do(who="applicant"):
                self._do_own_step(act)
            case Do():
                self._do(act)
            case Withdraw(reason=reason):
                page = self.at("applicant", f"/mine/{self.case}")
                page.get_by_role("link", name="撤回申请").click()
                page.get_by_label("撤回原因").fill(reason)
                look(page, "withdraw")
                page.locator("form.office-form button.btn-primary").last.click()
                self._done(page)

    def at(self, login: str, path: str) -> Page:
        """The browser before ``login`` (a stranger for no login), on the page at ``path``."""
        page = self._turns.of(login)
        if page.viewport_size != self._size:
            page.set_viewport_size(self._size)  # type: ignore[arg-type]
        page.goto(path if path.startswith("http") else self._stage.site.url(path))
        return page

    def said(self, sight: Page, part: str) -> str:
        """Return what stands in a part of a page, folded or not, once it is there."""
        return sight.locator(part).first.text_content() or ""

    @property
    def _number(self) -> str:
        return self._drive.opened.number if self._drive.opened else ""

    @property
    def _size(self) -> Mapping[str, int]:
        return TELEPHONE if self._acts % 2 else DESK

    def _file(self, act: File) -> None:
        if act.process:
            self._drive.process = self._stage.staffed.office.processes[act.process]
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
        look(page, "choose")
        own.locator("button").click()
        told = {name: value for name, value in act.form.items() if name in ("kind", "records", "ruling")}
        fill(page, told)
        look(page, "facts", answer=True)
        page.get_by_role("button", name="下一步：信用承诺").click()
        fill(page, {name: value for name, value in act.form.items() if name not in told})
        self._hand_in(page, "promise", "check")

    def _ask_to_leave(self, act: File) -> None:
        page = self.at("applicant", "/lists/own")
        card = page.locator(".case-card", has_text=self.about.subject_name)
        card.get_by_role("link", name="申请移出").click()
        self._say_why_to_leave(page, act.form)
        page.wait_for_url(re.compile(r"/mine/\d+$"))
        self._note_case(page)

    def _propose_to_leave(self, act: Open) -> None:
        """What ends a listing is opened from the listing."""
        page = self.at(act.who, f"/lists/register?q={self.about.code}")
        page.locator("main a[href*='/lists/register/']").first.click()
        page.locator("main a[href$='/exit']").first.click()
        self._say_why_to_leave(page, act.form)
        self._done(page)
        self._note_case(page)

    def _say_why_to_leave(self, page: Page, form: Mapping[str, Any]) -> None:
        fill(page, {name: value for name, value in form.items() if name != "list_key"})
        self._attach(page, "#evidence-0", "缴款凭证.pdf")
        look(page, "exit")
        page.get_by_role("button", name="提交", exact=True).click()

    def _hand_in(self, page: Page, filling: str, checking: str) -> None:
        look(page, filling)
        page.get_by_role("button", name="下一步：核对").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
        look(page, checking, answer=True)
        page.get_by_role("button", name="确认提交").click()
        page.wait_for_url(re.compile(r"/\d+/receipt$"))
        look(page, "receipt", answer=True)
        self._note_case(page)

    def _file_at_the_counter(self, act: File) -> None:
        page = self.at(act.who, f"/counter?q={self.about.decision_number}")
        repair = self.process.key == "repair"
        page.get_by_role("link", name="录入修复申请" if repair else "录入申请").click()
        fill(page, act.form)
        look(page, "counter")
        page.get_by_role("button", name="收件并出具回执").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("收件回执")
        look(page, "counter-receipt", answer=True)
        self._note_case(page)

    def _open(self, act: Open) -> None:
        if act.process:
            self._drive.process = self._stage.staffed.office.processes[act.process]
        if self.process.ends_listing:
            return self._propose_to_leave(act)
        page = self.at(act.who, "/start")
        page.locator(f"a[href$='/start/{self.process.key}']").click()
        page.locator("#q").fill(act.subject or (self.about.decision_number if act.about_record else self.about.code))
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name="就该信息发起" if act.about_record else "就该主体发起").click()
        fill(page, act.form)
        look(page, "start")
        page.get_by_role("button", name="下一步：核对").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("核对并发起")
        look(page, "start-check", answer=True)
        page.get_by_role("button", name="确认发起").click()
        self._done(page)
        self._note_case(page)

    def _do(self, act: Do) -> None:
        """Open the step, fill its form and hand it in."""
        values = dict(act.form)
        if "departments" in values:
            values["departments"] = [_EMPLOYERS[login] for login in values["departments"]]
        page = self._at_the_step(act)
        fill(page, values)
        if act.breach:
            page.locator("[name=breach_reason]").select_option(act.breach)
            page.locator("[name=breach_note]").fill("未能按期办理的情况说明。")
        for place, paper in enumerate(act.files):
            self._attach(page, f"#evidence-{place}", paper)
        look(page, act.node)
        page.get_by_role("button", name="提交", exact=True).click()
        self._done(page)

    def _at_the_step(self, act: Do) -> Page:
        """Open the step from the desk or, on a telephone, from the case; once that is proved, by its address."""
        way = f"{self.process.key} {act.who}"
        if way in self._turns.known:
            with self._stage.staffed.office.database.read() as connection:
                open_tasks = tasks.open_of(connection, self.case)
            organ = self._stage.staffed.employer(act.who)
            mine = [task.id for task in open_tasks if (task.node, task.org_id) == (act.node, organ)]
            assert mine, f"{act.who} has no open task {act.node}"
            return self.at(act.who, f"/tasks/{mine[0]}")
        self._turns.known.add(way)
        if self._size is DESK:
            page = self.at(act.who, f"/tasks?q={self._number}")
            name = str(self.process.tasks[act.node].name)
            page.locator("tr[data-task]", has_text=name).locator("a.number").first.click()
        else:
            page = self.at(act.who, f"/cases/{self.case}")
            page.locator(f"li[data-node={act.node}]").get_by_role("link", name="去办理").first.click()
        return page

    def _do_own_step(self, act: Do) -> None:
        """Do what the case asks of its subject, from the page of the case."""
        page = self.at("applicant", f"/mine/{self.case}")
        look(page, f"mine-{act.node}")
        links = page.locator(".turn-yours").get_by_role("link")
        links.and_(page.locator(f"[href$='/{act.node}'], [href$='/supply']")).click()
        way = act.form.get("request")
        if way == "extend":
            page.locator("details summary", has_text="申请延长").click()
        fill(page, act.form)
        look(page, act.node)
        button = f"button[name=request][value={way}]" if way else "form.office-form button.btn-primary"
        page.locator(button).last.click()
        self._done(page)

    def _attach(self, page: Page, field: str, paper: str) -> None:
        path = self._folder / paper
        path.write_bytes(samples.pdf())
        page.locator(field).set_input_files(path)

    def _note_case(self, page: Page) -> None:
        case_id = int(re.findall(r"/(\d+)", page.url.split("//", 1)[1])[-1])
        with self._stage.staffed.office.database.read() as connection:
            stored = cases.load(connection, case_id)
        assert stored is not None
        number, code = str(stored.view.number), stored.query_code
        self._drive.opened = Opened(case_id=case_id, number=number, query_code=code)

    @staticmethod
    def _done(page: Page) -> None:
        expect(page.locator(".flash-done, .error-summary").first).to_be_visible()
        refused = page.locator(".error-summary")
        assert not refused.count(), refused.first.inner_text()
