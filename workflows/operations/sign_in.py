"""Signing in and out. A session is a row on the server; the browser holds a random token, the row only its digest.

Every time here is the real one: a training clock neither ends a session nor opens a locked account.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from workflows.domain.access import Actor
from workflows.domain.errors import Busy, OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import accounts, people

#: A session ends after this long without use, and after this long in any case.
IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
#: Wrong passwords in a row, and for how long they lock the account.
MAX_TRIES, LOCKED_FOR = 5, timedelta(minutes=15)
#: The use of a session is noted at most this often.
_NOTE_EVERY = timedelta(minutes=1)


class Passwords(Protocol):
    """Makes and checks password hashes; a port, so that the office knows no hashing library."""

    #: Hash of no password at all, checked for logins that do not exist.
    nobody: str

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        ...

    def verify(self, kept: str, password: str) -> bool:
        """Tell whether ``password`` is the one of the ``kept`` hash."""
        ...


class SignInRefused(OfficeError):
    """Wrong name, wrong password, disabled or locked: one answer for all, so that nobody learns which."""

    message = N_("用户名或密码不正确。连续输错 5 次，账号锁定 15 分钟。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Session:
    """Whose session it is."""

    actor: Actor
    login: str
    #: Language that the person chose, such as zh_CN.
    locale: str
    #: Digest of the token, the session's key on the server.
    digest: str


def digest_of(token: str) -> str:
    """Return the key under which the server keeps the session of ``token``."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    office: Office, passwords: Passwords, *, login: str, password: str, address: str, replaces: str | None = None
) -> str:
    """Open a session and return its token.

    Args:
        address: where the request came from, for the audit trail.
        replaces: token of a session that the same browser had; it ends.

    Raises:
        SignInRefused: see there.
    """
    now = office.real_clock()
    with office.database.act() as uow:
        account = people.user_by_login(uow.connection, login.strip())
        tries = None if account is None else accounts.count_try(uow.connection, account.id, now)
        uow.commit()
    # The hash is computed in every case and outside of any transaction: the answer takes as long for a name unknown.
    matches = passwords.verify(passwords.nobody if account is None else account.password_hash, password)
    if tries is None or tries > MAX_TRIES or not matches:
        _refuse(office, account, tries, address, now)
    return _open(office, account, address, replaces, now)


def _refuse(office: Office, account: Any, tries: int | None, address: str, now: datetime) -> None:
    with office.database.act() as uow:
        if tries is not None and tries >= MAX_TRIES:
            accounts.lock(uow.connection, account.id, now + LOCKED_FOR)
        # What was typed as a name may be a password: only names that exist are noted.
        login = "" if account is None else account.login
        note_within(office, uow, 0, "sign_in_failed", login=login, address=address, locked=tries is None)
        uow.commit()
    raise SignInRefused()


def _open(office: Office, account: Any, address: str, replaces: str | None, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    values = {
        "digest": digest_of(token),
        "user_id": account.id,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + IDLE,
    }
    with office.database.act() as uow:
        accounts.forget_tries(uow.connection, account.id)
        people.drop_dead_sessions(uow.connection, now)
        if replaces:
            people.close_session(uow.connection, digest_of(replaces))
        people.open_session(uow.connection, values)
        note_within(office, uow, account.id, "signed_in", address=address)
        uow.commit()
    return token


def session_of(office: Office, token: str) -> Session | None:
    """Return the living session of a token, and note that it is used; None if there is none."""
    now = office.real_clock()
    digest = digest_of(token)
    with office.database.read() as connection:
        row = people.session_user(connection, digest, now)
        if row is None:
            return None
        actor = people.actor(connection, row.id, row.name)
    if now - row.seen_at >= _NOTE_EVERY:
        # A busy database must not keep a reader out.
        with suppress(Busy), office.database.act() as uow:
            ends = min(now + IDLE, row.session_created_at + ABSOLUTE)
            people.prolong_session(uow.connection, digest, now, ends)
            uow.commit()
    return Session(actor=actor, login=row.login, locale=row.locale, digest=digest)


def sign_out(office: Office, actor: Actor, token: str) -> None:
    """End a session on the server: a copy of its cookie opens nothing any more."""
    with office.database.act() as uow:
        people.close_session(uow.connection, digest_of(token))
        note_within(office, uow, actor.user_id, "signed_out")
        uow.commit()
