"""The outbox: notices claimed for delivery, settled, and shown to a person where they did not arrive.

A notice that was never tried is due by the office's clock (reminders wait for office hours of the legal time that
people see, the training clock included); a second try and the end of a claim are due by the real clock.
``next_at`` holds the one or the other: of a notice that is being sent it is the end of the claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, and_, func, insert, or_, select, text, true, update

from workflows.store.tables import case, notice, user, webhook

#: Begins ``last_error`` of a notice that may have arrived although nobody was told so.
UNCERTAIN = "结果不明"
#: Counts stop here.
COUNT_LIMIT = 1000

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_WAITING = text("notice.state IN ('pending', 'sending')")
_UNDELIVERED = text("notice.state IN ('failed', 'unknown')")


@dataclass(frozen=True, kw_only=True)
class ClaimedNotice:
    """One notice that a worker has claimed."""

    id: int
    case_id: int
    kind: str
    channel: str
    address: str
    data: dict[str, Any]
    created_at: datetime
    #: Tries, this one included; with the owner it fences out a worker whose claim was taken over.
    attempts: int
    last_error: str | None
    #: Event and recipient: with kind and channel they say which notice this is.
    event_seq: int
    recipient_id: int
    #: Process type of the case; empty where the notice is of the office and not of a case.
    process: str
    #: Whether the recipient is the case's applicant.
    to_applicant: bool
    #: The recipient's language.
    locale: str
    #: Of a webhook: where to post, empty where it was switched off meanwhile, and what to sign with.
    url: str
    secret: str = field(repr=False)

    @property
    def uncertain(self) -> bool:
        """Whether an earlier try may have arrived."""
        return (self.last_error or "").startswith(UNCERTAIN)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write notices that belong to no case; those of a case are written by its act."""
    connection.execute(insert(notice).inline(), list(rows))


def claim(
    connection: Connection,
    *,
    now: datetime,
    real_now: datetime,
    lease_until: datetime,
    owner: str,
    channels: Sequence[str],
    limit: int,
) -> list[ClaimedNotice]:
    """Claim notices that are due on one of ``channels``, the longest waiting first.

    A claim that ran out was a worker that died or froze between sending and noting: one more try, then the notice
    is shown to a person as ``unknown``.

    Args:
        now: the office's instant.
        real_now: the real instant.
        lease_until: until when the claim holds (real).
    """
    abandoned = and_(notice.c.state == "sending", notice.c.next_at < real_now)
    connection.execute(
        update(notice).where(abandoned, notice.c.last_error.like(f"{UNCERTAIN}%")).values(state="unknown", owner=None)
    )
    first = and_(notice.c.attempts == 0, notice.c.next_at <= now)
    again = and_(notice.c.attempts > 0, notice.c.next_at <= real_now)
    due = (
        select(notice.c.id)
        .where(
            notice.c.state.in_(("pending", "sending")),
            notice.c.channel.in_(channels),
            or_(and_(notice.c.state == "pending", or_(first, again)), abandoned),
        )
        .order_by(notice.c.next_at, notice.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(due).scalars())
    if not ids:
        return []
    interrupted = update(notice).where(notice.c.id.in_(ids), notice.c.state == "sending")
    connection.execute(interrupted.values(last_error=f"{UNCERTAIN}：发送时中断"))
    connection.execute(
        update(notice)
        .where(notice.c.id.in_(ids))
        .values(state="sending", owner=owner, next_at=lease_until, attempts=notice.c.attempts + 1)
    )
    rows = connection.execute(
        select(notice, case.c.process, case.c.applicant_id, user.c.locale, webhook.c.url, webhook.c.secret)
        .outerjoin(case, case.c.id == notice.c.case_id)
        .outerjoin(user, and_(user.c.id == notice.c.recipient_id, notice.c.channel != "webhook"))
        .outerjoin(
            webhook,
            and_(webhook.c.id == notice.c.recipient_id, notice.c.channel == "webhook", webhook.c.active == true()),
        )
        .where(notice.c.id.in_(ids))
        .order_by(notice.c.created_at, notice.c.id)
    )
    return [
        ClaimedNotice(
            id=row.id,
            case_id=row.case_id,
            kind=row.kind,
            channel=row.channel,
            address=row.address,
            data=row.data,
            created_at=row.created_at,
            attempts=row.attempts,
            last_error=row.last_error,
            event_seq=row.event_seq,
            recipient_id=row.recipient_id,
            process=row.process or "",
            to_applicant=row.process is not None and row.recipient_id in (0, row.applicant_id),
            locale=row.locale or "zh_CN",
            url=row.url or "",
            secret=row.secret or "",
        )
        for row in rows
    ]


def settle(connection: Connection, claimed: ClaimedNotice, owner: str, **values: Any) -> bool:
    """Write what became of a try, if the claim still stands; tell whether it did."""
    changed = connection.execute(
        update(notice)
        .where(
            notice.c.id == claimed.id,
            notice.c.state == "sending",
            notice.c.owner == owner,
            notice.c.attempts == claimed.attempts,
        )
        .values(owner=None, **values)
    )
    return bool(changed.rowcount == 1)


def undelivered(connection: Connection, limit: int = 200) -> Sequence[Any]:
    """Return the notices that a person must look at (``failed`` and ``unknown``), newest first.

    With the number of the case, or None where the notice is of the office.
    """
    return connection.execute(
        select(notice, case.c.number)
        .outerjoin(case, case.c.id == notice.c.case_id)
        .where(_UNDELIVERED)
        .order_by(notice.c.id.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """How the outbox stands, for the health page; no count goes further than COUNT_LIMIT."""

    #: Due and not sent: grows where no mail server is set up.
    waiting: int
    failed: int
    unknown: int


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Count what is due by the office's instant ``now`` and what did not arrive."""
    return Backlog(
        waiting=_count(connection, _WAITING, notice.c.next_at <= now),
        failed=_count(connection, _UNDELIVERED, notice.c.state == "failed"),
        unknown=_count(connection, _UNDELIVERED, notice.c.state == "unknown"),
    )


def _count(connection: Connection, *conditions: ColumnElement[bool] | TextClause) -> int:
    counted = select(notice.c.id).where(*conditions).limit(COUNT_LIMIT).subquery()
    return int(connection.execute(select(func.count()).select_from(counted)).scalar_one())
