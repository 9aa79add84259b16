"""What happened in a case: its events and the notices owed because of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.tables import event, notice


def events_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return the events of a case in their order; 0 is the office's own chain."""
    return connection.execute(select(event).where(event.c.case_id == case_id).order_by(event.c.seq)).all()


def notices_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every notice owed in a case, on every channel, in the order in which they were written."""
    return connection.execute(select(notice).where(notice.c.case_id == case_id).order_by(notice.c.id)).all()
