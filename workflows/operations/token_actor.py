"""Answers whose token came with a request to the API, and notes that it is used."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from workflows.domain.access import Actor
from workflows.domain.errors import Busy
from workflows.operations.issue_token import Scope
from workflows.operations.office import Office
from workflows.operations.sign_in import digest_of
from workflows.store import api_tokens, people

#: The use of a token is noted at most this often.
_NOTE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class TokenHolder:
    """Whose token it is, and what it may do."""

    actor: Actor
    login: str
    scope: Scope
    #: Digest of the token.
    digest: str


def token_actor(office: Office, token: str) -> TokenHolder | None:
    """Return the holder of a living token; None if it is unknown, revoked or expired, or its account is closed.

    The posts and subjects are those of this instant: who loses a post loses it for the token too.
    """
    now, digest = office.real_clock(), digest_of(token)
    with office.database.read() as connection:
        row = api_tokens.living(connection, digest, now)
        if row is None:
            return None
        actor = people.actor(connection, row.user_id, row.user_name)
    if row.used_at is None or now - row.used_at >= _NOTE_EVERY:
        # A busy database must not keep anybody out.
        with suppress(Busy), office.database.act() as uow:
            api_tokens.note_used(uow.connection, row.id, now, now - _NOTE_EVERY)
            uow.commit()
    return TokenHolder(actor=actor, login=row.login, scope=Scope(row.scope), digest=digest)
