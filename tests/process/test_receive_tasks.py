"""A receive task waits for a message as a human task waits for a person: for years, with clocks on it."""

import pytest

from tests.process.diagrams.office import Case
from workflows.engine import codec, runtime
from workflows.engine.errors import GatewayUndecided, MessageNotAwaited, TimerNotWaiting
from workflows.engine.steps import ClockStopped, Receive, Waiting


def listed() -> Case:
    """A case whose subject stands on a list: it waits for what another case decides."""
    case = Case("waiting")
    case.complete("publish")
    case.receive("answered")
    return case


def test_a_case_that_waits_for_a_message_has_no_task_and_is_not_stuck() -> None:
    case = Case("waiting")
    step = case.complete("publish")
    assert step.opened == ()
    assert not step.ended
    assert step.messages == {"answered"}
    found = runtime.look(case.diagram, step.state)
    assert found == Waiting(tasks=frozenset(), clocks=frozenset(), messages=frozenset({"answered"}))


def test_a_message_moves_the_case_on_and_starts_the_clock_of_the_next_wait() -> None:
    case = listed()
    assert case.last.messages == {"decided"}
    assert set(case.clocks) == {"waiting.listed"}
    assert not case.open


def test_a_message_brings_the_fact_by_which_the_gateway_decides() -> None:
    case = listed()
    step = case.receive("decided", outcome="exit")
    assert [task.node for task in step.opened] == ["confirm"]
    assert [stopped.rule for stopped in step.clocks_stopped] == ["waiting.listed"]
    assert case.complete("confirm").ended


def test_a_message_that_lets_the_case_wait_on_starts_its_clock_anew() -> None:
    case = listed()
    host = case.clocks["waiting.listed"]
    step = case.receive("decided", outcome="stays")
    assert step.clocks_stopped == (ClockStopped(rule="waiting.listed", host=host),)
    assert [started.rule for started in step.clocks_started] == ["waiting.listed"]
    assert case.last.messages == {"decided"}
    assert [task.node for task in case.receive("decided", outcome="exit").opened] == ["confirm"]


def test_a_message_without_the_fact_that_is_asked_for_is_refused_and_the_case_waits_on() -> None:
    case = listed()
    before = case.last.state
    with pytest.raises(GatewayUndecided):
        case.receive("decided")
    assert case.last.state == before
    assert case.receive("decided", outcome="exit").opened


@pytest.mark.parametrize("message", ["decided", "withdrawal", "published", ""])
def test_a_message_that_the_case_does_not_wait_for_now_is_refused(message: str) -> None:
    case = Case("waiting")
    case.complete("publish")
    with pytest.raises(MessageNotAwaited):
        case.receive(message)


def test_a_message_is_heard_once() -> None:
    case = Case("waiting")
    case.complete("publish")
    case.receive("answered")
    with pytest.raises(MessageNotAwaited):
        case.receive("answered")


def test_a_warning_on_the_wait_disturbs_nothing_and_its_end_ends_the_wait() -> None:
    case = listed()
    assert [call.operation for call in case.fire("waiting.listed", "warning").services] == ["warn"]
    assert case.last.messages == {"decided"}
    step = case.fire("waiting.listed", "breach")
    assert [task.node for task in step.opened] == ["confirm"]
    assert step.messages == frozenset()
    with pytest.raises(MessageNotAwaited):
        case.receive("decided", outcome="exit")
    with pytest.raises(TimerNotWaiting):
        case.fire("waiting.listed", "breach")


def test_the_state_of_a_waiting_case_goes_round_through_its_bytes_and_stays_small() -> None:
    case = listed()
    for _ in range(50):
        case.receive("decided", outcome="stays")
    state = case.last.state
    assert codec.encode(case.diagram, codec.decode(case.diagram, state)) == state
    assert len(state) < 200
    first = runtime.step(case.diagram, state, Receive(message="decided", facts={"outcome": "exit"}))
    second = runtime.step(case.diagram, bytes(bytearray(state)), Receive(message="decided", facts={"outcome": "exit"}))
    assert first == second


def test_the_diagram_tells_which_messages_it_takes_and_a_receive_task_is_nobodys_task() -> None:
    diagram = Case("waiting").diagram
    assert diagram.messages == {"answered", "decided"}
    assert set(diagram.tasks) == {"publish", "confirm"}


def test_every_node_and_flow_of_the_wait_is_passed() -> None:
    passed: set[str] = set()
    case = listed()
    for message in (case.last, case.fire("waiting.listed", "warning"), case.receive("decided", outcome="stays")):
        passed.update(message.visited)
    for step in (case.receive("decided", outcome="exit"), case.complete("confirm")):
        passed.update(step.visited)
    other = Case("waiting")
    passed.update(other.last.visited)
    passed.update(other.complete("publish").visited)
    passed.update(other.receive("answered").visited)
    passed.update(other.fire("waiting.listed", "breach").visited)
    assert passed == case.diagram.nodes | set(case.diagram.flows)
