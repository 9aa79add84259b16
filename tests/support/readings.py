"""What tests read that no page and no operation asks for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.operations.clock_slips import Slip, slips_of
from workflows.operations.office import Office
from workflows.store.tables import notice


def slip_for(office: Office, case_id: int, rule: str) -> Slip | None:
    """Return the newest slip of one rule; None where its clock never started."""
    return next((slip for slip in reversed(slips_of(office, case_id)) if slip.rule == rule), None)


def notices_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every notice owed in a case, on every channel, in the order in which they were written."""
    return connection.execute(select(notice).where(notice.c.case_id == case_id).order_by(notice.c.id)).all()


def one_segment(text: str) -> bool:
    """Tell whether a text message fits into one segment: 160 letters of ASCII, or else 70 characters (UCS-2)."""
    return len(text) <= 160 if text.isascii() else len(text.encode("utf-16-le")) <= 140
