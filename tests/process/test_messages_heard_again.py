"""A message event that does not interrupt goes off as often as its message comes while its host runs (BPMN 2.0.2)."""

import pytest

from tests.process.diagrams.office import Case
from workflows.engine import codec, runtime
from workflows.engine.errors import MessageNotAwaited
from workflows.engine.steps import Receive


def test_a_count_that_falls_and_rises_again_is_heard_each_time() -> None:
    case = Case("counted")
    for rounds in (1, 2, 3):
        step = case.receive("counted")
        assert [task.node for task in step.opened] == ["inspect"]
        assert step.messages == {"leave", "counted"}
        assert list(case.tasks.values()) == ["inspect"] * rounds, "each stays open beside the others"


def test_what_an_earlier_message_began_goes_on_beside_the_next() -> None:
    case = Case("counted")
    case.receive("counted")
    case.receive("counted")
    case.complete("inspect")
    step = case.receive("counted")
    assert [task.node for task in step.opened] == ["inspect"]
    assert list(case.tasks.values()) == ["inspect", "inspect"]


def test_when_its_host_ends_the_event_waits_no_more_and_what_it_began_is_finished() -> None:
    case = Case("counted")
    case.receive("counted")
    case.receive("counted")
    case.receive("leave")
    assert [call.operation for call in case.receive("counted").services] == ["warn"], "now the next host hears it"
    assert [call.operation for call in case.receive("counted").services] == ["warn"]
    step = case.complete("confirm")
    assert step.messages == frozenset()
    assert not step.ended
    with pytest.raises(MessageNotAwaited):
        case.receive("counted")
    case.complete("inspect")
    assert case.complete("inspect").ended


def test_a_message_that_never_came_again_leaves_nothing_behind() -> None:
    case = Case("counted")
    case.receive("counted")
    case.complete("inspect")
    case.receive("leave")
    assert case.complete("confirm").ended


def test_the_state_goes_round_through_its_bytes_and_does_not_grow_with_what_was_heard() -> None:
    case = Case("counted")
    case.receive("counted")
    case.complete("inspect")
    size = len(case.last.state)
    for _ in range(60):
        case.receive("counted")
        case.complete("inspect")
    assert len(case.last.state) <= size + 4, "only the number of the next task has more digits"
    state = case.last.state
    assert codec.encode(case.diagram, codec.decode(case.diagram, state)) == state
    first = runtime.step(case.diagram, state, Receive(message="counted", facts={}))
    second = runtime.step(case.diagram, bytes(bytearray(state)), Receive(message="counted", facts={}))
    assert first == second


def test_a_state_in_which_the_event_went_off_for_good_is_read_and_goes_on() -> None:
    # Saved before events went off more than once: 在列, one message heard, its task open, the event gone.
    case = Case("counted")
    heard = codec.decode(case.diagram, case.receive("counted").state)
    for task in list(heard.workflow.tasks.values()):
        if task.task_spec.name == "heard":
            task.parent._children.remove(task.id)
            del heard.workflow.tasks[task.id]
    state = codec.encode(case.diagram, heard)
    assert runtime.look(case.diagram, state).messages == {"leave"}
    left = runtime.step(case.diagram, state, Receive(message="leave", facts={}))
    assert [task.node for task in left.opened] == ["confirm"]
