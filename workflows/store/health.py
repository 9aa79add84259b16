"""What the health page asks: how far the work of the workers lies behind, and notices that a person sends again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from workflows.store.tables import audit_seal, deadline, notice, user

# Written out and not bound: the planner takes a partial index only where it can see its condition.
_WAITING = text("notice.state IN ('pending', 'sending')")
_DUE = text("deadline.state = 'running' AND deadline.signal_at IS NOT NULL AND deadline.incident IS NULL")
#: Counts stop here.
COUNT_LIMIT = 1000


def oldest_waiting(connection: Connection, now: datetime) -> datetime | None:
    """Return since when the notice that is due longest has been due; None where none is."""
    query = select(notice.c.next_at).where(_WAITING, notice.c.next_at <= now).order_by(notice.c.next_at).limit(1)
    return connection.execute(query).scalar_one_or_none()


def unfired(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """Return how many signals of deadlines are due and not fired (capped), and since when the oldest is due."""
    late = select(deadline.c.signal_at).where(_DUE, deadline.c.signal_at <= now).order_by(deadline.c.signal_at)
    oldest = connection.execute(late.limit(1)).scalar_one_or_none()
    capped = late.limit(COUNT_LIMIT).subquery()
    return connection.execute(select(func.count()).select_from(capped)).scalar_one(), oldest


def last_seal(connection: Connection) -> Any:
    """Return number and instant of the newest seal of the log; None before the first."""
    query = select(audit_seal.c.seq, audit_seal.c.at).order_by(audit_seal.c.seq.desc()).limit(1)
    return connection.execute(query).one_or_none()


def send_again(connection: Connection, notice_id: int, now: datetime) -> tuple[int, str] | None:
    """Put a notice that did not arrive back among those to send; return its case and channel.

    An e-mail goes to the address that the recipient has now. None where the notice is not among the undelivered.
    """
    row = connection.execute(
        update(notice)
        .where(notice.c.id == notice_id, notice.c.state.in_(("failed", "unknown")))
        .values(state="pending", attempts=0, owner=None, next_at=now, last_error=None)
        .returning(notice.c.case_id, notice.c.channel, notice.c.recipient_id)
    ).one_or_none()
    if row is None:
        return None
    if row.channel == "email":
        address = select(user.c.email).where(user.c.id == row.recipient_id, user.c.email != "").scalar_subquery()
        values = {"address": func.coalesce(address, notice.c.address)}
        connection.execute(update(notice).where(notice.c.id == notice_id).values(**values))
    return row.case_id, row.channel
