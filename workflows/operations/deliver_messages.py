"""Delivers messages between cases: each in a guarded act of the case that hears it; early ones wait.

A message is settled in the transaction of the act that it causes, so it is heard once, wherever the process dies. It
waits for a case, and cases live in the office's time: its waiting follows the office's clock, the training clock
included. A claim that a moved clock ends early does no harm for the same reason.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import structlog

from workflows.domain.access import OFFICE
from workflows.domain.case import Channel
from workflows.domain.errors import OfficeError, OpenCaseExists, StaleVersion
from workflows.domain.process_type import Decision
from workflows.engine.errors import MessageNotAwaited
from workflows.engine.steps import Receive
from workflows.operations.advance import advance
from workflows.operations.carry_out import decided
from workflows.operations.leaving import NotOnList
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, begin_case
from workflows.operations.reading import open_act, take_step
from workflows.operations.retry import decided_again
from workflows.store import messages
from workflows.store.messages import Owed

_log = structlog.get_logger(__name__)

#: Messages claimed at a time, and how long a claim holds.
BATCH = 50
LEASE = timedelta(minutes=2)
#: A message that comes too early is tried again after a minute, then after twice as long and so on, for as long as
#: its case runs: a case on a list waits for years.
SOON, LATEST = timedelta(minutes=1), timedelta(minutes=15)
#: One that cannot be delivered is shown to a person after so many tries.
MAX_ATTEMPTS = 30


def deliver_messages(office: Office, owner: str, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Deliver every message that is due and return how many were settled.

    Args:
        owner: name of the worker.
        carry_on: asked between messages; False ends the round early (shutdown).
    """
    settled = 0
    while carry_on():
        now = office.clock()
        with office.database.act() as uow:
            owed = messages.claim(uow.connection, now=now, lease_until=now + LEASE, owner=owner, limit=BATCH)
            uow.commit()
        if not owed:
            break
        for each in owed:
            settled += _deliver(office, owner, each)
    return settled


def _deliver(office: Office, owner: str, owed: Owed) -> bool:
    try:
        if owed.case_id is None:
            return _begin(office, owner, owed)
        return decided_again(lambda: _hear(office, owner, owed))
    except Exception as error:
        # One broken case must not stop the others; the message is kept, counted, and shown to a person.
        _log.exception("message_failed", message=owed.id, case=owed.case_id)
        _later(office, owner, owed, error.code if isinstance(error, OfficeError) else type(error).__name__)
        return False


def _hear(office: Office, owner: str, owed: Owed) -> bool:
    """Let the case hear the message; one that does not wait for it yet hears it later, one that has ended never."""
    assert owed.case_id is not None
    act = open_act(office, OFFICE, owed.case_id)
    if not act.state:
        return _unheard(office, owner, owed)
    hearing = act.process.hears[owed.name]
    decision: Decision = hearing(act.case, owed.data, act.today)
    try:
        step = take_step(act, Receive(message=owed.name, facts=dict(decision.facts)))
    except MessageNotAwaited:
        _later(office, owner, owed, "not_awaited")
        return False
    event = act.record("message_heard", message=owed.name, case=owed.from_case_id)
    decided(act, decision, event)
    advance(act, step)
    with office.database.act() as uow:
        if not messages.settle(uow.connection, owed.id, owner, "done", act.now):
            return False
        act.write(uow)
        uow.commit()
    return True


def _begin(office: Office, owner: str, owed: Owed) -> bool:
    data: dict[str, Any] = dict(owed.data)
    record_ids: list[int] = data["record_ids"]
    command = OpenCase(
        process=owed.process or "",
        authority_id=data["authority_id"],
        subject_id=data["subject_id"],
        record_ids=tuple(record_ids),
        channel=Channel.OFFICE,
        application=_dates(data["application"]),
        memory={**data["memory"], "from_case": owed.from_case_id},
        key=f"message-{owed.id}",
    )
    with_message = lambda uow, case_id: _settled(office, uow, owed, owner, case_id)  # noqa: E731
    try:
        begin_case(office, OFFICE, command, with_message)
    except NotOnList:
        return _unneeded(office, owner, owed)
    except OpenCaseExists:
        if data.get("only"):
            return _unneeded(office, owner, owed)
        if data.get("at_once"):
            begin_case(office, OFFICE, replace(command, record_ids=()), with_message)
            return True
        # A ground that comes while a case of its kind is open begins its own when that one has ended.
        _later(office, owner, owed, "not_awaited")
        return False
    return True


def _unneeded(office: Office, owner: str, owed: Owed) -> bool:
    """A person was faster: the case that was to begin is open, or the listing that it was to end has ended."""
    with office.database.act() as uow:
        settled = messages.settle(uow.connection, owed.id, owner, "done", office.clock())
        uow.commit()
    return settled


def _settled(office: Office, uow: Any, owed: Owed, owner: str, case_id: int) -> None:
    if not messages.settle(uow.connection, owed.id, owner, "done", office.clock(), case_id):
        raise StaleVersion(final=True)


def _dates(application: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in application.items()}


def _unheard(office: Office, owner: str, owed: Owed) -> bool:
    act = open_act(office, OFFICE, owed.case_id or 0, substantive=False)
    act.record("message_unheard", message=owed.name, case=owed.from_case_id)
    with office.database.act() as uow:
        if not messages.settle(uow.connection, owed.id, owner, "unheard", act.now):
            return False
        act.write(uow)
        uow.commit()
    return True


def _later(office: Office, owner: str, owed: Owed, why: str) -> None:
    with office.database.act() as uow:
        if owed.attempts >= MAX_ATTEMPTS and why != "not_awaited":
            messages.settle(uow.connection, owed.id, owner, "failed", office.clock())
        else:
            wait = min(SOON * 2 ** min(owed.attempts - 1, 12), LATEST)
            messages.put_off(uow.connection, owed.id, owner, office.clock() + wait, why)
        uow.commit()
