"""Commitments within an act: made, kept, broken; the case that made a broken one is told."""

from collections.abc import Sequence
from typing import Any

from workflows.domain.commitment import Break, Commit, CommitmentState, Fulfil, require_clauses
from workflows.domain.effects import Effect
from workflows.domain.errors import NotFound
from workflows.operations import effects
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.follow_commitment import follows
from workflows.store import commitments


@carries_out(Commit)
def commit(effect: Commit, act: Act) -> None:
    """Enter what the subject promises in the register.

    Raises:
        FieldErrors: a mandatory clause is missing (S3-10).
    """
    require_clauses(effect.clauses)
    case = act.case
    row = {
        "subject_id": effect.subject_id or case.subject_id,
        "case_id": case.id,
        "record_id": effect.record_id,
        "kind": str(effect.kind),
        "scope": str(effect.scope),
        "clauses": list(effect.clauses),
        "made_on": act.today,
        "due_on": effect.due_on,
        "state": str(CommitmentState.PENDING),
        "public": effect.public,
        "organ_id": effect.organ_id or case.authority_id,
    }
    due = None if effect.due_on is None else effect.due_on.isoformat()
    act.record("commitment_made", commitment_kind=str(effect.kind), scope=str(effect.scope), due=due)
    act.writes.append(lambda connection: _add(connection, row))


@carries_out(Fulfil)
def fulfil(effect: Fulfil, act: Act) -> None:
    """Note that what was promised has been kept.

    Raises:
        NotFound: there is no such commitment.
    """
    for row in _meant(act, effect):
        _change(act, row, CommitmentState.KEPT, "")
        act.record("commitment_kept", commitment=row.id)


@carries_out(Break)
def broken(told: Break, act: Act) -> None:
    """Note that what was promised has been broken, and tell the case that made it, or begin what follows from it.

    Raises:
        NotFound: there is no such commitment.
    """
    for row in _meant(act, told):
        _change(act, row, CommitmentState.BROKEN, told.reason)
        act.record("commitment_broken", commitment=row.id, reason=told.reason)
        if row.case_id != act.case.id and (effect := _follows(act, row, told.reason)) is not None:
            effects.apply(effect, act)


def _follows(act: Act, row: Any, reason: str) -> Effect | None:
    with act.office.database.read() as connection:
        return follows(act.office, connection, row, reason)


def _meant(act: Act, effect: Fulfil | Break) -> Sequence[Any]:
    with act.office.database.read() as connection:
        if effect.commitment_id is None:
            rows = commitments.open_of_case(connection, act.case.id)
            return [row for row in rows if not effect.clause or effect.clause in row.clauses]
        row = commitments.load(connection, effect.commitment_id)
    if row is None:
        raise NotFound()
    return (row,) if CommitmentState(row.state).open else ()


def _change(act: Act, row: Any, state: CommitmentState, note: str) -> None:
    values = {"state": str(state), "checked_on": act.today, "note": note, "asked_by": None, "asked_reason": ""}
    act.guards.append(lambda connection: commitments.change(connection, row.id, row.version, values))


def _add(connection: Any, row: dict[str, Any]) -> None:
    commitments.add(connection, row)
