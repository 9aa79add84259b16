"""Binds an authority to a rule pack from a day on, or ends that. Cases that are open keep the packs they began with."""

from datetime import date

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotFound, OfficeError
from workflows.domain.policy import Pack
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.unbound_lists import DECIDING
from workflows.store import bindings, people
from workflows.store.unit_of_work import UnitOfWork


class AlreadyBound(OfficeError):
    """The pack binds the authority already, now or from a later day; params: ``name``."""

    message = N_("%(name)s已经绑定，无需重复绑定。")
    status = 409


class NotBound(OfficeError):
    """The pack does not bind the authority; params: ``name``."""

    message = N_("%(name)s没有绑定，或者已经定了解除日期。")
    status = 409


class LastPack(OfficeError):
    """Without a pack no deadline could be computed; params: ``on``."""

    message = N_("不能解除：解除后该单位自%(on)s起没有任何适用规则，时限无法计算。请先绑定新的规则。")
    status = 409


def bind_pack(office: Office, actor: Actor, *, org_id: int, pack_id: str, on: date) -> None:
    """Bind an authority, or a department that decides, to a pack.

    Args:
        on: first day (Asia/Shanghai); cases that open from then on are computed under the pack too.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such authority or pack.
        FieldErrors: the day has passed, or the pack is not in force on it.
        AlreadyBound: see there.
    """
    actor.require(Role.ADMIN)
    pack = _pack(office, pack_id)
    _require_day(office, on)
    if not pack.in_force(on):
        raise FieldErrors({"on": [N_("该规则在这一天不在有效期内。")]})
    with office.database.act() as uow:
        _require_authority(uow, org_id)
        for row in bindings.all_of(uow.connection, org_id):
            if row.pack == pack_id and (row.unbound_on is None or row.unbound_on > on):
                raise AlreadyBound(name=pack.name)
        people.bind_pack(uow.connection, org_id, pack_id, on)
        note_within(office, uow, actor.user_id, "pack_bound", org=org_id, pack=pack_id, on=on.isoformat())
        uow.commit()


def unbind_pack(office: Office, actor: Actor, *, org_id: int, pack_id: str, on: date) -> None:
    """End the binding of a pack.

    Args:
        on: first day (Asia/Shanghai) on which it binds no more.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such authority or pack.
        FieldErrors: the day has passed or lies before the binding's own.
        NotBound: see there.
        LastPack: see there.
    """
    actor.require(Role.ADMIN)
    pack = _pack(office, pack_id)
    _require_day(office, on)
    with office.database.act() as uow:
        _require_authority(uow, org_id)
        rows = bindings.all_of(uow.connection, org_id)
        bound = next((row for row in rows if row.pack == pack_id and row.unbound_on is None), None)
        if bound is None:
            raise NotBound(name=pack.name)
        if on < bound.bound_on:
            raise FieldErrors({"on": [N_("解除日期不能早于绑定日期。")]})
        # Only a pack without an end counts: one that ends later would leave the authority without any then.
        if not any(row is not bound and row.bound_on <= on and row.unbound_on is None for row in rows):
            raise LastPack(on=on.isoformat())
        people.unbind_pack(uow.connection, org_id, pack_id, on)
        note_within(office, uow, actor.user_id, "pack_unbound", org=org_id, pack=pack_id, on=on.isoformat())
        uow.commit()


def _pack(office: Office, pack_id: str) -> Pack:
    pack = office.packs.get(pack_id)
    if pack is None:
        raise NotFound()
    return pack


def _require_day(office: Office, on: date) -> None:
    if on < office_date(office.clock()):
        raise FieldErrors({"on": [N_("日期不能早于今天：已经过去的时限不因新规则改变。")]})


def _require_authority(uow: UnitOfWork, org_id: int) -> None:
    organisation = bindings.lock_authority(uow.connection, org_id)
    if organisation is None or organisation.kind not in DECIDING:
        raise NotFound()
