"""Follows a commitment up outside any case: 履约中, 已履约, or 违诺, which one person proposes and another confirms.

A broken commitment is told to the case that made it, where its process hears of that, or begins the case that its
process names, such as the revocation of a repair; the worker delivers it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.commitment import (
    BROKEN_MESSAGE,
    CONFIRMERS,
    FOLLOWERS,
    CommitmentState,
    Promised,
    may_break,
)
from workflows.domain.effects import Begin, Tell
from workflows.domain.errors import Hidden, NotAllowed, NotFound, OfficeError, OwnWork, ReasonsRequired, StaleVersion
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.owed import owed
from workflows.operations.retry import once
from workflows.store import cases, commitments, messages
from workflows.store import office as store
from workflows.store.unit_of_work import UnitOfWork


class CommitmentClosed(OfficeError):
    """It was found kept or broken before."""

    message = N_("该信用承诺已经核实完毕，不能再修改。")
    status = 409


class NothingAsked(OfficeError):
    """Nobody has proposed that the commitment is broken."""

    message = N_("尚无人提请认定违诺，不能直接认定。")
    status = 409


class NotDueYet(OfficeError):
    """What is promised by a day cannot be broken before that day is over; params: ``day``."""

    message = N_("该信用承诺至%(day)s到期，期限届满次日起才能认定违诺。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """The command: which commitment, seen at which version, and what was found."""

    commitment_id: int
    seen: int
    #: Idempotency key: the same finding sent again changes nothing.
    key: str
    note: str = ""


#: From row, person, note and the Asia/Shanghai date: values of the row, and the kind of event.
_Finding = Callable[[Any, Actor, str, date], tuple[dict[str, Any], str]]


def may_read(actor: Actor, row: Any) -> bool:
    """Tell whether a person may see a commitment: whose it is, and staff of the organ that follows it up."""
    if row.subject_id in actor.subjects:
        return True
    return row.organ_id in actor.organisations(*FOLLOWERS, *CONFIRMERS, Role.SUPERVISOR)


def read_commitment(office: Office, actor: Actor, commitment_id: int) -> Any:
    """Return one commitment to who may see it.

    Raises:
        NotFound: there is none.
        Hidden: it is not this person's to see.
    """
    with office.database.read() as connection:
        row = commitments.load(connection, commitment_id)
    if row is None:
        raise NotFound()
    if not may_read(actor, row):
        raise Hidden()
    return row


def find_running(office: Office, actor: Actor, command: FollowUp) -> None:
    """Note that what was promised is being done.

    Raises:
        As :func:`find_kept`.
    """
    _follow(office, actor, command, FOLLOWERS, _running)


def find_kept(office: Office, actor: Actor, command: FollowUp) -> None:
    """Note that what was promised has been kept; how it was checked is written down.

    Raises:
        NotFound, Hidden: as :func:`read_commitment`.
        NotAllowed: the person's post does not follow it up.
        ReasonsRequired: nothing says how it was checked.
        CommitmentClosed: it was found kept or broken before.
        StaleVersion: somebody else was faster.
    """
    _follow(office, actor, command, FOLLOWERS, _kept)


def propose_broken(office: Office, actor: Actor, command: FollowUp) -> None:
    """Propose with a reason that a commitment has been broken; nothing harms the subject until another confirms it.

    Raises:
        As :func:`find_kept`; besides NotDueYet.
    """
    _follow(office, actor, command, FOLLOWERS, _asked)


def confirm_broken(office: Office, actor: Actor, command: FollowUp) -> None:
    """Confirm that a commitment has been broken, for the reason that was proposed.

    Raises:
        As :func:`find_kept`; besides NothingAsked, and OwnWork where the person proposed it.
    """
    _follow(office, actor, command, CONFIRMERS, _broken)


def spare(office: Office, actor: Actor, command: FollowUp) -> None:
    """Refuse with a reason to find a commitment broken; it is followed up as before.

    Raises:
        As :func:`confirm_broken`.
    """
    _follow(office, actor, command, CONFIRMERS, _spared)


def _follow(office: Office, actor: Actor, command: FollowUp, roles: tuple[Role, ...], finding: _Finding) -> None:
    once(office, actor, command.key, lambda: _find(office, actor, command, roles, finding), lambda _result: None)


def _find(office: Office, actor: Actor, command: FollowUp, roles: tuple[Role, ...], finding: _Finding) -> None:
    row = read_commitment(office, actor, command.commitment_id)
    if not any(actor.holds(role, row.organ_id) for role in roles):
        raise NotAllowed()
    if not CommitmentState(row.state).open:
        raise CommitmentClosed()
    if row.version != command.seen:
        raise StaleVersion(final=True)
    today = office_date(office.clock())
    values, kind = finding(row, actor, command.note.strip(), today)
    values = {"checked_on": today, **values}
    with office.database.act() as uow:
        commitments.change(uow.connection, row.id, row.version, values)
        note_within(office, uow, actor.user_id, kind, commitment=row.id, reason=values.get("note", row.asked_reason))
        if values.get("state") == CommitmentState.BROKEN:
            _tell_case(office, uow, row)
        cases.keep_result(uow.connection, command.key, actor.user_id, str(row.id), office.clock())
        uow.commit()


def _running(_row: Any, _actor: Actor, note: str, _today: date) -> tuple[dict[str, Any], str]:
    return {"state": str(CommitmentState.RUNNING), "note": note}, "commitment_followed"


def _kept(_row: Any, _actor: Actor, note: str, _today: date) -> tuple[dict[str, Any], str]:
    _require(note)
    return {"state": str(CommitmentState.KEPT), "note": note, "asked_by": None, "asked_reason": ""}, "commitment_kept"


def _asked(row: Any, actor: Actor, note: str, today: date) -> tuple[dict[str, Any], str]:
    _require(note)
    _require_due(row, today)
    return {"asked_by": actor.user_id, "asked_reason": note}, "commitment_asked"


def _broken(row: Any, actor: Actor, _note: str, today: date) -> tuple[dict[str, Any], str]:
    _require_other(row, actor)
    _require_due(row, today)
    return {"state": str(CommitmentState.BROKEN), "note": row.asked_reason}, "commitment_broken"


def _spared(row: Any, actor: Actor, note: str, _today: date) -> tuple[dict[str, Any], str]:
    _require_other(row, actor)
    _require(note)
    return {"asked_by": None, "asked_reason": "", "note": note}, "commitment_spared"


def _require(note: str) -> None:
    if not note:
        raise ReasonsRequired()


def _require_due(row: Any, today: date) -> None:
    if not may_break(row.kind, row.due_on, today):
        raise NotDueYet(day=row.due_on.isoformat())


def _require_other(row: Any, actor: Actor) -> None:
    if row.asked_by is None:
        raise NothingAsked()
    if row.asked_by == actor.user_id:
        raise OwnWork()


def follows(office: Office, connection: Any, row: Any, reason: str) -> Tell | Begin | None:
    """Return what a broken commitment means to the case that made it: a message, another case, or nothing."""
    stored = None if row.case_id is None else cases.load(connection, row.case_id)
    if stored is None:
        return None
    process = office.processes[stored.view.process]
    if BROKEN_MESSAGE in process.hears:
        return Tell(message=BROKEN_MESSAGE, case_id=row.case_id, data={"commitment": row.id, "reason": reason})
    promised = Promised(organ_id=row.organ_id, subject_id=row.subject_id, record_id=row.record_id)
    return process.after_breach(stored.view, promised, reason)


def _tell_case(office: Office, uow: UnitOfWork, row: Any) -> None:
    """Owe the case that made the commitment what follows."""
    effect = follows(office, uow.connection, row, row.asked_reason)
    if effect is None:
        return
    seq, _ = store.chain_head(uow.connection)
    # The office's own chain: the event just noted, by which it is never sent twice.
    messages.add(uow.connection, [owed(effect, store.OFFICE_CASE, seq, office.clock())])
