"""Commitments: made in a case, followed up by its organ, broken only by two people, published without persons."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import MovingClock, People, Walk, demo_people, make_office
from tests.samples.penalties import resident
from tests.support.web import Web, web
from webapp.commitments.routes import offered
from workflows.domain.access import OFFICE
from workflows.domain.commitment import (
    BROKEN_MESSAGE,
    MANDATORY_CLAUSES,
    Break,
    Commit,
    CommitmentKind,
    CommitmentScope,
    Fulfil,
    may_break,
)
from workflows.domain.effects import Effect
from workflows.domain.errors import FieldErrors, Hidden, NotAllowed, OwnWork, ReasonsRequired, StaleVersion
from workflows.domain.process_type import Decision
from workflows.operations import effects
from workflows.operations import follow_commitment as follow
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.follow_commitment import CommitmentClosed, FollowUp, NotDueYet, NothingAsked
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.remind_commitments import remind_commitments
from workflows.store import cases, commitments, history, records, tasks
from workflows.store.tables import message, notice

DUE = date(2026, 12, 1)


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """An office with one open case, whose process hears of broken commitments."""
    office = make_office(database_url, tmp_path)
    process = replace(office.processes["objection"], hears={BROKEN_MESSAGE: lambda *_: Decision(outcome="heard")})
    return Walk(demo_people(replace(office, processes={**office.processes, "objection": process}))).open()


def act_on(walk: Walk, *done: Effect) -> None:
    """Carry effects out in an act of the office on the case."""
    office = walk.people.office
    with office.database.read():
        act = open_act(office, OFFICE, walk.case_id)
        for effect in done:
            effects.apply(effect, act)
    with office.database.act() as uow:
        act.write(uow)
        uow.commit()


def promised(walk: Walk, **more: Any) -> Any:
    act_on(walk, Commit(kind=CommitmentKind.REPAIR, due_on=DUE, public=True, **more))
    return the(walk.people.office)


def the(office: Office) -> Any:
    with office.database.read() as connection:
        return commitments.load(connection, 1)


def messages_of(walk: Walk) -> list[tuple[str, dict[str, Any]]]:
    with walk.people.office.database.read() as connection:
        return [(row.name, row.data) for row in connection.execute(select(message)).all()]


def follow_up(people_: People, login: str, how: Any, seen: int, note: str = "已核对缴款凭证") -> None:
    key = f"{how.__name__}-{login}-{seen}"
    how(people_.office, people_.actor(login), FollowUp(commitment_id=1, seen=seen, key=key, note=note))


def test_a_finding_that_is_sent_again_changes_nothing_and_is_no_fault(walk: Walk) -> None:
    promised(walk)
    for _ in range(2):
        follow_up(walk.people, "reviewer", follow.find_running, 1)
    assert (the(walk.people.office).state, the(walk.people.office).version) == ("running", 2)


def test_a_commitment_stands_in_the_register_with_its_clauses_and_waits_to_be_followed_up(walk: Walk) -> None:
    row = promised(walk, scope=CommitmentScope.SAFETY)
    assert (row.kind, row.scope, row.state, row.due_on, row.public) == ("repair", "safety", "pending", DUE, True)
    assert row.clauses == list(MANDATORY_CLAUSES)
    assert (row.organ_id, row.subject_id) == (walk.people.authority, walk.people.subject)
    with walk.people.office.database.read() as connection:
        assert "commitment_made" in [event.kind for event in history.events_of(connection, walk.case_id)]


@pytest.mark.parametrize("missing", range(3), ids=["truth of the materials", "lawful conduct", "good faith"])
def test_without_one_of_the_three_clauses_there_is_no_commitment(walk: Walk, missing: int) -> None:
    clauses = tuple(clause for place, clause in enumerate(MANDATORY_CLAUSES) if place != missing)
    with pytest.raises(FieldErrors) as refused:
        act_on(walk, Commit(kind=CommitmentKind.VOLUNTARY, clauses=(*clauses, "其他承诺")))
    assert list(refused.value.errors) == ["clauses"]


def test_a_case_keeps_or_breaks_what_it_had_promised(walk: Walk) -> None:
    promised(walk)
    act_on(walk, Fulfil())
    assert the(walk.people.office).state == "kept"
    act_on(walk, Break(reason="材料虚假"))
    assert the(walk.people.office).state == "kept", "what was found kept is not broken afterwards"


def test_what_a_case_breaks_itself_it_is_not_told_again(walk: Walk) -> None:
    promised(walk)
    act_on(walk, Break(commitment_id=1, reason="材料虚假"))
    assert (the(walk.people.office).state, messages_of(walk)) == ("broken", [])


def test_one_proposes_and_another_confirms_that_a_commitment_is_broken_and_the_case_is_told(walk: Walk) -> None:
    here = walk.people
    promised(walk)
    follow_up(here, "reviewer", follow.propose_broken, 1, "再次查获同类行为")
    assert (the(here.office).state, messages_of(walk)) == ("pending", []), "a proposal harms nobody"
    follow_up(here, "auditor", follow.confirm_broken, 2)
    assert (the(here.office).state, the(here.office).note) == ("broken", "再次查获同类行为")
    assert messages_of(walk) == [(BROKEN_MESSAGE, {"commitment": 1, "reason": "再次查获同类行为"})]


def test_a_broken_commitment_of_a_repair_begins_the_revocation_at_the_department(walk: Walk) -> None:
    """Order 36: a broken commitment revokes the repair; the repair's own case has long been closed."""
    here = walk.people
    repairs = replace(here.office.processes["objection"], after_breach=here.office.processes["repair"].after_breach)
    office = replace(here.office, processes={**here.office.processes, "objection": replace(repairs, hears={})})
    with office.database.act() as uow:
        values = {"repair_state": "repaired", "state": "ended", "provider_id": here.authority}
        records.correct(uow.connection, here.record, 1, values, [], case_id=0, at=office.clock(), by=0)
        uow.commit()
    promised(walk, record_id=here.record, organ_id=here.authority)
    for login, how, seen in (("reviewer", follow.propose_broken, 1), ("auditor", follow.confirm_broken, 2)):
        command = FollowUp(commitment_id=1, seen=seen, key=f"{login}-{seen}", note="承诺期内再次虚假宣传")
        how(office, here.actor(login), command)
    assert [name for name, _ in messages_of(walk)] == [""]
    assert deliver_messages(office, "worker") == 1
    with office.database.read() as connection:
        (begun,) = [each for each in cases.of_subject(connection, here.subject) if each.process == "repair_revocation"]
        said = cases.application(connection, begun.id)
        waiting = [row.node for row in tasks.open_of(connection, begun.id)]
    assert (begun.authority_id, begun.record_id) == (here.authority, here.record)
    assert (said["cause"], said["found"]) == ("broken_commitment", "承诺期内再次虚假宣传")
    assert waiting == ["draft_notice"]


def test_a_proposal_that_is_refused_leaves_the_commitment_as_it_was(walk: Walk) -> None:
    promised(walk)
    follow_up(walk.people, "reviewer", follow.propose_broken, 1)
    follow_up(walk.people, "head", follow.spare, 2, "证据不足")
    row = the(walk.people.office)
    assert (row.state, row.asked_by, row.note, messages_of(walk)) == ("pending", None, "证据不足", [])


LAW = [
    # kind, due on, found broken on (by day, Asia/Shanghai) → may it be found broken
    ("voluntary", "2026-12-01", "2026-11-30", False),
    ("voluntary", "2026-12-01", "2026-12-01", False),
    ("voluntary", "2026-12-01", "2026-12-02", True),
    ("replacing", "2026-12-01", "2026-12-01", False),
    ("self_discipline", "2026-12-01", "2026-12-02", True),
    ("voluntary", None, "2026-09-21", True),
    ("repair", "2026-12-01", "2026-09-21", True),
]


@pytest.mark.parametrize(("kind", "due", "on", "may"), LAW)
def test_what_is_promised_by_a_day_is_broken_only_after_it(kind: str, due: str | None, on: str, may: bool) -> None:
    """S0-02, S0-03; a repair's commitment to keep the law is broken by the breach, its day is that of the look."""
    due_on = None if due is None else date.fromisoformat(due)
    assert may_break(kind, due_on, date.fromisoformat(on)) is may


def test_nobody_proposes_or_confirms_a_breach_before_the_day_is_over(walk: Walk) -> None:
    here = walk.people
    act_on(walk, Commit(kind=CommitmentKind.VOLUNTARY, due_on=DUE))
    with pytest.raises(NotDueYet, match="2026-12-01"):
        follow_up(here, "reviewer", follow.propose_broken, 1)
    assert offered(the(here.office), here.actor("reviewer"), DUE) == ["kept", "running"]
    assert offered(the(here.office), here.actor("reviewer"), date(2026, 12, 2)) == ["kept", "running", "ask"]
    assert isinstance(here.office.clock, MovingClock)
    here.office.clock.now = datetime(2026, 12, 1, 16, tzinfo=UTC)
    follow_up(here, "reviewer", follow.propose_broken, 1)
    follow_up(here, "auditor", follow.confirm_broken, 2)
    assert the(here.office).state == "broken"


@pytest.mark.parametrize(
    ("login", "how", "seen", "note", "refusal"),
    [
        ("provider", follow.find_kept, 1, "已核对", Hidden),
        ("applicant", follow.find_kept, 1, "已核对", NotAllowed),
        ("auditor", follow.find_kept, 1, "已核对", NotAllowed),
        ("reviewer", follow.confirm_broken, 1, "", NotAllowed),
        ("reviewer", follow.find_kept, 1, "　", ReasonsRequired),
        ("reviewer", follow.propose_broken, 1, "", ReasonsRequired),
        ("auditor", follow.confirm_broken, 1, "", NothingAsked),
        ("reviewer", follow.find_kept, 7, "已核对", StaleVersion),
    ],
    ids=[
        "another organisation", "the subject itself", "not its post", "confirming is another post", "blank note",
        "no reason", "nothing proposed", "an old page",
    ],
)  # fmt: skip
def test_what_may_not_be_noted_is_refused(
    walk: Walk, login: str, how: Any, seen: int, note: str, refusal: type[Exception]
) -> None:
    promised(walk)
    with pytest.raises(refusal):
        follow_up(walk.people, login, how, seen, note)
    assert the(walk.people.office).version == 1


def test_nobody_confirms_their_own_proposal_even_with_both_posts(walk: Walk) -> None:
    here = walk.people
    promised(walk)
    follow_up(here, "reviewer", follow.propose_broken, 1)
    both = replace(here.actor("reviewer"), posts=here.actor("reviewer").posts | here.actor("auditor").posts)
    for how in (follow.confirm_broken, follow.spare):
        with pytest.raises(OwnWork):
            how(here.office, both, FollowUp(commitment_id=1, seen=2, key="own", note="自行确认"))


def test_what_was_found_kept_is_settled(walk: Walk) -> None:
    promised(walk)
    follow_up(walk.people, "reviewer", follow.find_running, 1)
    follow_up(walk.people, "reviewer", follow.find_kept, 2)
    with pytest.raises(CommitmentClosed):
        follow_up(walk.people, "reviewer", follow.propose_broken, 3)


def test_who_follows_it_up_is_reminded_once_on_the_day_and_not_before(walk: Walk) -> None:
    office = walk.people.office
    promised(walk)
    assert isinstance(office.clock, MovingClock)
    office.clock.now = datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert remind_commitments(office) == 0
    office.clock.now = datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert [remind_commitments(office), remind_commitments(office)] == [1, 0]
    with office.database.read() as connection:
        told = connection.execute(select(notice.c.recipient_id).where(notice.c.kind == "commitment_due")).scalars()
        assert sorted(told) == sorted(walk.people.ids[login] for login in ("reviewer", "reviewer2"))


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application with a published commitment of a company and one of a natural person."""
    made = web(sqlite_url, tmp_path)
    with made.office.database.act() as uow:
        person = records.add_subject(
            uow.connection,
            {
                "kind": "natural_person", "name": "示例自然人", "code_type": "resident_id",
                "code": resident("41018419900307002"), "alt_ids": {},
            },
        )  # fmt: skip
        for subject in (made.people.subject, person):
            put(uow.connection, subject, made.people.authority)
        uow.commit()
    return made


def put(connection: Any, subject: int, organ: int) -> int:
    row = {
        "subject_id": subject, "kind": "voluntary", "scope": "general", "clauses": list(MANDATORY_CLAUSES),
        "made_on": date(2026, 9, 1), "due_on": DUE, "state": "pending", "public": True, "organ_id": organ,
    }  # fmt: skip
    return commitments.add(connection, row)


def test_the_register_shows_reads_its_filters_from_the_address_and_passes_over_nonsense(site: Web) -> None:
    reviewer = site.signed_in("reviewer")
    assert reviewer.get("/commitments").text.count('<th class="wide"') == 2
    assert "没有符合条件" in reviewer.get("/commitments?show=due").text
    assert "没有符合条件" in reviewer.get("/commitments?scope=safety").text
    assert reviewer.get("/commitments?q=示例甲商贸").text.count('<th class="wide"') == 1
    for hostile in ("show=%00", "kind=' or 1=1--", "before=9999-99-99_1", "before=2026-09-01_99999999999", "q=%25"):
        assert reviewer.get(f"/commitments?{hostile}").status_code == 200


def test_a_commitment_is_followed_up_on_its_page_and_a_missing_reason_is_said_there(site: Web) -> None:
    early = site.signed_in("reviewer").get("/commitments/1").text
    assert ("期限届满次日起才能提请认定违诺" in early, "/commitments/1/ask" in early) == (True, False)
    site.clock.now = datetime(2026, 12, 2, 2, tzinfo=UTC)
    reviewer, auditor = site.signed_in("reviewer"), site.signed_in("auditor")
    refused = reviewer.post("/commitments/1/ask", {"seen": "1", "note": " "}, page="/commitments/1")
    assert (refused.status_code, "请写明理由" in refused.text) == (422, True)
    done = reviewer.post("/commitments/1/ask", {"seen": "1", "note": "<b>再次查获</b>"}, page="/commitments/1")
    assert done.status_code == 303
    shown = auditor.get("/commitments/1").text
    assert "&lt;b&gt;再次查获&lt;/b&gt;" in shown
    assert auditor.post("/commitments/1/confirm", {"seen": "2"}, page="/commitments/1").status_code == 303
    assert "违诺" in auditor.get("/commitments?show=all&state=broken").text
    assert auditor.post("/commitments/1/erase", {"seen": "3"}, page="/commitments/1").status_code == 404


def test_who_made_it_sees_it_and_others_do_not(site: Web) -> None:
    assert site.signed_in("applicant").get("/commitments/1").status_code == 200
    assert site.signed_in("applicant").get("/commitments/2").status_code == 404
    assert site.signed_in("provider").get("/commitments/1").status_code == 404
    assert site.signed_in("applicant").get("/commitments").status_code == 403


def test_the_public_sees_companies_by_name_and_persons_masked_and_never_a_number_of_theirs(site: Web) -> None:
    page = site.visitor().get("/commitments/published").text
    assert "示例甲商贸有限公司" in page
    assert "示例自然人" not in page
    assert "示" in page
    assert resident("41018419900307002") not in page
    found = site.visitor().get(f"/commitments/published?q={resident('41018419900307002')}").text
    assert "没有符合条件" in found


def test_where_the_law_forbids_display_of_natural_persons_none_is_shown(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """山东省社会信用条例 Art. 20."""
    monkeypatch.setattr("workflows.operations.public_persons.merged_demands", lambda *_: {"persons": "withheld"})
    page = site.visitor().get("/commitments/published").text
    assert page.count('<th class="wide"') == 1
    assert "示例甲商贸有限公司" in page
