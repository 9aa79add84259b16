"""Finds events of the audit trail, the newest first, along the key of the log.

The log has no index but its key, on purpose: every act writes several events. A page therefore reads at most SCAN
events and says where it stopped, so that it costs the same however long the log is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, tuple_

from workflows.store.tables import case, event, user

#: Events that one page reads at most.
SCAN = 20_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for."""

    #: One case; 0 for the office's own log; None for those of all cases.
    case_id: int | None = 0
    kind: str = ""
    #: Who acted, any of these; None for anybody.
    actors: Sequence[int] | None = None
    #: From this instant on, and before that one (UTC).
    since: datetime | None = None
    until: datetime | None = None
    #: Processes whose cases are internal matters → authorities in which the reader may see them.
    sealed: Mapping[str, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """One page of events."""

    #: Rows (case_id, seq, at, actor_id, kind, data, number, actor).
    rows: Sequence[Any]
    #: (case, seq) behind which the search goes on; None where everything was read.
    next: tuple[int, int] | None
    #: The page ended because SCAN events were read, not because it was full.
    stopped: bool


def search(
    connection: Connection, wanted: Wanted, *, before: tuple[int, int] | None = None, limit: int = 50
) -> EventPage:
    """Return events that match, the newest case first and in it the newest event first.

    Args:
        before: ``next`` of the page before.
        limit: rows of a page.
    """
    key = tuple_(event.c.case_id, event.c.seq)
    newest_first = (event.c.case_id.desc(), event.c.seq.desc())
    scope: list[Any] = [event.c.case_id > 0 if wanted.case_id is None else event.c.case_id == wanted.case_id]
    start = before or _last_before(connection, wanted)
    if start is not None:
        scope.append(key < start)
    last = select(event.c.case_id, event.c.seq).where(*scope).order_by(*newest_first).offset(SCAN - 1).limit(1)
    stop = connection.execute(last).one_or_none()
    if stop is not None:
        scope.append(key >= (stop.case_id, stop.seq))
    query = (
        select(event, case.c.number, user.c.name.label("actor"))
        .select_from(event)
        .outerjoin(case, case.c.id == event.c.case_id)
        .outerjoin(user, user.c.id == event.c.actor_id)
        .where(*scope, *_filters(wanted))
        .order_by(*newest_first)
        .limit(limit + 1)
    )
    found = connection.execute(query).all()
    if len(found) > limit:
        rows = found[:limit]
        return EventPage(rows=rows, next=(rows[-1].case_id, rows[-1].seq), stopped=False)
    return EventPage(rows=found, next=None if stop is None else (stop.case_id, stop.seq), stopped=stop is not None)


def _filters(wanted: Wanted) -> list[Any]:
    found = _unsealed(wanted.sealed)
    if wanted.kind:
        found.append(event.c.kind == wanted.kind)
    if wanted.actors is not None:
        found.append(event.c.actor_id.in_(wanted.actors))
    if wanted.since is not None:
        found.append(event.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(event.c.at < wanted.until)
    return found


def _unsealed(sealed: Mapping[str, Collection[int]]) -> list[Any]:
    """Return the condition under which an event, or its case, is no internal matter or one that the reader may see."""
    return [
        or_(case.c.process.is_distinct_from(process), case.c.authority_id.in_(own)) for process, own in sealed.items()
    ]


def _last_before(connection: Connection, wanted: Wanted) -> tuple[int, int] | None:
    """Return a key behind which every event before ``until`` stands, so that a search for last year starts there."""
    if wanted.until is None:
        return None
    if wanted.case_id is None:
        # Nothing happens in a case before it was received.
        newest = select(case.c.id).where(case.c.received_at < wanted.until).order_by(case.c.id.desc()).limit(1)
        return (connection.execute(newest).scalar_one_or_none() or 0) + 1, 0
    newest = (
        select(event.c.seq)
        .where(event.c.case_id == wanted.case_id, event.c.at < wanted.until)
        .order_by(event.c.seq.desc())
        .limit(1)
    )
    return wanted.case_id, (connection.execute(newest).scalar_one_or_none() or 0) + 1


def case_of_number(connection: Connection, number: str, sealed: Mapping[str, Collection[int]]) -> int | None:
    """Return the id of the case with this number; None also for an internal matter of others (``Wanted.sealed``)."""
    query = select(case.c.id).where(case.c.number == number, *_unsealed(sealed))
    return connection.execute(query).scalar_one_or_none()


def people_called(connection: Connection, words: str, limit: int = 100) -> list[int]:
    """Return the ids of the accounts with this login or name."""
    query = select(user.c.id).where(or_(user.c.login == words, user.c.name == words)).limit(limit)
    return list(connection.execute(query).scalars())
