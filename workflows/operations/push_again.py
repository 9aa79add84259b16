"""A person has something pushed again: a dispatch that was refused or failed, or a difference that was found."""

from collections.abc import Callable

from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotAllowed, NotFound, OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.exchange_port import PUBLIC_TARGET
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again
from workflows.store import cases, dispatches, exchange, records
from workflows.store.unit_of_work import UnitOfWork

#: Posts that keep the exchange of their own organisation.
KEEPERS = (Role.REVIEWER, Role.RECOGNISER, Role.SUPERVISOR)


class NothingToPush(OfficeError):
    """It is on its way or has its receipt, or another person was faster."""

    message = N_("该项正在推送或已有回执，无需重新推送。")
    status = 409


class NotOurs(OfficeError):
    """The platform shows something that this office does not know: there is nothing to push."""

    message = N_("本系统没有对应的信息，请与平台核实后处理。")
    status = 409


def push_again(office: Office, actor: Actor, dispatch_id: int) -> None:
    """Owe a dispatch anew that was refused or has failed, under its own key.

    Raises:
        NotFound: there is none.
        Hidden: not a keeper of the organisation whose case or record it concerns, nor an administrator.
        NothingToPush: see there.
    """
    decided_again(lambda: _push_again(office, actor, dispatch_id))


def _push_again(office: Office, actor: Actor, dispatch_id: int) -> None:
    with office.database.read() as connection:
        row = dispatches.by_id(connection, dispatch_id)
        if row is None:
            raise NotFound()
        stored = None if row.case_id is None else cases.load(connection, row.case_id)
        record = None if row.record_id is None else records.load(connection, row.record_id)
    org = stored.view.authority_id if stored is not None else record.provider_id if record is not None else None
    # What belongs to no case is everybody's who looks after the whole exchange.
    if stored is not None or not actor.holds(Role.SUPERVISOR):
        _require_keeper(actor, org)
    told = {"what": row.kind, "target": row.target, "dispatch": row.key}
    write: Callable[[UnitOfWork], None]
    if stored is not None:
        act = open_act(office, actor, stored.view.id, substantive=False)
        act.record("push_repeated", **told)
        write = act.write
    else:
        write = lambda uow: note_within(office, uow, actor.user_id, "push_repeated", **told)  # noqa: E731
    with office.database.act() as uow:
        if not dispatches.push_again(uow.connection, row.id, office.clock()):
            raise NothingToPush()
        write(uow)
        uow.commit()


def _require_keeper(actor: Actor, org_id: int | None) -> None:
    if actor.holds(Role.ADMIN):
        return
    if org_id is None or not any(actor.holds(role, org_id) for role in KEEPERS):
        raise Hidden()


#: (kind, what) of a difference → what is asked of the platform to end it.
_ASKS = {
    ("record", "missing"): "publish",
    ("record", "surplus"): "withdraw",
    ("listing", "missing"): "enter_list",
    ("listing", "surplus"): "leave_list",
}


def push_difference(office: Office, actor: Actor, drift_id: int) -> None:
    """Owe the platform what ends a difference, as the office's own register says now.

    Raises:
        NotFound: a newer comparison has replaced it.
        NotAllowed: neither supervisor nor administrator.
        NotOurs: see there.
        NothingToPush: it was pushed before.
    """
    if not (actor.holds(Role.SUPERVISOR) or actor.holds(Role.ADMIN)):
        raise NotAllowed()
    with office.database.act() as uow:
        drift = exchange.drift_by_id(uow.connection, drift_id)
        if drift is None:
            raise NotFound()
        asked = _ASKS.get((drift.kind, drift.what))
        if asked is None:
            raise NotOurs()
        now = office.clock()
        # A person is published where what is sent is masked, and where that is allowed at all.
        subject = records.subject_by_id(uow.connection, drift.subject_id)
        for_public = asked == "publish" and subject.kind == "natural_person"
        row = {
            "key": f"HD-{now:%Y%m%d%H%M%S}-{drift.kind[0]}{drift.record_id or drift.listing_id}",
            "subject_id": drift.subject_id,
            "record_id": drift.record_id,
            "listing_id": drift.listing_id,
            "kind": asked,
            "target": PUBLIC_TARGET if for_public else "platform",
            "payload": {},
            "state": "owed",
            "expected_on": expected_receipt(office, office_date(now)),
            "created_at": now,
            "next_at": now,
        }
        if drift.dispatch_id is not None:
            raise NothingToPush()
        made = dispatches.add(uow.connection, row)
        if not exchange.note_push(uow.connection, drift_id, made):
            raise NothingToPush()
        note_within(office, uow, actor.user_id, "push_repeated", what=asked, target=row["target"], dispatch=row["key"])
        uow.commit()


def look_at_stray(office: Office, actor: Actor, stray_id: int) -> None:
    """Note that somebody has looked at a receipt that fits nothing.

    Raises:
        NotAllowed: neither supervisor nor administrator.
        NotFound: somebody has looked at it already.
    """
    if not (actor.holds(Role.SUPERVISOR) or actor.holds(Role.ADMIN)):
        raise NotAllowed()
    with office.database.act() as uow:
        if not exchange.look_at_stray(uow.connection, stray_id, actor.user_id):
            raise NotFound()
        note_within(office, uow, actor.user_id, "stray_receipt_seen", stray=stray_id)
        uow.commit()
