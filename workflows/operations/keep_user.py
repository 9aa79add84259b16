"""Keeps the accounts: who works here, in which posts, and who may sign in. Each change is audited with who made it.

Nobody changes the own posts or disables the own account, so that no act can leave the office without an administrator
by a slip; that the last one stays is checked besides, because two administrators may act at once.
"""

import re
import secrets
import string
from collections.abc import Collection, Mapping
from typing import Any
from zlib import crc32

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords
from workflows.store import accounts, people
from workflows.store.unit_of_work import UnitOfWork

#: Role → kinds of organisation in which it can be held. An applicant's role is no post.
FITTING: Mapping[Role, tuple[str, ...]] = {
    Role.REVIEWER: ("authority",),
    Role.AUDITOR: ("authority",),
    Role.HEAD: ("authority", "provider"),
    Role.PROVIDER: ("provider",),
    Role.EXECUTOR: ("executor",),
    Role.RECOGNISER: ("authority", "provider"),
    Role.LEGAL: ("authority", "provider"),
    Role.SUPERIOR: ("superior",),
    Role.SUPERVISOR: ("authority", "provider"),
    Role.ADMIN: ("authority",),
}

#: Told where a post does not fit.
NOT_FITTING = N_(
    "岗位与单位性质不符：受理、审核和管理员设在信用中心，负责人、认定、法制和督办设在信用中心或信息提供单位，"
    "核查岗设在信息提供单位，执行岗设在惩戒部门，上级机关岗位设在上级机关。"
)

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
#: What an e-mail address looks like; one only.
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_PHONE = re.compile(r"[0-9+][0-9 ()+-]{4,39}")
#: Letters and digits that nobody takes for one another when reading them out.
_READABLE = "".join(set(string.ascii_letters + string.digits) - set("0O1lI"))


class LastAdministrator(OfficeError):
    """Without an administrator nobody could give a post any more."""

    message = N_("这是最后一名管理员，不能停用，也不能去掉管理员岗位。请先指定另一名管理员。")
    status = 409


class OwnAccount(OfficeError):
    """Administrators do not change their own posts and do not disable themselves."""

    message = N_("不能调整自己的岗位，也不能停用自己的账号，请由另一名管理员办理。")
    status = 403


class ChangedMeanwhile(OfficeError):
    """Another administrator changed the same thing after the form was opened."""

    message = N_("内容在您打开后已被其他管理员修改，请核对最新内容后再保存；您填写的内容已保留。")
    status = 409


def mark_of(*parts: object) -> int:
    """Return a number of at most nine digits that changes with ``parts``: what a form sends back as ``seen``."""
    return crc32(repr(parts).encode()) % 10**9


def account_mark(account: Any, posts: Collection[tuple[str, int]]) -> int:
    """Return the mark of an account's row and posts (role, organisation)."""
    return mark_of(account.name, account.email, account.phone, sorted((str(role), org) for role, org in posts))


def add_user(
    office: Office,
    passwords: Passwords,
    actor: Actor,
    *,
    login: str,
    name: str,
    email: str,
    phone: str,
    posts: Collection[tuple[Role, int]],
) -> tuple[int, str]:
    """Open an account and return its id and a password that is shown once.

    Raises:
        NotAllowed: not an administrator.
        FieldErrors: something is missing, the login is taken, or a post does not fit its organisation.
    """
    actor.require(Role.ADMIN)
    errors = _personal_errors(name, email, phone)
    if not _LOGIN.fullmatch(login):
        errors["login"] = [N_("用户名应为 3 至 40 个小写字母、数字、点、横线或下划线，以字母或数字开头。")]
    if errors:
        raise FieldErrors(errors)
    password = _generated()
    values = {
        "login": login,
        "name": name,
        "email": email,
        "phone": phone,
        "password_hash": passwords.hash(password),
        "created_at": office.real_clock(),
    }
    with office.database.act() as uow:
        _require_fitting(uow, posts)
        user_id = accounts.add(uow.connection, values, posts)
        if user_id is None:
            raise FieldErrors({"login": [N_("该用户名已被使用，请换一个。")]})
        note_within(office, uow, actor.user_id, "user_added", user=user_id, login=login, posts=_posts(posts))
        uow.commit()
    return user_id, password


def change_user(
    office: Office,
    actor: Actor,
    user_id: int,
    *,
    name: str,
    email: str,
    phone: str,
    posts: Collection[tuple[Role, int]],
    seen: int,
) -> None:
    """Change name, addresses and posts of an account.

    Args:
        seen: :func:`account_mark` of what the administrator saw.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such account.
        FieldErrors: see :func:`add_user`.
        OwnAccount, LastAdministrator, ChangedMeanwhile: see there.
    """
    actor.require(Role.ADMIN)
    if errors := _personal_errors(name, email, phone):
        raise FieldErrors(errors)
    with office.database.act() as uow:
        administrators = accounts.lock_administrators(uow.connection)
        account = _account(uow, user_id)
        held = {(Role(row.role), row.org_id) for row in people.posts_of(uow.connection, user_id)}
        if account_mark(account, held) != seen:
            raise ChangedMeanwhile()
        wanted = set(posts)
        if wanted != held:
            _require_other(actor, user_id)
            _require_fitting(uow, wanted - held)
            if account.active and not any(role is Role.ADMIN for role, _ in wanted):
                _require_administrator_besides(administrators, user_id)
            accounts.replace_posts(uow.connection, user_id, wanted)
        values = {"name": name, "email": email, "phone": phone}
        people.change_user(uow.connection, user_id, values)
        note_within(
            office,
            uow,
            actor.user_id,
            "user_changed",
            user=user_id,
            fields=[field for field, value in values.items() if getattr(account, field) != value],
            posts_added=_posts(wanted - held),
            posts_removed=_posts(held - wanted),
        )
        uow.commit()


def disable_user(office: Office, actor: Actor, user_id: int) -> None:
    """Close an account to its person: every session ends at once. What was done stays under the name.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such account.
        OwnAccount, LastAdministrator: see there.
    """
    actor.require(Role.ADMIN)
    _require_other(actor, user_id)
    with office.database.act() as uow:
        administrators = accounts.lock_administrators(uow.connection)
        account = _account(uow, user_id)
        if not account.active:
            return
        _require_administrator_besides(administrators, user_id)
        people.change_user(uow.connection, user_id, {"active": False})
        people.close_sessions_of(uow.connection, user_id)
        note_within(office, uow, actor.user_id, "user_disabled", user=user_id)
        uow.commit()


def enable_user(office: Office, actor: Actor, user_id: int) -> None:
    """Open a disabled account again, with the posts it had.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such account.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        if _account(uow, user_id).active:
            return
        people.change_user(uow.connection, user_id, {"active": True})
        note_within(office, uow, actor.user_id, "user_enabled", user=user_id)
        uow.commit()


def unlock_user(office: Office, actor: Actor, user_id: int) -> None:
    """End the lock after wrong passwords before its time.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such account.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        _account(uow, user_id)
        accounts.forget_tries(uow.connection, user_id)
        note_within(office, uow, actor.user_id, "user_unlocked", user=user_id)
        uow.commit()


def issue_password(office: Office, passwords: Passwords, actor: Actor, user_id: int) -> str:
    """Give an account a new password, shown once; its sessions and its lock end.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such account.
        OwnAccount: one's own password is changed under one's own account, with the old one.
    """
    actor.require(Role.ADMIN)
    _require_other(actor, user_id)
    password = _generated()
    values = {"password_hash": passwords.hash(password)}
    with office.database.act() as uow:
        _account(uow, user_id)
        people.change_user(uow.connection, user_id, values)
        people.close_sessions_of(uow.connection, user_id)
        accounts.forget_tries(uow.connection, user_id)
        note_within(office, uow, actor.user_id, "password_issued", user=user_id)
        uow.commit()
    return password


def _account(uow: UnitOfWork, user_id: int) -> Any:
    account = accounts.lock_account(uow.connection, user_id)
    if account is None:
        raise NotFound()
    return account


def _require_other(actor: Actor, user_id: int) -> None:
    if actor.user_id == user_id:
        raise OwnAccount()


def _require_administrator_besides(administrators: set[int], user_id: int) -> None:
    if administrators == {user_id}:
        raise LastAdministrator()


def _require_fitting(uow: UnitOfWork, posts: Collection[tuple[Role, int]]) -> None:
    organisations = {row.id: row for row in people.organisations_by_ids(uow.connection, [org for _, org in posts])}
    for role, org_id in posts:
        kind = organisations[org_id].kind if org_id in organisations else ""
        if kind not in FITTING.get(role, ()):
            raise FieldErrors({"posts": [NOT_FITTING]})


def _personal_errors(name: str, email: str, phone: str) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not 1 <= len(name.strip()) <= 80:
        errors["name"] = [N_("请填写姓名，不超过 80 个字。")]
    if email and (len(email) > 254 or not EMAIL.fullmatch(email)):
        errors["email"] = [N_("电子邮箱格式不正确，例如 name@example.com。")]
    if phone and not _PHONE.fullmatch(phone):
        errors["phone"] = [N_("联系电话只能包含数字、空格、括号、加号和横线。")]
    return errors


def _posts(posts: Collection[tuple[Role, int]]) -> list[list[Any]]:
    return [[str(role), org_id] for role, org_id in sorted(posts)]


def _generated() -> str:
    """Return a password of twenty characters that passes the office's own rule (three kinds of characters)."""
    while True:
        password = "".join(secrets.choice(_READABLE) for _ in range(20))
        if all(any(map(kind, password)) for kind in (str.islower, str.isupper, str.isdigit)):
            return password
