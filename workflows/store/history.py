"""What happened in a case: its events."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.tables import event


def events_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return the events of a case in their order; 0 is the office's own chain."""
    return connection.execute(select(event).where(event.c.case_id == case_id).order_by(event.c.seq)).all()
