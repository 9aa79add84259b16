"""Handing on, delegating, copying, urging, recalling: none moves a clock; each is told, noted and done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.factories import MovingClock, Walk, demo_people, make_office
from tests.support.readings import notices_of
from workflows.domain.errors import (
    ClaimedByOther,
    FieldErrors,
    Hidden,
    NotAllowed,
    OfficeError,
    StaleVersion,
    TaskNotOpen,
)
from workflows.operations.claim_task import claim_task, release_task
from workflows.operations.complete_task import Completed, complete_task
from workflows.operations.copy_case import CopyCase, copy_case
from workflows.operations.delegate_task import answer_task, delegate_task
from workflows.operations.recall_task import BegunAlready, recall_task
from workflows.operations.task_acts import Delegated, TaskAct
from workflows.operations.transfer_task import transfer_task
from workflows.operations.urge_task import UrgedAlready, urge_task
from workflows.store import cases, copies, deadlines, history, letters, tasks
from workflows.store.tasks import StoredTask

REASON = "外出学习三天。"


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    """A filed objection in an office on each kind of database; its clock is moved by hand."""
    return Walk(demo_people(make_office(database_url, tmp_path, clock=MovingClock()))).open()


@pytest.fixture
def plain(sqlite_url: str, tmp_path: Path) -> Walk:
    """The same, for rules that do not depend on the database."""
    return Walk(demo_people(make_office(sqlite_url, tmp_path, clock=MovingClock()))).open()


def task_on(walk: Walk, node: str) -> StoredTask:
    """The open task on ``node``."""
    with walk.office.database.read() as connection:
        return next(task for task in tasks.open_of(connection, walk.case_id) if task.node == node)


def act_on(walk: Walk, node: str, to: str = "", **changes: Any) -> TaskAct:
    """The command of a verb on the open task of ``node``, as a page of now would send it."""
    with walk.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    values: dict[str, Any] = {
        "task_id": task_on(walk, node).id,
        "seen": stored.view.substance,
        "key": walk.key(),
        "reason": REASON,
        "to": walk.people.ids[to] if to else 0,
    }
    return TaskAct(**{**values, **changes})


def kinds(walk: Walk) -> list[str]:
    """The kinds of the events of the case."""
    with walk.office.database.read() as connection:
        return [row.kind for row in history.events_of(connection, walk.case_id)]


def told(walk: Walk, kind: str) -> list[tuple[int, str]]:
    """Who was told (recipient, channel) by notices of a kind."""
    with walk.office.database.read() as connection:
        rows = notices_of(connection, walk.case_id)
    return sorted((row.recipient_id, row.channel) for row in rows if row.kind == kind)


def clocks(walk: Walk) -> list[tuple[Any, ...]]:
    """Every clock with its first and last day and its state."""
    with walk.office.database.read() as connection:
        return [(row.rule, row.start_on, row.due_on, row.state) for row in deadlines.all_of(connection, walk.case_id)]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Let acts begin at the same moment; return each one's answer or refusal."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except OfficeError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_transferred_task_is_its_new_holders_who_is_told_and_no_clock_moves(plain: Walk) -> None:
    before, reviewer = clocks(plain), plain.people.actor("reviewer")
    command = act_on(plain, "examine", "reviewer2")
    assert transfer_task(plain.office, reviewer, command) == plain.case_id
    assert transfer_task(plain.office, reviewer, command) == plain.case_id, "the same form sent twice"
    second = plain.people.ids["reviewer2"]
    assert task_on(plain, "examine").assignee_id == second
    assert told(plain, "task_transferred") == [(second, "email"), (second, "inbox")]
    assert kinds(plain).count("task_transferred") == 1
    assert clocks(plain) == before
    with pytest.raises(ClaimedByOther):
        plain.do("reviewer", "examine")
    plain.do("reviewer2", "examine")


def test_a_delegated_task_waits_for_the_answer_and_goes_back_to_its_owner(plain: Walk) -> None:
    before = clocks(plain)
    owner, delegate = plain.people.actor("reviewer"), plain.people.actor("reviewer2")
    delegate_task(plain.office, owner, act_on(plain, "examine", "reviewer2"))
    for who in ("reviewer", "reviewer2"):
        with pytest.raises(Delegated):
            plain.do(who, "examine")
    with pytest.raises(Delegated):
        release_task(plain.office, delegate, task_on(plain, "examine").id)
    with pytest.raises(Delegated):
        transfer_task(plain.office, owner, act_on(plain, "examine", "reviewer2"))
    answer_task(plain.office, delegate, act_on(plain, "examine", reason="材料齐全，可以受理。"))
    task = task_on(plain, "examine")
    assert (task.assignee_id, task.owner_id) == (owner.user_id, None)
    assert (owner.user_id, "inbox") in told(plain, "task_answered")
    assert clocks(plain) == before
    plain.do("reviewer", "examine")


def test_the_owner_takes_a_delegated_task_back_with_a_reason(plain: Walk) -> None:
    owner = plain.people.actor("reviewer")
    delegate_task(plain.office, owner, act_on(plain, "examine", "reviewer2"))
    with pytest.raises(NotAllowed):
        answer_task(plain.office, plain.people.actor("auditor"), act_on(plain, "examine"))
    answer_task(plain.office, owner, act_on(plain, "examine", reason="不再需要。"))
    assert told(plain, "task_taken_back")[0][0] == plain.people.ids["reviewer2"]
    plain.do("reviewer", "examine")


def test_urging_is_allowed_once_on_a_working_day_and_says_when_again(plain: Walk) -> None:
    auditor, before = plain.people.actor("auditor"), clocks(plain)
    urge_task(plain.office, auditor, act_on(plain, "examine"))
    pool = {plain.people.ids["reviewer"], plain.people.ids["reviewer2"]}
    assert {who for who, _channel in told(plain, "task_urged")} == pool, "nobody holds it: the whole pool is told"
    with pytest.raises(UrgedAlready) as refused:
        urge_task(plain.office, plain.people.actor("head"), act_on(plain, "examine"))
    day = plain.office.calendar().next_working_day(plain.clock.now.date())
    assert (refused.value.status, refused.value.params["on"]) == (429, day.isoformat())
    claim_task(plain.office, plain.people.actor("reviewer"), task_on(plain, "examine").id)
    plain.clock.now = plain.clock.now.replace(day=day.day, month=day.month)
    urge_task(plain.office, auditor, act_on(plain, "examine"))
    assert told(plain, "task_urged").count((plain.people.ids["reviewer"], "inbox")) == 2
    assert told(plain, "task_urged").count((plain.people.ids["reviewer2"], "inbox")) == 1, "the holder alone is told"
    assert clocks(plain) == before


def test_urging_over_a_holiday_waits_for_the_next_working_day(plain: Walk) -> None:
    plain.clock.now = plain.clock.now.replace(month=9, day=30)
    urge_task(plain.office, plain.people.actor("auditor"), act_on(plain, "examine"))
    plain.clock.now = plain.clock.now.replace(month=10, day=7)
    with pytest.raises(UrgedAlready) as refused:
        urge_task(plain.office, plain.people.actor("auditor"), act_on(plain, "examine"))
    assert refused.value.params["on"] == date(2026, 10, 8).isoformat()


def test_two_who_urge_at_once_remind_once(walk: Walk) -> None:
    commands = [act_on(walk, "examine"), act_on(walk, "examine")]
    answers = together(
        lambda: urge_task(walk.office, walk.people.actor("auditor"), commands[0]),
        lambda: urge_task(walk.office, walk.people.actor("head"), commands[1]),
    )
    assert sum(isinstance(answer, UrgedAlready) for answer in answers) == 1
    assert kinds(walk).count("task_urged") == 1


#: Steps whose drafter may take back what waits for signature: (answers of the drafting step, where it lies again).
RECALLED = [
    ("examine", {}, "sign_acceptance", "OBJ-04"),
    ("examine", {"outcome": "refuse", "refuse_code": "no_objection", "reasons": "无"}, "sign_refusal", "OBJ-06"),
    (
        "examine",
        {"outcome": "correct", "missing": [{"item": "执照", "requirement": "盖章"}], "supply_by": date(2026, 9, 24)},
        "sign_correction_notice",
        "OBJ-05",
    ),
    ("draft_inquiry", {}, "sign_inquiry", "OBJ-07"),
    ("draft_decision", {}, "audit_decision", "OBJ-11"),
]


@pytest.mark.parametrize(("drafted", "answers", "signed", "letter"), RECALLED, ids=[row[2] for row in RECALLED])
def test_what_was_put_up_is_taken_back_while_nobody_has_begun(
    plain: Walk, drafted: str, answers: dict[str, Any], signed: str, letter: str
) -> None:
    if drafted == "draft_inquiry":
        plain.do("reviewer", "examine")
        plain.do("auditor", "sign_acceptance")
    if drafted == "draft_decision":
        plain.forwarded()
        plain.do("provider", "sign_for")
        plain.do("provider", "verify")
    plain.do("reviewer", drafted, **answers)
    before, reviewer = clocks(plain), plain.people.actor("reviewer")
    with pytest.raises(NotAllowed):
        recall_task(plain.office, plain.people.actor("reviewer2"), act_on(plain, signed))
    recall_task(plain.office, reviewer, act_on(plain, signed))
    assert plain.open_nodes() == [drafted]
    assert clocks(plain) == before
    with plain.office.database.read() as connection:
        states = [row.state for row in letters.of_case(connection, plain.case_id) if row.code == letter]
        stored = cases.load(connection, plain.case_id)
    assert states == ["void"], "the draft is struck out and had no number"
    assert stored is not None
    assert stored.view.rounds(signed) == 0, "taking back is no return"
    assert plain.people.ids["auditor"] in {who for who, _channel in told(plain, "task_recalled")}
    plain.do("reviewer", drafted, **answers)
    assert plain.open_nodes() == [signed]


def test_the_head_sends_back_to_the_auditor_and_the_drafts_stay_or_to_the_drafter_and_they_go(plain: Walk) -> None:
    plain.forwarded()
    for who, node in (("provider", "sign_for"), ("provider", "verify"), ("reviewer", "draft_decision")):
        plain.do(who, node)
    plain.do("auditor", "audit_decision")
    before = clocks(plain)
    plain.do("head", "approve_decision", decision="return", opinion="请补充审核意见。", return_to="audit")
    assert plain.open_nodes() == ["audit_decision"]
    assert clocks(plain) == before
    with plain.office.database.read() as connection:
        kept = [row.state for row in letters.of_case(connection, plain.case_id) if row.code == "OBJ-11"]
    assert kept == ["draft"]
    plain.do("auditor", "audit_decision", decision="return", opinion="表述不清。")
    assert plain.open_nodes() == ["draft_decision"], "a later return goes its own way"
    plain.do("reviewer", "draft_decision")
    plain.do("auditor", "audit_decision")
    plain.do("head", "approve_decision", decision="return", opinion="请改写理由。")
    assert plain.open_nodes() == ["draft_decision"]
    with plain.office.database.read() as connection:
        struck = [row.state for row in letters.of_case(connection, plain.case_id) if row.code == "OBJ-11"]
    assert struck == ["void", "void"]


def test_what_somebody_has_begun_with_is_not_taken_back(plain: Walk) -> None:
    plain.do("reviewer", "examine")
    claim_task(plain.office, plain.people.actor("auditor"), task_on(plain, "sign_acceptance").id)
    with pytest.raises(BegunAlready):
        recall_task(plain.office, plain.people.actor("reviewer"), act_on(plain, "sign_acceptance"))


def test_recall_and_signature_at_once_leave_one_order(walk: Walk) -> None:
    walk.do("reviewer", "examine")
    recall, sign = act_on(walk, "sign_acceptance"), walk.command("sign_acceptance")
    reviewer, auditor = walk.people.actor("reviewer"), walk.people.actor("auditor")
    answers = together(
        lambda: recall_task(walk.office, reviewer, recall), lambda: complete_task(walk.office, auditor, sign)
    )
    signed = isinstance(answers[1], Completed)
    assert isinstance(answers[0], OfficeError) == signed
    assert walk.open_nodes() == (["draft_inquiry"] if signed else ["examine"])
    assert kinds(walk).count("task_recalled") == (0 if signed else 1)


def test_transfer_and_completion_at_once_leave_one_order(walk: Walk) -> None:
    transfer, complete = act_on(walk, "examine", "reviewer2"), walk.command("examine")
    reviewer = walk.people.actor("reviewer")
    answers = together(
        lambda: transfer_task(walk.office, reviewer, transfer), lambda: complete_task(walk.office, reviewer, complete)
    )
    completed = isinstance(answers[1], Completed)
    assert isinstance(answers[0], TaskNotOpen | StaleVersion) == completed
    assert completed or isinstance(answers[1], ClaimedByOther)
    assert walk.open_nodes() == (["sign_acceptance"] if completed else ["examine"])


def test_a_copy_is_given_once_told_and_widens_nobodys_sight(plain: Walk) -> None:
    reviewer, ids = plain.people.actor("reviewer"), plain.people.ids

    def copy(*to: str, note: str = "请知悉。") -> int:
        seen = act_on(plain, "examine").seen
        command = CopyCase(case_id=plain.case_id, seen=seen, key=plain.key(), to=[ids[each] for each in to], note=note)
        return copy_case(plain.office, reviewer, command)

    copy("head", "auditor")
    with plain.office.database.read() as connection:
        assert copies.unread(connection, ids["head"]) == 1
        assert copies.page(connection, ids["head"])[0].number == (plain.opened and plain.opened.number)
    assert (ids["auditor"], "email") in told(plain, "case_copied")
    for nobody in ("head", "provider", "admin", "applicant", "reviewer"):
        with pytest.raises(FieldErrors):
            copy(nobody)
    with pytest.raises(FieldErrors):
        copy("supervisor", note=" ")
    assert kinds(plain).count("case_copied") == 1


VERBS = {"transfer": transfer_task, "delegate": delegate_task, "urge": urge_task, "recall": recall_task}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("who", "changes", "refused"),
    [
        ("stranger", {}, Hidden),
        ("admin", {}, Hidden),
        ("provider", {}, Hidden),
        ("reviewer", {"reason": "  "}, FieldErrors),
        ("reviewer", {"seen": 0}, StaleVersion),
    ],
    ids=["a stranger", "an administrator", "another office", "no reason", "a stale form"],
)
def test_a_verb_is_refused_and_changes_nothing(
    plain: Walk, verb: str, who: str, changes: dict[str, Any], refused: type[OfficeError]
) -> None:
    before = kinds(plain)
    with pytest.raises(refused):
        VERBS[verb](plain.office, plain.people.actor(who), act_on(plain, "examine", "reviewer2", **changes))
    assert kinds(plain) == before


@pytest.mark.parametrize("verb", ["transfer", "delegate"])
@pytest.mark.parametrize("to", ["auditor", "reviewer", "applicant", ""])
def test_a_task_is_handed_only_to_a_colleague_of_the_same_desk(plain: Walk, verb: str, to: str) -> None:
    with pytest.raises(FieldErrors):
        VERBS[verb](plain.office, plain.people.actor("reviewer"), act_on(plain, "examine", to))


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_done_to_a_task_that_is_done(plain: Walk, verb: str) -> None:
    command = act_on(plain, "examine", "reviewer2")
    plain.do("reviewer", "examine")
    with pytest.raises(TaskNotOpen):
        VERBS[verb](plain.office, plain.people.actor("reviewer"), command)
