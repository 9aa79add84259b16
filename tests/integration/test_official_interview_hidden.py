"""S3-16: an internal interview is seen by the supervisor and the head of the centre, and by nobody else anywhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.api import Program, program
from tests.support.departments import drive
from tests.support.web import Web, web
from webapp.demo.drive import Drive
from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors
from workflows.operations.audit_search import AuditQuery, export_audit, search_audit
from workflows.operations.issue_token import Scope, issue_token
from workflows.operations.own_cases import own_cases
from workflows.processes.official_interview import scenarios
from workflows.store import cases, letters, tasks

EVERYBODY_ELSE = (
    "applicant", "reviewer", "auditor", "provider", "executor", "recogniser", "chief", "inspector", "admin",
)  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application over a small office."""
    return web(sqlite_url, tmp_path)


def opened(site: Web) -> tuple[Drive, int]:
    """An internal interview that waits for the head; the subject's agent has an account."""
    driven = drive(site, "official_interview", scenarios._BEGINS)
    opening, draft = scenarios._HELD.acts[:2]
    driven.run([type(opening)(who=opening.who, form=opening.form), draft])  # type: ignore[union-attr,call-arg]
    assert driven.opened is not None
    return driven, driven.opened.case_id


@pytest.mark.parametrize("login", ["supervisor", "head"])
def test_its_own_posts_see_it(site: Web, login: str) -> None:
    _driven, case_id = opened(site)
    assert site.signed_in(login).get(f"/cases/{case_id}").status_code == 200


@pytest.mark.parametrize("login", EVERYBODY_ELSE)
def test_for_everybody_else_it_does_not_exist(site: Web, login: str) -> None:
    driven, case_id = opened(site)
    visitor = site.signed_in(login)
    assert driven.opened is not None
    number = driven.opened.number
    for address in (f"/cases/{case_id}", f"/mine/{case_id}", f"/cases/{case_id}/diagram.bpmn"):
        assert visitor.get(address, follow_redirects=True).status_code == 404, address
    with site.office.database.read() as connection:
        draft = letters.of_case(connection, case_id)[0]
    assert visitor.get(f"/files/letters/{draft.id}").status_code == 404
    for address in ("/", "/tasks", "/tasks/started", "/tasks/done", "/mine", "/inbox", "/board/list", "/overdue"):
        shown = visitor.get(address, follow_redirects=True)
        assert number not in shown.text, address


def test_whom_it_is_about_is_neither_told_nor_shown_it(site: Web) -> None:
    _driven, case_id = opened(site)
    with site.office.database.read() as connection:
        stored = cases.load(connection, case_id)
    assert stored is not None
    assert stored.view.applicant_id is None
    applicant: Actor = site.people.actor("applicant")
    assert own_cases(site.office, applicant) == []


def test_the_department_does_not_find_the_records_of_whom_it_is_about(site: Web) -> None:
    """An internal matter is about a department, not about a credit record."""
    drive(site, "official_interview", scenarios._BEGINS)
    page = site.signed_in("supervisor").get("/start/official_interview?q=示例甲").text
    assert "9001" not in page
    assert "内部事项" in site.signed_in("supervisor").get("/start").text


@pytest.mark.parametrize("login", EVERYBODY_ELSE)
def test_a_program_gets_the_answer_of_a_case_that_does_not_exist(site: Web, login: str) -> None:
    driven, case_id = opened(site)
    assert driven.opened is not None
    with site.office.database.read() as connection:
        [task] = tasks.open_of(connection, case_id)
        draft = letters.of_case(connection, case_id)[0]
    actor = driven.staffed.actor(login)
    caller = Program(site, issue_token(site.office, actor, name="测试", scope=Scope.ACT, days=30))
    nobody = caller.get("/cases/999999")
    for address in (f"/cases/{case_id}", f"/cases/{case_id}/acts", f"/tasks/{task.id}", f"/letters/{draft.id}"):
        assert caller.get(address).status_code == 404, address
    assert nobody.status_code == 404
    assert caller.get(f"/cases/{case_id}").json == nobody.json, "not even the name of the fact differs"
    for act, body in (("withdraw", {"reason": "x"}), ("suspend", {"reason": "x", "seen": 1})):
        answer = caller.post(f"/cases/{case_id}/{act}", body)
        assert answer.status_code in (403, 404, 422), act
        assert driven.opened.number not in answer.text
    for listing in ("/cases", "/tasks"):
        assert driven.opened.number not in caller.get(listing).text


def test_the_head_sees_it_through_a_program_too(site: Web) -> None:
    _driven, case_id = opened(site)
    assert program(site, "head").get(f"/cases/{case_id}").status_code == 200


def test_the_administrator_does_not_find_it_in_the_audit_trail(site: Web) -> None:
    driven, case_id = opened(site)
    admin = site.people.actor("admin")
    every = search_audit(site.office, admin, AuditQuery(cases=True), limit=500)
    assert case_id not in {line.case_id for line in every.lines}
    assert driven.opened is not None
    number = driven.opened.number
    with pytest.raises(FieldErrors) as missing:
        search_audit(site.office, admin, AuditQuery(number=number))
    with pytest.raises(FieldErrors) as absent:
        search_audit(site.office, admin, AuditQuery(number="SL-OBJ-2026-999999"))
    assert missing.value.errors == absent.value.errors, "it does not even exist"
    assert number.encode() not in export_audit(site.office, admin, AuditQuery(cases=True))
    assert search_audit(site.office, admin, AuditQuery()).lines, "the office's own log is there"


def test_an_administrator_who_is_also_the_supervisor_of_the_centre_finds_it(site: Web) -> None:
    _driven, case_id = opened(site)
    admin = site.people.actor("admin")
    both = replace(admin, posts=admin.posts | {(Role.SUPERVISOR, site.people.authority)})
    found = search_audit(site.office, both, AuditQuery(cases=True), limit=500)
    assert case_id in {line.case_id for line in found.lines}
