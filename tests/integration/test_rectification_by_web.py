"""Rectification by web: a department opens it, the subject reports item by item, two officers accept, an interview."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.samples import files
from tests.support.departments import drive
from tests.support.filing import inputs
from tests.support.web import Visitor, Web, web
from webapp.demo.drive import Drive, posted
from workflows.domain.scenario import Wait
from workflows.processes.rectification import scenario_acts as acts
from workflows.store import cases, tasks

BEGINS = acts.BEGINS


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def begun(site: Web, *steps: Any) -> Drive:
    """A case that has gone through some steps of its scenarios."""
    driven = drive(site, "rectification", BEGINS)
    driven.run(steps)
    return driven


def case_id(driven: Drive) -> int:
    assert driven.opened is not None
    return driven.opened.case_id


def task_of(site: Web, driven: Drive, node: str) -> Any:
    """The newest task on a node."""
    with site.office.database.read() as connection:
        return next(
            each for each in reversed(tasks.all_of(connection, case_id(driven))) if each.node == node
        )


def work(site: Web, visitor: Visitor, driven: Drive, act: Any) -> Any:
    """Do an act of a scenario on the page of its task."""
    address = f"/tasks/{task_of(site, driven, act.node).id}"
    hidden = dict(inputs(visitor.get(address).text))
    return visitor.client.post(address, data={**hidden, **dict(posted(act.form))})


class TestStart:
    """发起办件: whoever holds the opening post finds the subject, fills in, checks and opens."""

    def open(self, site: Web, visitor: Visitor, **more: str) -> Any:
        address = f"/start/rectification/subjects/{site.people.subject}"
        hidden = dict(inputs(visitor.get(address).text))
        typed = {**dict(posted(acts.OPENING)), "about_records": str(site.people.record), "go": "check"}
        return visitor.client.post(address, data={**hidden, **typed, **more})

    def test_a_department_opens_a_case_about_a_record_of_its_own(self, site: Web) -> None:
        drive(site, "rectification", BEGINS)
        officer = site.signed_in("recogniser")
        offered = officer.get("/start").text
        assert "限期整改与约谈" in offered
        assert "本单位绑定的规则没有写明这项业务的程序和天数" in offered, "the text that binds here says nothing of it"
        assert "灞桥" not in offered, "a text that binds another place is no basis"
        found = officer.get("/start/rectification?q=示例甲").text
        assert f"/start/rectification/subjects/{site.people.subject}" in found
        assert "示市监罚决〔2026〕9001号" in found
        checked = self.open(site, officer)
        assert checked.status_code == 200
        assert "还没有发起" in checked.text
        assert "示例市示例路1号" in checked.text
        data: dict[str, Any] = {}
        for name, value in inputs(checked.text):
            data.setdefault(name, []).append(value)
        opened = officer.client.post(
            f"/start/rectification/subjects/{site.people.subject}", data={**data, "go": "send"}
        )
        assert opened.status_code == 303
        page = officer.get(opened.location).text
        assert "SJ-REC-2026-000001" in page
        again = officer.client.post(
            f"/start/rectification/subjects/{site.people.subject}", data={**data, "go": "send"}
        )
        assert again.location == opened.location, "the same form sent twice opens one case"

    def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(self, site: Web) -> None:
        drive(site, "rectification", BEGINS)
        answer = self.open(site, site.signed_in("recogniser"), statement="")
        assert answer.status_code == 422
        assert "请填写此项。" in answer.text
        assert "示例市示例路1号" in answer.text

    @pytest.mark.parametrize("login", ["reviewer", "inspector"])
    def test_another_post_is_not_offered_it(self, site: Web, login: str) -> None:
        drive(site, "rectification", BEGINS)
        visitor = site.signed_in(login)
        assert "限期整改与约谈" not in visitor.get("/start").text
        assert visitor.get("/start/rectification").status_code == 403

    def test_a_process_that_staff_does_not_open_is_no_page(self, site: Web) -> None:
        drive(site, "rectification", BEGINS)
        assert site.signed_in("recogniser").get("/start/objection").status_code == 404

    def test_another_departments_record_cannot_be_slipped_in(self, site: Web) -> None:
        drive(site, "rectification", BEGINS)
        answer = self.open(site, site.signed_in("recogniser"), about_records="999")
        assert answer.status_code == 422
        assert "请选择所列的选项。" in answer.text


class TestReport:
    """The subject reports on every item of the order, with evidence for each."""

    def test_item_by_item_with_evidence(self, site: Web) -> None:
        driven = begun(site, *acts.order(BEGINS))
        subject = site.signed_in("applicant")
        own = subject.get(f"/mine/{case_id(driven)}").text
        assert "撤回申请" not in own, "an order of the office is not withdrawn by whom it is about"
        assert f"/mine/{case_id(driven)}/steps/report" in own
        address = f"/mine/{case_id(driven)}/steps/report"
        page = subject.get(address).text
        assert "撤换全部宣传材料" in page
        assert "制定制度并指定专人审查" in page
        hidden = {name: value for name, value in inputs(page) if not name.startswith("report_items")}
        typed = dict(posted(acts.report().form))
        evidence = [(io.BytesIO(files.picture("png")), "照片.png")]
        answer = subject.client.post(address, data={**hidden, **typed, "evidence-1": evidence})
        assert answer.status_code == 303, answer.text
        assert task_of(site, driven, "report").outcome == "reported"
        with site.office.database.read() as connection:
            facts = cases.load(connection, case_id(driven)).view.facts  # type: ignore[union-attr]
        assert [row["no"] for row in facts["report"]] == ["1", "2"]

    def test_an_item_without_an_answer_is_not_taken(self, site: Web) -> None:
        driven = begun(site, *acts.order(BEGINS))
        subject = site.signed_in("applicant")
        address = f"/mine/{case_id(driven)}/steps/report"
        hidden = {k: v for k, v in inputs(subject.get(address).text) if not k.startswith("report_items")}
        typed = {k: v for k, v in posted(acts.report().form) if not k.startswith("report_items-1")}
        answer = subject.client.post(address, data={**hidden, **typed})
        assert answer.status_code == 422
        assert "每一项都写明整改措施" in answer.text

    def test_more_time_is_asked_for_without_a_report(self, site: Web) -> None:
        driven = begun(site, *acts.order(BEGINS))
        subject = site.signed_in("applicant")
        address = f"/mine/{case_id(driven)}/steps/report"
        hidden = dict(inputs(subject.get(address).text))
        wish = dict(posted(acts.ask_extension(date(2026, 10, 15)).form))
        answer = subject.client.post(address, data={**hidden, **wish})
        assert answer.status_code == 303, answer.text
        assert task_of(site, driven, "decide_extension").state == "open"

    def test_a_request_that_waited_is_not_refused_into_the_past(self, site: Web) -> None:
        driven = begun(site, *acts.order(BEGINS), acts.ask_extension(date(2026, 10, 15)), Wait(until=date(2026, 10, 8)))
        assert task_of(site, driven, "decide_extension").state == "open", "the last day alone takes nothing away"
        chief = site.signed_in("chief")
        for refusal in (acts.extend(None), acts.refuse_late(date(2026, 10, 8))):
            answer = work(site, chief, driven, refusal)
            assert answer.status_code == 422
            assert "日期须晚于今天。" in answer.text
        assert work(site, chief, driven, acts.refuse_late(date(2026, 10, 9))).status_code == 303
        assert task_of(site, driven, "report").due_on == date(2026, 10, 9)

    def test_nobody_else_sees_the_page(self, site: Web) -> None:
        driven = begun(site, *acts.order(BEGINS))
        assert site.signed_in("stranger").get(f"/mine/{case_id(driven)}/steps/report").status_code == 404


def test_two_different_officers_must_each_sign_their_finding(site: Web) -> None:
    driven = begun(site, *acts.order(BEGINS), acts.report())
    first, second = acts.inspect("done")
    officer, other = site.signed_in("recogniser"), site.signed_in("recogniser2")
    assert work(site, officer, driven, first).status_code == 303
    page = other.get(f"/tasks/{task_of(site, driven, 'inspect_second').id}").text
    assert "1 → 到位 → 现场查看宣传栏。" in page, "the second officer reads the first one's findings in words"
    refused = work(site, officer, driven, second)
    assert refused.status_code == 409
    assert "须由两名核查人员分别作出结论" in refused.text
    assert task_of(site, driven, "inspect_second").state == "open"
    assert work(site, other, driven, second).status_code == 303
    assert task_of(site, driven, "inspect_second").outcome == "agreed"
    assert task_of(site, driven, "sign_conclusion").state == "open"


def test_the_appointment_is_a_calendar_file_for_those_who_may_see_the_case(site: Web) -> None:
    inspected = (*acts.order(BEGINS), acts.report(), *acts.inspect("not"), acts.sign("sign_conclusion"))
    driven = begun(site, *inspected, acts.plan("prompt", date(2026, 9, 24), date(2026, 9, 23)))
    address = f"/cases/{case_id(driven)}/appointment.ics"
    assert site.signed_in("applicant").get(address).status_code == 404, "not before the notice is served"
    driven.run([acts.sign("approve_interview"), acts.serve("serve_notice", BEGINS)])
    for login in ("applicant", "recogniser2"):
        visitor = site.signed_in(login)
        answer = visitor.get(address)
        assert answer.mimetype == "text/calendar"
        lines = answer.text.split("\r\n")
        assert "DTSTART:20260924T013000Z" in lines, "09:30 in Asia/Shanghai"
        assert "DURATION:PT60M" in lines
        assert any(line.startswith("LOCATION:示例市示例路1号三楼会议室") for line in lines)
        own = f"/mine/{case_id(driven)}" if login == "applicant" else f"/cases/{case_id(driven)}"
        assert address in visitor.get(own).text
    assert site.signed_in("stranger").get(address).status_code == 404
