"""Makes and revokes a person's tokens for the API. A token acts as the person, with no right that the person lacks.

Every time here is the real one: a training clock prolongs no token.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.errors import FieldErrors, NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import digest_of
from workflows.store import api_tokens

#: Longest life of a token, in days.
LONGEST_DAYS = 365
#: Living tokens that one person may have.
LIMIT = 20
#: What every token begins with, so that scanners of leaked secrets know one.
PREFIX = "ccase_"


class Scope(StrEnum):
    """What a token may do."""

    #: Look only.
    READ = "read"
    #: Look and act.
    ACT = "act"


class TooManyTokens(OfficeError):
    """A person has as many living tokens as one may have; params: ``limit``."""

    message = N_("最多可有 %(limit)s 个有效令牌，请先撤销不用的令牌。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """One token in its owner's list; the token itself is not kept."""

    id: int
    name: str
    scope: Scope
    #: Instants, UTC.
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    #: living, expired or revoked.
    state: str


def issue_token(office: Office, actor: Actor, *, name: str, scope: Scope, days: int) -> str:
    """Make a token and return it; it is shown this once and only its digest is kept.

    Args:
        name: what the person calls it.
        days: how long it lives, 1 to LONGEST_DAYS days of real time.

    Raises:
        FieldErrors: it would live longer than a token may.
        TooManyTokens: see there.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise FieldErrors({"days": [N_("有效期为 1 至 365 天。")]})
    now = office.real_clock()
    expires_at = now + timedelta(days=days)
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    values = {
        "digest": digest_of(token),
        "user_id": actor.user_id,
        "name": name,
        "scope": str(scope),
        "created_at": now,
        "expires_at": expires_at,
    }
    with office.database.act() as uow:
        if api_tokens.count_living(uow.connection, actor.user_id, now) >= LIMIT:
            raise TooManyTokens(limit=LIMIT)
        token_id = api_tokens.add(uow.connection, values)
        note_within(
            office, uow, actor.user_id, "token_issued", token=token_id, name=name, scope=str(scope),
            expires_at=expires_at.isoformat(),
        )  # fmt: skip
        uow.commit()
    return token


def revoke_token(office: Office, actor: Actor, token_id: int) -> str:
    """Revoke one of the person's own tokens; it opens nothing from this instant on. Return its name.

    Raises:
        NotFound: the person has no such token, or it was revoked before.
    """
    with office.database.act() as uow:
        name = api_tokens.revoke(uow.connection, token_id, actor.user_id, office.real_clock())
        if name is None:
            raise NotFound()
        note_within(office, uow, actor.user_id, "token_revoked", token=token_id, name=name)
        uow.commit()
    return name


def tokens_of(office: Office, actor: Actor) -> list[TokenLine]:
    """Return the person's tokens, the newest first."""
    now = office.real_clock()
    with office.database.read() as connection:
        return [_line(row, now) for row in api_tokens.of_user(connection, actor.user_id)]


def _line(row: Any, now: datetime) -> TokenLine:
    expired = "expired" if row.expires_at <= now else "living"
    return TokenLine(
        id=row.id,
        name=row.name,
        scope=Scope(row.scope),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        state="revoked" if row.revoked_at is not None else expired,
    )
