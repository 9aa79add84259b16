"""Destruction of records whose keeping is over (S1 六(七)): one person draws a list up, another confirms it.

Legal hold and open cases keep a record out, also between the two. What was destroyed is known by a keyed digest alone,
so that a table with the record in it does not bring it back.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.errors import NotAllowed, NotFound, OfficeError
from workflows.domain.publicity import Publicity
from workflows.domain.record_clock import kept_until
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.record_law import law_of_provider
from workflows.store import destruction, people, publicity
from workflows.store.unit_of_work import UnitOfWork

#: Who draws lists up and confirms them.
KEEPERS = (Role.REVIEWER, Role.HEAD, Role.ADMIN)


class NothingToDestroy(OfficeError):
    """No record's keeping is over, or all such are held, in use or on a list."""

    message = N_("没有保存期满、可以列入销毁清单的信息。")
    status = 409


class SamePerson(OfficeError):
    """Who drew the list up may not confirm it."""

    message = N_("销毁清单须由另一人批准，提出人不能批准自己的清单。")
    status = 403


def require_keeper(actor: Actor, organ_id: int) -> None:
    """Raise NotAllowed unless the person keeps the records of an authority."""
    if not any(actor.holds(role, organ_id) for role in KEEPERS):
        raise NotAllowed()


def draw_up(office: Office, actor: Actor, organ_id: int) -> int:
    """Draw up a list of every record of an authority's place that is ripe; return its id.

    Raises:
        NotAllowed: not a keeper of the authority.
        NothingToDestroy: see there.
    """
    require_keeper(actor, organ_id)
    today = office_date(office.clock())
    with office.database.act() as uow:
        connection = uow.connection
        place = people.organisation_by_id(connection, organ_id).jurisdiction
        items = []
        for row in destruction.ripe(connection, [place]):
            law = law_of_provider(office, connection, row.provider_id, place, today)
            until = kept_until(Publicity.of(row, row.subject_kind), law.keeping)
            if until is not None and until < today:
                items.append((row.id, until))
        if not items:
            raise NothingToDestroy()
        values = {"organ_id": organ_id, "drawn_by": actor.user_id, "drawn_at": office.clock(), "state": "drawn"}
        list_id = destruction.draw(connection, values, items)
        note_within(office, uow, actor.user_id, "destruction_drawn", list=list_id, records=len(items))
        uow.commit()
    return list_id


def confirm(office: Office, actor: Actor, list_id: int) -> None:
    """Confirm a list; the worker then destroys its records.

    Raises:
        NotFound: there is no such list.
        NotAllowed: not a keeper of its authority.
        SamePerson: see there.
        StaleVersion: it was confirmed or dropped before.
    """
    with office.database.act() as uow:
        _require_list(uow, actor, list_id, other=True)
        values = {"state": "confirmed", "confirmed_by": actor.user_id, "confirmed_at": office.clock()}
        destruction.move(uow.connection, list_id, "drawn", values)
        note_within(office, uow, actor.user_id, "destruction_confirmed", list=list_id)
        uow.commit()


def drop(office: Office, actor: Actor, list_id: int) -> None:
    """Drop a list that is not confirmed; its records may go onto another. Raises as :func:`confirm`."""
    with office.database.act() as uow:
        _require_list(uow, actor, list_id, other=False)
        destruction.move(uow.connection, list_id, "drawn", {"state": "dropped"})
        note_within(office, uow, actor.user_id, "destruction_dropped", list=list_id)
        uow.commit()


def destroy_confirmed(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Destroy the records of every confirmed list, each in an act of its own; return how many.

    Args:
        carry_on: asked between records; False ends the run early (shutdown), the next run goes on.
    """
    done = 0
    with office.database.read() as connection:
        waiting = destruction.any_confirmed(connection)
    while waiting and carry_on():
        with office.database.act() as uow:
            item = destruction.next_confirmed(uow.connection)
            if item is None:
                destruction.finish_lists(uow.connection)
                uow.commit()
                break
            done += _destroy(office, uow, item.list_id, item.record_id)
            uow.commit()
    return done


def digest_of(office: Office, provider_id: int, decision_number: str, code: str) -> str:
    """Return the keyed digest by which a destroyed record is recognised; it tells nobody anything else."""
    text = f"{provider_id}\n{decision_number}\n{code}".encode()
    return hmac.new(office.audit_key, b"destroyed\n" + text, sha256).hexdigest()


def _destroy(office: Office, uow: UnitOfWork, list_id: int, record_id: int) -> bool:
    row = publicity.load(uow.connection, record_id)
    if row.hold_reason or row.asks != "destroy" or destruction.in_use(uow.connection, record_id):
        destruction.take_off(uow.connection, list_id, record_id)
        return False
    digest = digest_of(office, row.provider_id, row.decision_number, row.code)
    destruction.erase(uow.connection, list_id, row, digest, office.clock())
    note_within(office, uow, OFFICE.user_id, "record_destroyed", list=list_id, record=record_id, digest=digest)
    return True


def _require_list(uow: UnitOfWork, actor: Actor, list_id: int, *, other: bool) -> None:
    found = destruction.by_id(uow.connection, list_id)
    if found is None:
        raise NotFound()
    require_keeper(actor, found.organ_id)
    if other and found.drawn_by == actor.user_id:
        raise SamePerson()
