"""Sends what the office owes the platform: claimed in a short transaction, sent outside any, settled in another.

At least once on the wire and once in effect: every try goes out under the key of the dispatch, by which the other side
drops a double. A call whose answer was lost is repeated; a worker that dies while it sends loses its claim, not the
dispatch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from workflows.domain.access import OFFICE
from workflows.domain.errors import OfficeError
from workflows.domain.listing import Persons
from workflows.domain.notice import next_try
from workflows.domain.time import office_date
from workflows.operations.exchange_port import PUBLIC_TARGET, ExchangeRefused, Port
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.public_persons import persons_shown
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import dispatches
from workflows.store.dispatches import Claimed
from workflows.store.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)

_BARRED = "依规定不得公开展示自然人的信息，没有发出"
#: Dispatches of one call.
BATCH = 20
#: How long a claim holds (real time): longer than the longest call.
LEASE = timedelta(minutes=5)


@dataclass
class Sending:
    """What one round did."""

    sent: int = 0
    refused: int = 0
    #: To be tried again.
    later: int = 0
    #: Shown to a person.
    failed: int = 0


def send_dispatches(
    office: Office, port: Port, owner: str, *, carry_on: Callable[[], bool] = lambda: True
) -> Sending:
    """Send everything that is due; end the round when the platform does not answer.

    Args:
        owner: name of the worker, for its claims.
        carry_on: asked between calls; False ends the round (shutdown).
    """
    done = Sending()
    while carry_on():
        real_now = office.real_clock()
        with office.database.act() as uow:
            batch = dispatches.claim(
                uow.connection,
                now=office.clock(),
                real_now=real_now,
                lease_until=real_now + LEASE,
                owner=owner,
                limit=BATCH,
            )
            uow.commit()
        if not batch or not _send(office, port, owner, batch, done):
            break
    return done


def _send(office: Office, port: Port, owner: str, batch: Sequence[Claimed], done: Sending) -> bool:
    """Send one batch and settle each of it; tell whether the platform could be reached."""
    barred = [each for each in batch if _is_barred(office, each)]
    for each in barred:
        _settle(office, owner, each, "failed", _BARRED, done)
    batch = [each for each in batch if each not in barred]
    if not batch:
        return True
    try:
        answers = port.send(batch)
    except ExchangeRefused as refusal:
        for each in batch:
            _settle(office, owner, each, "failed", str(refusal), done)
        return False
    except Exception as error:
        # Perhaps it arrived. Whatever went wrong, the others wait with it and everything is tried again.
        if not isinstance(error, OfficeError):
            _log.exception("exchange_failed")
        why = str(error) if isinstance(error, OfficeError) else type(error).__name__
        for each in batch:
            _settle(office, owner, each, "later", why, done)
        return False
    for each in batch:
        if each.key not in answers:
            _settle(office, owner, each, "later", "平台的应答没有提到该项", done)
        elif answers[each.key]:
            _settle(office, owner, each, "refused", answers[each.key], done)
        else:
            _settle(office, owner, each, "sent", "", done)
    return True


def _is_barred(office: Office, each: Claimed) -> bool:
    """Tell whether the law of the place keeps a person off what the public reads (山东省社会信用条例 Art. 20)."""
    shows = each.target == PUBLIC_TARGET and each.kind == "publish" and each.subject_kind == "natural_person"
    if not shows or each.organ_id is None:
        return False
    with office.database.read() as connection:
        shown = persons_shown(office, connection, each.organ_id, office_date(office.clock()))
    return shown is Persons.WITHHELD


def _settle(office: Office, owner: str, each: Claimed, outcome: str, why: str, done: Sending) -> None:
    now, why = office.real_clock(), " ".join(why.split())[:300]
    again = next_try(now, each.attempts) if outcome == "later" else None
    if again is not None:
        values: dict[str, Any] = {"state": "owed", "next_at": again, "last_error": why}
    elif outcome == "sent":
        values = {"state": "sent", "sent_at": office.clock(), "last_error": None}
    else:
        outcome = "refused" if outcome == "refused" else "failed"
        values = {"state": outcome, "last_error": why}
    if not decided_again(lambda: _write(office, owner, each, values, why)):
        _log.warning("dispatch_claim_lost", dispatch=each.key, outcome=outcome)
    else:
        setattr(done, outcome, getattr(done, outcome) + 1)


#: State → event of the history; a try that is repeated is not told.
_EVENTS = {"sent": "push_sent", "refused": "push_refused", "failed": "push_failed"}


def _write(office: Office, owner: str, each: Claimed, values: dict[str, Any], why: str) -> bool:
    """Write the outcome with its event; False where the claim was taken over or the receipt came first."""
    kind = _EVENTS.get(values["state"])
    told = {"what": each.kind, "target": each.target, **({"why": why} if why else {})}
    write: Callable[[UnitOfWork], None] = lambda _uow: None  # noqa: E731
    if kind is not None and each.case_id is not None:
        act = open_act(office, OFFICE, each.case_id, substantive=False)
        act.record(kind, **told)
        write = act.write
    elif kind is not None:
        # What the clock of records owes belongs to no case: the office's own log tells of it.
        event = kind
        write = lambda uow: note_within(office, uow, OFFICE.user_id, event, dispatch=each.key, **told)  # noqa: E731
    with office.database.act() as uow:
        if not dispatches.settle(uow.connection, each, owner, **values):
            return False
        write(uow)
        uow.commit()
    return True
