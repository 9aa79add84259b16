"""S3-16: an internal interview is seen by the supervisor and the head of the centre, and by nobody else anywhere."""

from pathlib import Path

import pytest

from tests.support.departments import drive
from tests.support.web import Web, web
from webapp.demo.drive import Drive
from workflows.domain.access import Actor
from workflows.operations.own_cases import own_cases
from workflows.processes.official_interview import scenarios
from workflows.store import cases, letters

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
