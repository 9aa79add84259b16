"""Founds an office: the first authority, the rules that bind it, and the administrator who does everything else.

Each of the three is an act of its own, and the administrator is the last: founding that was interrupted is taken up
where it stopped by asking for it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.errors import OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.bind_pack import AlreadyBound, bind_pack
from workflows.operations.keep_organisation import OrganisationData, add_organisation
from workflows.operations.keep_user import add_user
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords
from workflows.store import accounts, people


class AlreadyFounded(OfficeError):
    """An office with an administrator is changed by that one."""

    message = N_("机构已经建立，并且有管理员：单位、账号和适用规则请由管理员登录后办理。")
    status = 409


class NoRules(OfficeError):
    """Without rules no time limit could be computed; params: ``known`` (ids of packs)."""

    message = N_("请至少指定一个适用规则（--pack）。现有：%(known)s。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """Who is to be the first administrator."""

    login: str
    name: str
    email: str
    phone: str = ""


def is_founded(office: Office) -> bool:
    """Tell whether the office has an administrator."""
    with office.database.read() as connection:
        return any(row.role == Role.ADMIN for row in accounts.staff(connection))


def found_office(
    office: Office,
    passwords: Passwords,
    actor: Actor,
    *,
    authority: OrganisationData,
    packs: Sequence[str],
    administrator: Administrator,
) -> str:
    """Found the office and return the administrator's password, which is shown once.

    Args:
        packs: ids of the rule packs that bind the authority from today (Asia/Shanghai) on.

    Raises:
        NotAllowed: not somebody at the machine.
        AlreadyFounded, NoRules: see there.
        NotFound: no such pack.
        FieldErrors: something about the authority, a pack's time in force or the account is wrong.
    """
    actor.require(Role.ADMIN)
    if is_founded(office):
        raise AlreadyFounded()
    if not packs or not set(packs) <= set(office.packs):
        raise NoRules(known="、".join(sorted(office.packs)))
    with office.database.read() as connection:
        found = people.organisation_by_name(connection, authority.name)
    org_id = add_organisation(office, actor, authority) if found is None else found.id
    for pack in packs:
        try:
            bind_pack(office, actor, org_id=org_id, pack_id=pack, on=office_date(office.clock()))
        except AlreadyBound:
            continue
    _user, password = add_user(
        office,
        passwords,
        actor,
        login=administrator.login,
        name=administrator.name,
        email=administrator.email,
        phone=administrator.phone,
        posts={(Role.ADMIN, org_id)},
    )
    return password
