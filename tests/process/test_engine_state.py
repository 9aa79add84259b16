"""The state of a case: whole or refused, the same on every machine, small, and alive for years."""

import base64
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.process.diagrams.office import Case, file
from workflows.domain.clock import SIGNALS
from workflows.domain.errors import OfficeError
from workflows.engine import codec, diagrams, runtime
from workflows.engine.errors import StateUnreadable, TimerNotWaiting
from workflows.engine.steps import Action, Complete, Fire, Receive, Step

DEEP = {"examine": {"examination": "accept"}, "draft": {},
        "approve": {"approved": True, "correction_needed": True, "amount": 5}}  # fmt: skip

#: A state of layout 1 on office.bpmn: the reply is served, the correction still open. It must load for ever, so
#: neither this text nor that file may change; a new procedure to test gets a file of its own.
OLD_STATE = base64.b64decode(
    "AU4fyOpCFbOmeAGFkNFKxDAQRf9lnkfZulqXPgp+gY+lhDEZbSRNyjTbuoj/bmJbWkFYyFPunbn3TH3CL+BP6qynaIOHCkhr7iMg"
    "UN9LGNlAFeXMCDqIsM4u5ZnNJlAXzj5C9fCNdQ0dxcgCeFPklz5a8sZZ/377lGyG5PI8so8vvbMppbzPrkODmw/weIcHLPJfyhdy"
    "Tk0kPq0APCXl170qr8Kk238EHjS5GWqbmmxsjdBETiUWthlvUZucN5dXa2XIPTKDYW2HRH6NYfUtDMe804do3y7qb9F92jZUzGkD"
    "y8jrbcq8Y7n9tfjFBliUadPjbnIXv5z7I1i/sTfND/Bpqfw="
)


def deep() -> Case:
    """A case three processes deep with two parallel tasks, after all signals of the outer clock."""
    case = Case()
    for signal in SIGNALS:
        case.fire("matter.overall", signal)
    return case.follow(DEEP)


def test_a_state_cut_off_at_any_place_is_refused() -> None:
    case = deep()
    for length in range(len(case.last.state)):
        with pytest.raises(StateUnreadable):
            codec.decode(case.diagram, case.last.state[:length])


def test_a_state_with_any_byte_changed_is_refused() -> None:
    case = deep()
    for place in range(len(case.last.state)):
        edited = bytearray(case.last.state)
        edited[place] ^= 1
        with pytest.raises(StateUnreadable):
            runtime.step(case.diagram, bytes(edited), Receive(message="withdrawal"))


def test_a_state_of_an_unknown_version_is_refused_by_name() -> None:
    case = deep()
    with pytest.raises(StateUnreadable, match="2"):
        codec.decode(case.diagram, b"\x02" + case.last.state[1:])


@pytest.mark.parametrize(
    "content",
    [None, {}, [], [1, {}], [1, {}, [["matter", -1, -1, [["nowhere", 16, -1, 1]]]]], [1, {}, [["matter", -1]]],
     [1, [], [["matter", -1, -1, [[1, 2]]]]], [1, {}, [["matter", 5, 5, []]]], [1, None, []], "x", [1, {}, 3]],
)  # fmt: skip
def test_a_state_with_a_true_checksum_but_foreign_content_is_refused(content: object) -> None:
    case = Case()
    packed = zlib.compress(orjson.dumps(content))
    state = bytes([codec.VERSION]) + codec._checksum(case.diagram, packed) + packed
    with pytest.raises(OfficeError):
        runtime.step(case.diagram, state, Complete(task="1"))


def test_a_state_that_unpacks_to_gigabytes_is_refused_without_unpacking_it() -> None:
    case = Case()
    packed = zlib.compress(b"[" + b" " * (2 * codec.LARGEST))
    with pytest.raises(StateUnreadable):
        codec.decode(case.diagram, bytes([codec.VERSION]) + codec._checksum(case.diagram, packed) + packed)


def test_a_state_of_the_first_layout_still_loads_and_goes_on() -> None:
    diagram = Case().diagram
    step = runtime.step(diagram, OLD_STATE, Complete(task="7"))
    assert [(closed.node, closed.completed) for closed in step.closed] == [("correct", True)]
    assert step.ended


def test_a_state_stays_small_and_holds_neither_diagram_nor_names_of_people() -> None:
    state = deep().last.state
    assert len(state) < 600
    assert b"sequenceFlow" not in zlib.decompress(state[9:])


def test_a_diagram_is_read_once_for_each_content() -> None:
    first = diagrams.load(file("office"))
    assert diagrams.load(bytes(bytearray(file("office")))) is first
    assert diagrams.find(first.hash) is first
    assert diagrams.load(file("office") + b"\n") is not first
    assert diagrams.find("0" * 64) is None


def test_a_diagram_tells_what_others_must_provide_for() -> None:
    diagram = diagrams.load(file("office"))
    assert diagram.key == "matter"
    assert diagram.processes == ("matter", "matter_handling", "matter_decision")
    assert (diagram.tasks["approve"].lane, diagram.tasks["approve"].process) == ("负责人", "matter_decision")
    operations = {"issue_receipt", "warn", "escalate", "report", "take_over", "close_withdrawn"}
    assert set(diagram.services.values()) == operations
    timer = next(timer for timer in diagram.timers if timer.node == "correct_breach")
    assert (timer.host, timer.rule, timer.signal, timer.interrupting) == ("correct", "matter.correct", "breach", True)
    assert diagram.messages == {"withdrawal"}
    assert diagram.flows["f_refused"] == ("examined", "refused")


def test_many_threads_on_one_diagram_do_not_disturb_each_other() -> None:
    alone = deep().last
    gate = threading.Barrier(8)

    def work(_: int) -> list[Step]:
        gate.wait()
        return [deep().last for _ in range(20)]

    with ThreadPoolExecutor(8) as pool:
        assert all(step == alone for steps in pool.map(work, range(8)) for step in steps)


FACTS = st.fixed_dictionaries(
    {
        "examination": st.sampled_from(["accept", "again", "refuse"]),
        "approved": st.booleans(),
        "correction_needed": st.booleans(),
        "amount": st.integers(0, 2),
        "both": st.booleans(),
        "again": st.booleans(),
    }
)


@settings(max_examples=150)
@given(st.data())
def test_on_any_walk_a_restored_case_goes_on_exactly_as_the_one_that_was_saved(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["office", "office", "rounds", "three"]))
    case = Case(name, **data.draw(FACTS))
    signals = {(timer.rule, timer.signal) for timer in case.diagram.timers}
    waiting = _signals(case.last)
    for _ in range(data.draw(st.integers(1, 30))):
        state = case.last.state
        live = codec.decode(case.diagram, state)
        seen = {str(number): task.task_spec.name for number, task in runtime._look(case.diagram, live).tasks.items()}
        assert seen == case.tasks
        assert codec.encode(case.diagram, live) == state
        assert case.last.ended == (not seen and not case.clocks and not case.last.messages)
        for rule, signal in sorted(signals - waiting):
            with pytest.raises(TimerNotWaiting):
                runtime.step(case.diagram, state, Fire(rule=rule, signal=signal))
        if case.last.ended:
            break
        acts: list[Action] = [Complete(task=task, facts=data.draw(FACTS)) for task in case.tasks]
        acts += [Fire(rule=rule, signal=signal) for rule, signal in sorted(waiting)]
        if case.last.messages and data.draw(st.integers(0, 9)) == 0:
            acts = [Receive(message="withdrawal")]
        act = data.draw(st.sampled_from(acts))
        step = runtime.step(case.diagram, state, act)
        assert step == runtime.step(case.diagram, bytes(bytearray(state)), act)
        case._take(step)
        if isinstance(act, Fire):
            waiting.discard((act.rule, act.signal))
        waiting = {(rule, signal) for rule, signal in waiting if rule in case.clocks} | _signals(step)


def _signals(step: Step) -> set[tuple[str, str]]:
    """The signals that wait since this step."""
    return {(clock.rule, signal) for clock in step.clocks_started for signal in clock.signals}
