"""One case on a procedure with called processes three deep: what each act opens, closes, starts and stops."""

from itertools import permutations

import pytest

from tests.process.diagrams.office import Case
from workflows.domain.errors import TaskNotOpen
from workflows.engine import runtime
from workflows.engine.errors import (
    GatewayUndecided,
    MessageNotAwaited,
    StateUnreadable,
    StepBudgetExceeded,
    StuckCase,
    TimerNotWaiting,
)
from workflows.engine.steps import ClockStarted, ClockStopped, Closed, Complete, Opened

ACCEPT = {"examine": {"examination": "accept"}}
DECIDE = {**ACCEPT, "draft": {}, "approve": {"approved": True, "correction_needed": True, "amount": 5}}
FINISH = {**DECIDE, "serve": {}, "correct": {}}
#: Every point at which a case can stand on its way, as the tasks done before.
PLACES = [dict(list(FINISH.items())[:done]) for done in range(len(FINISH))]


def test_a_new_case_gives_its_receipt_opens_the_first_task_and_starts_both_clocks() -> None:
    first = Case().last
    assert [(call.node, call.operation) for call in first.services] == [("issue_receipt", "issue_receipt")]
    assert first.opened == (Opened(task="2", node="examine", name="受理审查", lane="受理岗"),)
    assert first.clocks_started == (
        ClockStarted(rule="matter.overall", host="1", signals=("warning", "breach", "escalation")),
        ClockStarted(rule="matter.examine", host="2", signals=("warning", "breach", "escalation")),
    )
    assert first.messages == {"withdrawal"}
    assert not first.ended
    assert first.closed == first.clocks_stopped == first.end_nodes == ()


def test_completing_a_task_closes_it_stops_its_clock_and_enters_the_called_process() -> None:
    case = Case()
    step = case.complete("examine", examination="accept")
    assert step.closed == (Closed(task="2", node="examine", completed=True),)
    assert step.clocks_stopped == (ClockStopped(rule="matter.examine", host="2"),)
    assert [opened.node for opened in step.opened] == ["draft"]
    assert set(case.clocks) == {"matter.overall", "matter.notify"}


def test_a_whole_case_ends_with_nothing_open_and_no_clock_running() -> None:
    case = Case().follow(FINISH)
    assert case.last.ended
    assert case.last.end_nodes == ("decision_ended", "handled", "finished")
    assert not case.open
    assert not case.clocks
    assert not case.last.messages


def test_a_fact_known_before_a_called_process_decides_inside_it_and_after_it() -> None:
    case = Case(approved=True, correction_needed=False, examination="accept").follow({"examine": {}, "draft": {}})
    case.complete("approve")
    assert set(case.open) == {"serve"}
    assert case.complete("serve").ended


def test_the_latest_value_of_a_fact_counts_in_all_processes() -> None:
    case = Case(approved=True).follow({**ACCEPT, "draft": {}})
    case.complete("approve", approved=False)
    assert set(case.open) == {"draft"}


@pytest.mark.parametrize("order", [("serve", "correct"), ("correct", "serve")])
def test_parallel_branches_end_together_in_either_order(order: tuple[str, str]) -> None:
    case = Case().follow(DECIDE)
    assert set(case.open) == {"serve", "correct"}
    assert not case.complete(order[0]).ended
    assert set(case.open) == {order[1]}
    assert case.complete(order[1]).ended


@pytest.mark.parametrize("order", list(permutations(["first", "second", "third"])), ids="-".join)
def test_three_branches_are_all_waited_for_in_any_order_though_saved_between(order: tuple[str, ...]) -> None:
    case = Case("three")
    for node in order[:2]:
        assert case.complete(node).opened == ()
    assert [task.node for task in case.complete(order[2]).opened] == ["conclude"]
    assert case.complete("conclude").ended


def test_a_branch_cut_short_by_its_clock_counts_at_the_join_as_one_that_was_done() -> None:
    case = Case("three")
    case.complete("first")
    assert case.fire("three.third", "breach").opened == ()
    assert [task.node for task in case.complete("second").opened] == ["conclude"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: next(reversed(place), "at the start"))
def test_a_withdrawal_at_any_step_cancels_all_inner_work_and_stops_all_clocks(place: dict[str, dict[str, str]]) -> None:
    case = Case().follow(place)
    opened = dict(case.open)
    step = case.receive("withdrawal")
    assert {(closed.node, closed.task) for closed in step.closed} == set(opened.items())
    assert not any(closed.completed for closed in step.closed)
    assert set(case.open) == {"sign_withdrawal"}
    assert not case.clocks
    assert not step.messages
    end = case.complete("sign_withdrawal")
    assert [call.operation for call in end.services] == ["close_withdrawn"]
    assert end.end_nodes == ("withdrawn",)
    assert end.ended


def test_a_case_that_was_withdrawn_takes_no_second_withdrawal_and_no_signal() -> None:
    case = Case()
    case.receive("withdrawal")
    with pytest.raises(MessageNotAwaited):
        case.receive("withdrawal")
    with pytest.raises(TimerNotWaiting):
        case.fire("matter.overall", "breach")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: next(reversed(place), "at the start"))
def test_the_overall_cap_fires_at_any_depth_and_disturbs_nothing(place: dict[str, dict[str, str]]) -> None:
    case = Case().follow(place)
    opened, clocks = dict(case.open), dict(case.clocks)
    assert [call.operation for call in case.fire("matter.overall", "warning").services] == ["warn"]
    assert [task.node for task in case.fire("matter.overall", "breach").opened] == ["supervise_overall"]
    assert [call.operation for call in case.fire("matter.overall", "escalation").services] == ["escalate"]
    assert case.clocks == clocks
    assert {node: task for node, task in case.open.items() if node != "supervise_overall"} == opened


def test_a_clock_inside_a_called_process_gives_its_three_signals_and_each_only_once() -> None:
    case = Case()
    assert [call.node for call in case.fire("matter.examine", "warning").services] == ["warn_examine"]
    assert [task.lane for task in case.fire("matter.examine", "breach").opened] == ["督办岗"]
    assert [call.node for call in case.fire("matter.examine", "escalation").services] == ["escalate_examine"]
    for signal in ("warning", "breach", "escalation"):
        with pytest.raises(TimerNotWaiting):
            case.fire("matter.examine", signal)


def test_a_clock_is_reported_as_stopped_even_when_all_its_signals_have_fired() -> None:
    case = Case()
    for signal in ("warning", "breach", "escalation"):
        case.fire("matter.examine", signal)
    step = case.complete("examine", examination="accept")
    assert step.clocks_stopped == (ClockStopped(rule="matter.examine", host="2"),)


def test_a_supervision_that_was_opened_must_be_done_before_the_case_ends() -> None:
    case = Case()
    case.fire("matter.examine", "breach")
    case.follow(FINISH)
    assert not case.last.ended
    assert set(case.open) == {"supervise_examine"}
    assert case.complete("supervise_examine").ended


def test_a_return_opens_a_new_task_with_a_new_clock_that_can_fire_again() -> None:
    case = Case()
    case.fire("matter.examine", "warning")
    step = case.complete("examine", examination="again")
    assert step.closed == (Closed(task="2", node="examine", completed=True),)
    assert step.clocks_stopped == (ClockStopped(rule="matter.examine", host="2"),)
    (opened,), (started,) = step.opened, step.clocks_started
    assert opened.task == started.host != "2"
    assert [call.operation for call in case.fire("matter.examine", "warning").services] == ["warn"]


def test_a_thousand_returns_neither_grow_the_state_nor_lose_the_task() -> None:
    case = Case()
    case.complete("examine", examination="again")
    after_one = len(case.last.state)
    for _ in range(1000):
        case.complete("examine", examination="again")
    assert set(case.open) == {"examine"}
    assert len(case.last.state) <= after_one + 8


def test_an_interrupting_breach_in_one_branch_closes_its_task_and_the_join_still_waits_for_the_other() -> None:
    case = Case().follow(DECIDE)
    step = case.fire("matter.correct", "breach")
    assert [(closed.node, closed.completed) for closed in step.closed] == [("correct", False)]
    assert [stopped.rule for stopped in step.clocks_stopped] == ["matter.correct"]
    assert [call.operation for call in step.services] == ["take_over"]
    assert set(case.open) == {"serve"}
    assert case.complete("serve").ended


def test_a_parallel_block_in_a_loop_waits_for_every_branch_in_every_round() -> None:
    case = Case("rounds", both=True, again=False)
    case.complete("left")
    case.complete("right", both=False, again=True)
    assert set(case.open) == {"left"}, "the token of the first round must not open the join of the second"
    assert not case.last.ended
    assert case.complete("left", again=False).ended


@pytest.mark.parametrize("task", ["1", "99", "-1", "", "２", "examine", "1e3", "9" * 5000, "02"])
def test_a_task_that_is_not_open_cannot_be_completed(task: str) -> None:
    case = Case()
    with pytest.raises(TaskNotOpen):
        runtime.step(case.diagram, case.last.state, Complete(task=task))


def test_a_task_that_was_completed_or_cancelled_cannot_be_completed_again() -> None:
    case = Case()
    done = case.open["examine"]
    case.complete("examine", examination="accept")
    cancelled = case.open["draft"]
    case.receive("withdrawal")
    for task in (done, cancelled):
        with pytest.raises(TaskNotOpen):
            runtime.step(case.diagram, case.last.state, Complete(task=task))


def test_a_case_that_has_ended_takes_no_action_at_all() -> None:
    case = Case().follow(FINISH)
    for act in (lambda: case.fire("matter.overall", "breach"), lambda: case.receive("withdrawal")):
        with pytest.raises((TimerNotWaiting, MessageNotAwaited)):
            act()
    with pytest.raises(TaskNotOpen):
        runtime.step(case.diagram, case.last.state, Complete(task="2"))


def test_signals_and_messages_that_the_diagram_does_not_know_are_refused() -> None:
    case = Case()
    with pytest.raises(TimerNotWaiting):
        case.fire("matter.unknown", "breach")
    with pytest.raises(TimerNotWaiting):
        case.fire("matter.notify", "breach")
    with pytest.raises(MessageNotAwaited):
        case.receive("recall")


@pytest.mark.parametrize("facts", [{}, {"examination": 3}, {"examination": True}])
def test_a_gateway_without_its_fact_refuses_the_act_and_the_task_stays_open(facts: dict[str, int]) -> None:
    case = Case()
    before = case.last.state
    with pytest.raises(GatewayUndecided) as refusal:
        case.complete("examine", **facts)
    assert refusal.value.params["node"] == "examined"
    assert case.last.state == before
    assert case.complete("examine", examination="accept").opened


def test_a_text_is_no_answer_to_a_yes_or_no_question() -> None:
    case = Case().follow({**ACCEPT, "draft": {}})
    with pytest.raises(GatewayUndecided, match="decided"):
        case.complete("approve", approved="yes")


@pytest.mark.parametrize("name", ["__builtins__", "_hidden", "breach", "len()", "a.b"])
def test_a_form_field_with_a_foreign_name_never_becomes_a_fact(name: str) -> None:
    case = Case()
    with pytest.raises(ValueError, match="fact"):
        case.complete("examine", **{"examination": "accept", name: True})
    with pytest.raises(ValueError, match="fact"):
        Case(**{name: True})


def test_a_loop_that_nobody_stops_is_stopped_by_the_budget_of_a_step() -> None:
    with pytest.raises(StepBudgetExceeded):
        Case("endless")


def test_a_case_that_nothing_could_move_again_is_refused_instead_of_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.engine.checks.check", lambda xml: [])
    case = Case("deadlock")
    with pytest.raises(StuckCase, match="deadlock"):
        case.complete("left")
    assert set(case.open) == {"left"}


def test_two_machines_that_take_the_same_step_get_the_same_bytes() -> None:
    case = Case().follow(DECIDE)
    acts = [Complete(task=case.open["serve"]), Complete(task=case.open["correct"])]
    for act in acts:
        first = runtime.step(case.diagram, case.last.state, act)
        second = runtime.step(case.diagram, case.last.state, act)
        assert first == second


def test_a_state_does_not_open_with_another_diagram() -> None:
    with pytest.raises(StateUnreadable):
        runtime.step(Case("rounds", both=True).diagram, Case().last.state, Complete(task="2"))


def test_what_a_case_passes_is_told_so_that_every_node_and_flow_can_be_covered() -> None:
    passed: set[str] = set()
    diagram = Case().diagram

    def walk(case: Case, *acts: tuple[str, ...], **facts: bool | int | str) -> None:
        passed.update(case.last.visited)
        for kind, *rest in acts:
            getattr(case, kind)(*rest, **(facts if kind == "complete" else {}))
            passed.update(case.last.visited)

    signals = [("fire", timer.rule, timer.signal) for timer in diagram.timers]
    outer = [act for act in signals if act[1] in ("matter.overall", "matter.examine")]
    supervised = [("complete", "supervise_overall"), ("complete", "supervise_examine")]
    walk(Case(), *outer, *supervised, ("receive", "withdrawal"), ("complete", "sign_withdrawal"))
    walk(Case(), ("complete", "examine"), examination="again")
    walk(Case(), ("complete", "examine"), examination="refuse")
    yes = {"examination": "accept", "approved": True, "correction_needed": True, "amount": 1}
    way = [("complete", node) for node in ("examine", "draft", "approve")]
    walk(Case(), *way, ("fire", "matter.notify", "breach"), ("complete", "serve"), ("complete", "correct"), **yes)
    walk(Case(), *way, ("fire", "matter.correct", "breach"), ("complete", "serve"), **yes)
    walk(Case(), *way, ("complete", "serve"), **{**yes, "correction_needed": False})
    walk(Case(), *way, **{**yes, "approved": False})
    assert passed == diagram.nodes | set(diagram.flows)
