"""Drafts of filings: kept while somebody types, shown again later, forgotten when handed in or after 30 days.

A draft is a convenience of the person who types, no act of the office: it is not audited and binds nobody. Its times
are the real ones, as those of sessions are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from workflows.domain.access import Actor
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.store import drafts

#: A draft is kept for so long after its last use.
KEEP = timedelta(days=30)
#: Most bytes of one draft; a form that is filled within its limits has a third of it at most.
LONGEST = 200_000


class DraftTooLong(OfficeError):
    """More was typed than any form takes."""

    message = N_("内容过长，没有保存。请精简后再保存。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was typed and uploaded so far."""

    #: Name and value of every filled input, as the browser sent them.
    fields: list[tuple[str, str]]
    #: SHA-256, name, size, type and entry of every file received.
    files: list[list[Any]]
    updated_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One draft in the list of those that can be gone on with."""

    process: str
    process_name: str
    record_id: int
    decision_number: str
    subject_name: str
    updated_at: datetime
    expires_at: datetime


def save_draft(
    office: Office,
    actor: Actor,
    process: str,
    record_id: int,
    *,
    fields: Sequence[tuple[str, str]],
    files: Sequence[Sequence[Any]],
) -> None:
    """Keep the person's one draft about a record, in place of the one before.

    The caller has made sure that the person may act for the record's subject.

    Raises:
        DraftTooLong: it is larger than LONGEST.
    """
    data = {"fields": [list(each) for each in fields], "files": [list(each) for each in files]}
    if len(orjson.dumps(data)) > LONGEST:
        raise DraftTooLong()
    now = office.real_clock()
    with office.database.act() as uow:
        values = {"data": data, "updated_at": now, "expires_at": now + KEEP}
        drafts.keep(uow.connection, actor.user_id, process, record_id, values)
        uow.commit()


def read_draft(office: Office, actor: Actor, process: str, record_id: int) -> Draft | None:
    """Return the person's draft about a record, or None where there is none (any more)."""
    with office.database.read() as connection:
        row = drafts.load(connection, actor.user_id, process, record_id, office.real_clock())
    if row is None:
        return None
    return Draft(
        fields=[(name, value) for name, value in row.data["fields"]],
        files=row.data["files"],
        updated_at=row.updated_at,
        expires_at=row.expires_at,
    )


def own_drafts(office: Office, actor: Actor) -> list[DraftLine]:
    """Return a person's drafts, last used first; those of subjects for whom they may no longer act are left out."""
    with office.database.read() as connection:
        rows = drafts.of_user(connection, actor.user_id, office.real_clock())
    return [
        DraftLine(
            process=row.process,
            process_name=office.processes[row.process].name,
            record_id=row.record_id,
            decision_number=row.decision_number,
            subject_name=row.subject_name,
            updated_at=row.updated_at,
            expires_at=row.expires_at,
        )
        for row in rows
        if row.subject_id in actor.subjects
    ]


def drop_draft(office: Office, actor: Actor, process: str, record_id: int) -> None:
    """Forget a draft: it was handed in, or its person wants it gone."""
    with office.database.act() as uow:
        drafts.drop(uow.connection, actor.user_id, process, record_id)
        uow.commit()


def purge_drafts(office: Office) -> int:
    """Forget the drafts that nobody has used for KEEP; return how many."""
    with office.database.act() as uow:
        dropped = drafts.purge(uow.connection, office.real_clock())
        uow.commit()
    return dropped
