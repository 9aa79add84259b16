"""A forgotten password: a link by e-mail, good once and for half an hour. Its times are the real ones.

The link's token is made from the audit key and a nonce; the outbox holds the nonce and the table the token's digest.
Who can read the database alone can therefore make no link, even from a mail that has not left yet.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.change_account import weakness
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords, digest_of
from workflows.operations.tell_person import tell_person
from workflows.store import accounts, people, reset
from workflows.store.unit_of_work import UnitOfWork

#: How long a link is good, and how long the next one has to wait: nobody's mailbox is flooded by strangers.
GOOD_FOR, PAUSE = timedelta(minutes=30), timedelta(minutes=5)


class LinkEnded(OfficeError):
    """The link was used, has ended, or never was one; the three are not told apart."""

    message = N_("这个链接已失效：30 分钟内有效，只能使用一次。请重新申请。")
    status = 410


class LinkNotSent(OfficeError):
    """An administrator asked for a link that cannot be sent: the account is disabled or has no address."""

    message = N_("账号已停用或者没有登记电子邮箱，不能发送重设密码的链接。")
    status = 409


class LinkJustSent(OfficeError):
    """The last link is only minutes old."""

    message = N_("刚刚已经发送过链接，请 5 分钟后再试。")
    status = 429


def ask_reset(office: Office, login: str) -> None:
    """Send a link to the address of an account; nobody learns whether there is such an account or address."""
    with office.database.act() as uow:
        account = people.user_by_login(uow.connection, login.strip())
        if account is None or not account.active or not account.email or _just_sent(office, uow, account.id):
            return
        _send(office, uow, account, by=account.id)
        uow.commit()


def send_reset(office: Office, actor: Actor, user_id: int) -> None:
    """Send the same link because an administrator asks for it; the administrator never sees it.

    Raises:
        NotAllowed: the person is no administrator.
        NotFound: there is no such account.
        LinkNotSent: the account is disabled or has no address.
        LinkJustSent: a link was sent within the last minutes.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        account = people.user_by_id(uow.connection, user_id)
        if account is None:
            raise NotFound()
        if not account.active or not account.email:
            raise LinkNotSent()
        if _just_sent(office, uow, user_id):
            raise LinkJustSent()
        _send(office, uow, account, by=actor.user_id)
        uow.commit()


def _just_sent(office: Office, uow: UnitOfWork, user_id: int) -> bool:
    last = reset.newest(uow.connection, user_id)
    return last is not None and last > office.real_clock() + GOOD_FOR - PAUSE


def _send(office: Office, uow: UnitOfWork, account: Any, *, by: int) -> None:
    nonce = secrets.token_urlsafe(24)
    reset.add(uow.connection, digest_of(_token(office, nonce)), account.id, office.real_clock() + GOOD_FOR)
    of = {} if by == account.id else {"user": account.id}
    note_within(office, uow, by, "password_reset_asked", **of)
    tell_person(office, uow, account.id, "password_reset", email=account.email, inbox=False, nonce=nonce)


def with_link(office: Office, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a notice, with the link where they hold the nonce of one."""
    if "nonce" not in data:
        return data
    # The address comes from the settings: a Host header could lead the link to a foreign site.
    return {**data, "link": f"{office.base_url}/account/reset/{_token(office, str(data['nonce']))}"}


def require_good(office: Office, token: str) -> None:
    """Raise LinkEnded unless the link can still be used."""
    with office.database.read() as connection:
        if reset.holder(connection, digest_of(token), office.real_clock()) is None:
            raise LinkEnded()


def reset_password(office: Office, passwords: Passwords, token: str, new: str) -> None:
    """Set a new password with a link; every session of the person and every other link ends, a lock is lifted.

    Raises:
        LinkEnded: see there.
        FieldErrors: the new password is too weak.
    """
    now, digest = office.real_clock(), digest_of(token)
    with office.database.read() as connection:
        account = reset.holder(connection, digest, now)
    if account is None:
        raise LinkEnded()
    if weak := weakness(new, account.login, ""):
        raise FieldErrors({"new": [weak]})
    values = {"password_hash": passwords.hash(new)}
    with office.database.act() as uow:
        if not reset.use(uow.connection, digest, now):
            raise LinkEnded()
        reset.use_up(uow.connection, account.id, now)
        people.change_user(uow.connection, account.id, values)
        people.close_sessions_of(uow.connection, account.id)
        accounts.forget_tries(uow.connection, account.id)
        note_within(office, uow, account.id, "password_reset")
        uow.commit()


def _token(office: Office, nonce: str) -> str:
    return hmac.new(office.audit_key, f"password reset {nonce}".encode(), hashlib.sha256).hexdigest()
