"""Who decides sees what it takes to decide and no more: the level above, the organisation's own posts, executors."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import MovingClock, make_office
from tests.support.readings import notices_of
from webapp.demo import penalties
from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import staff
from webapp.tasks.prefill import proposals
from webapp.tasks.worktable import read_worktable, suit
from workflows.domain.errors import FieldErrors, Hidden
from workflows.domain.scenario import Act, Do, File
from workflows.domain.time import at_office_hour
from workflows.operations.case_page import CasePage, Side, TaskLine
from workflows.operations.grant_extension import ExtensionTooLong
from workflows.operations.own_cases import own_cases
from workflows.operations.read_case import read_case
from workflows.processes import discover
from workflows.processes import list_scenario as listing
from workflows.processes.blacklist_entry.forms import ExecuteForm
from workflows.processes.blacklist_exit import scenarios as leaving
from workflows.processes.blacklist_exit.forms import ExamineForm
from workflows.processes.forms import SuperviseForm
from workflows.processes.repair.scenarios import SCENARIOS as REPAIRS
from workflows.processes.scenario_acts import sign
from workflows.store import records

_DEFENCE = "产品已全部召回，请求从轻认定。"
Begin = Callable[..., Drive]


@pytest.fixture
def begin(sqlite_url: str, tmp_path: Path) -> Begin:
    """Makes a drive of a process in an office with every post, its clock on a day at ten."""
    clock = MovingClock()

    def made(process: str, on: date, packs: tuple[str, ...] = ("xinzheng/2018-03-28",)) -> Drive:
        clock.now = at_office_hour(on, 10)
        office = make_office(sqlite_url, tmp_path, clock=clock)
        subjects = penalties.add_subjects(office)
        staffed = staff(office, penalties.APPLICANTS, subjects, "-", packs)
        records = penalties.add_penalties(office, subjects, staffed.organisations)

        def move(to: Any) -> None:
            clock.now = max(clock.now, to)

        return Drive(
            staffed=staffed, process=discover()[process], record=records["示市监罚决〔2026〕11号"], posts=POSTS,
            move=move,
        )  # fmt: skip

    return made


def _seen(drive: Drive, who: str) -> CasePage:
    assert drive.opened is not None
    return read_case(drive.staffed.office, drive.staffed.actor(who), drive.opened.case_id)


def _mine(page: CasePage) -> TaskLine:
    return next(task for task in page.open_tasks if task.mine)


def _to_legal_review() -> tuple[Act, ...]:
    return (*listing.notified(listing.BEGINS), *listing.heard())


def test_the_level_above_sees_what_it_is_asked_to_consent_to(begin: Begin) -> None:
    drive = begin("blacklist_entry", listing.BEGINS)
    drive.run(_to_legal_review())
    with pytest.raises(Hidden):
        _seen(drive, "superior")
    drive.run((sign("legal", "legal_review"),))
    page = _seen(drive, "superior")
    assert page.application["statement"] == listing.FILING["statement"]
    nodes = {task.node for task in page.tasks}
    assert nodes == {"assess", "serve_notice", "state_defence", "review_defence", "legal_review", "consent"}
    assert any(task.data.get("statement") == _DEFENCE for task in page.tasks)
    assert {letter.code: letter.state for letter in page.letters}["LST-06"] == "draft", "the decision that is drafted"
    assert {"LST-01", "LST-02", "LST-04", "LST-05"} <= {letter.code for letter in page.letters}
    assert not {"REP-00", "LST-06P"} & {letter.kind for letter in page.letters}, "not what it is not asked for"
    assert page.query_code == ""
    table = read_worktable(drive.staffed.office, drive.staffed.actor("superior"), _mine(page).id)
    assert table.submitted is not None
    assert table.submitted.node == "review_defence"


def test_a_head_s_opinion_on_the_notice_stays_in_its_house(begin: Begin) -> None:
    drive = begin("blacklist_entry", listing.BEGINS)
    drive.run((*_to_legal_review(), sign("legal", "legal_review")))
    assert "sign_notice" in {task.node for task in _seen(drive, "legal").tasks}
    assert "sign_notice" not in {task.node for task in _seen(drive, "superior").tasks}


def test_each_department_sees_the_order_and_its_own_receipt_alone(begin: Begin) -> None:
    drive = begin("blacklist_entry", listing.BEGINS)
    drive.run((*_to_legal_review(), *listing.decided(), listing.served("serve_decision", listing.BEGINS)))
    for who, ordered in (("executor", "trading_caution"), ("executor2", "procurement")):
        page = _seen(drive, who)
        table = read_worktable(drive.staffed.office, drive.staffed.actor(who), _mine(page).id)
        (row,) = suit(ExecuteForm(), table).measures.data
        assert row == {"measure": ordered, "state": None, "done_on": listing.BEGINS, "note": None}
        assert page.side is Side.EXECUTOR
        assert [task.node for task in page.tasks] == ["execute_measures"]
        assert {letter.code for letter in page.letters} == {"LST-09"}
        assert (dict(page.application), page.files) == ({}, ())
        with pytest.raises(FieldErrors) as ahead:
            drive.run((listing.execute(who, listing.BEGINS + timedelta(days=1), ordered),))
        assert ahead.value.errors == {"served_on": ["日期不能晚于今天。"]}
        drive.run((listing.execute(who, listing.BEGINS, ordered),))
    receipt = next(letter for letter in _seen(drive, "recogniser").letters if letter.code == "LST-09R")
    assert receipt.state == "issued", "made out with the last answer"
    assert {letter.code for letter in _seen(drive, "executor").letters} == {"LST-09"}, "others' answers are not its own"


def test_who_decides_on_a_repair_sees_what_colleagues_found_and_drafted(begin: Begin) -> None:
    scenario = REPAIRS["serious"]
    drive = begin("repair", scenario.begins, scenario.packs)
    filed = next(act for act in scenario.acts if isinstance(act, File))
    before = scenario.acts[scenario.acts.index(filed) :]
    stop = next(at for at, act in enumerate(before) if isinstance(act, Do) and act.node == "approve_extension")
    drive.run(before[: stop - 1])
    asked = before[stop - 1]
    assert isinstance(asked, Do)
    shown = {letter.code for letter in _seen(drive, "recogniser").letters}
    assert {"REP-01", "REP-02"} <= shown, "whoever verifies an application reads it, and the promise with it"
    with pytest.raises(ExtensionTooLong, match="10个工作日"):
        drive.run((replace(asked, form={**asked.form, "extend_by": 30}),))
    drive.run((asked,))
    page = _seen(drive, "chief")
    assert page.side is Side.PROVIDER
    assert _mine(page).node == "approve_extension"
    assert {"sign_for", "verify"} <= {task.node for task in page.tasks}
    assert not {"examine", "sign_acceptance"} & {task.node for task in page.tasks}, "the centre's own opinions"
    assert page.letters, "the paper that is put up for signature"
    assert "REP-07A" in {letter.code for letter in page.letters}
    with pytest.raises(Hidden):
        _seen(drive, "chief2")


def test_a_removal_proposes_the_list_and_cause_that_are_known(begin: Begin) -> None:
    drive = begin("blacklist_entry", listing.BEGINS)
    drive.run((*leaving._listed(listing.BEGINS, measures=False), File(form=leaving._FILING, process="blacklist_exit")))
    office = drive.staffed.office
    page = _seen(drive, "recogniser")
    assert proposals(office, page, ExamineForm) == {"cause": "repair"}
    assert "cause" not in proposals(office, page, SuperviseForm), "the cause of a delay is another matter"


def test_a_liable_person_with_an_account_speaks_there_and_sees_nothing_of_the_others(begin: Begin) -> None:
    """惩戒到人: the own notice, the own statement and nothing else; the subject does not read it either."""
    drive = begin("blacklist_entry", listing.BEGINS)
    office, own = drive.staffed.office, drive.staffed.accounts["applicant3"]
    with office.database.act() as uow:
        known = {"kind": "natural_person", "code_type": "resident_id", "alt_ids": {}}
        values = {**known, "name": listing.PERSON["name"], "code": listing.PERSON["code"]}
        told = {"subject_id": records.add_subject(uow.connection, values), "kind": "self", "evidence": ""}
        records.add_representation(uow.connection, {"user_id": own, **told, "verified_at": office.clock()})
        uow.commit()
    drive.run(listing.notified(listing.BEGINS))
    page = _seen(drive, "applicant3")
    assert page.side is Side.PERSON
    assert [letter.code for letter in page.letters] == ["LST-02P.1"]
    assert ([task.node for task in page.tasks], page.application, page.record) == (["state_defence"], {}, None)
    (line,) = own_cases(office, drive.staffed.actor("applicant3"))
    assert line.todo == page.process.tasks["state_defence"].waiting
    with office.database.read() as connection:
        notices = {(row.kind, row.recipient_id) for row in notices_of(connection, page.view.id)}
    assert ("defence_open", own) in notices
    said = {"statement": "事发时本人已不分管该业务。", "evidence": "", "final": True}
    drive.run((Do(who="applicant3", node="state_defence", form=said), listing.state(final=True), listing.review()))
    assert "LST-03P.1" in {letter.code for letter in _seen(drive, "applicant3").letters}
    subject = _seen(drive, "applicant")
    assert "LST-03P.1" not in {letter.code for letter in subject.letters}
    assert all(said["statement"] not in str(task.data) for task in subject.tasks)
    with pytest.raises(Hidden):
        _seen(drive, "applicant2")
