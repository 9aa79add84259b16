"""Tells the other cases about a record what becomes of it: open ones hear it, ended ones may begin another."""

from collections.abc import Collection, Mapping
from typing import Any

from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Tell
from workflows.domain.process_type import RECORD_WITHDRAWN
from workflows.operations import effects
from workflows.operations.act import Act
from workflows.store import cases

#: What a case is told that lists somebody, or would: what the listing rests on has fallen or is repaired.
GROUND_LOST = "ground_lost"


def follow_withdrawal(act: Act, record_id: int) -> None:
    """Owe every process with a case about the record what it wants to know: the newest case of each speaks for it.

    A process that neither hears of withdrawn records nor begins a case because of one is told nothing.
    """
    with act.office.database.read() as connection:
        newest = {
            each.process: each
            for each in cases.of_subject(connection, act.case.subject_id)
            if each.id != act.case.id and _is_about(each, record_id)
        }
    for case in newest.values():
        process = act.office.processes.get(case.process)
        if process is None:
            continue
        if case.state is CaseState.OPEN:
            if RECORD_WITHDRAWN in process.hears:
                effects.apply(Tell(message=RECORD_WITHDRAWN, case_id=case.id, data={"by": act.case.number}), act)
        elif (begins := process.after_withdrawal(case, act.today)) is not None:
            effects.apply(begins, act)


def tell_undecided(act: Act, record_ids: Collection[int], told: Mapping[str, Any], but: Collection[int]) -> None:
    """Owe ``ground_lost`` to every open case that would list somebody because of these records and has not yet.

    Args:
        told: what is told.
        but: the cases whose listing stands; they are told apart.
    """
    hearing = [key for key, process in act.office.processes.items() if GROUND_LOST in process.hears]
    with act.office.database.read() as connection:
        known = cases.open_of_subject(connection, act.case.subject_id, hearing)
    for case in known:
        if case.id not in {act.case.id, *but} and any(_is_about(case, each) for each in record_ids):
            effects.apply(Tell(message=GROUND_LOST, case_id=case.id, data=dict(told)), act)


def _is_about(case: CaseView, record_id: int) -> bool:
    return record_id in (case.facts.get("records") or (case.record_id,))
