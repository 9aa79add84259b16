"""The daily look at records: tells when repair can be asked for, ends publicity, finds what has been kept long enough.

Cost grows with what is due: one short act for each record, claimed along the index of days. Any number of workers may
run at once; what a killed one left is still due, and what was done is not due again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from workflows.domain.access import OFFICE
from workflows.domain.publicity import Publicity, repairable_from
from workflows.domain.record_clock import corrected, due_looks, later_look
from workflows.domain.time import office_date
from workflows.operations.end_of_publicity import end_by_clock, tell_subject
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.record_law import law_of_provider
from workflows.store import publicity
from workflows.store.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What one run did."""

    records: int
    #: Records that raised an error and stay due.
    failed: int


def look_at_records(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> Looked:
    """Look at every record that is due on the office's day.

    Args:
        carry_on: asked between records; False ends the run early (shutdown).
    """
    done, failed, after = 0, 0, None
    today = office_date(office.clock())
    with office.database.read() as connection:
        if not publicity.any_due(connection, today):
            return Looked(records=0, failed=0)
    while carry_on():
        with office.database.act() as uow:
            row = publicity.next_due(uow.connection, today, after)
            if row is None:
                return Looked(records=done, failed=failed)
            after = (row.look_on, row.id)
            try:
                _look(office, uow, row)
            except Exception:
                _log.exception("record_look_failed", record=row.id)
                failed += 1
            else:
                uow.commit()
                done += 1
    return Looked(records=done, failed=failed)


def _look(office: Office, uow: UnitOfWork, row: Any) -> None:
    today = office_date(office.clock())
    law = law_of_provider(office, uow.connection, row.provider_id, row.jurisdiction, today)
    record = Publicity.of(row, row.subject_kind)
    terms = law.of(record)
    due = due_looks(record, terms, law.keeping, row.look_on, today)
    if "keeping" in due and row.state == "published":
        # 保留5年，5年后予以消除 (S1 六（七）): shown no day longer; two people are needed for its destruction only.
        end_by_clock(office, uow, row, record, law.keeping, today, OFFICE.user_id, asks="destroy")
        note_within(office, uow, OFFICE.user_id, "record_asked", record=row.id, what="destroy")
        return
    if "maximum" in due and "keeping" not in due and corrected(record):
        end_by_clock(office, uow, row, record, law.keeping, today, OFFICE.user_id)
        return
    asks = "destroy" if "keeping" in due else "verify" if "maximum" in due else row.asks
    values = {"look_on": later_look(record, terms, law.keeping, today), "asks": asks}
    publicity.change(uow.connection, row.id, row.version, values)
    if asks != row.asks:
        note_within(office, uow, OFFICE.user_id, "record_asked", record=row.id, what=asks)
    elif "minimum" in due:
        note_within(office, uow, OFFICE.user_id, "repair_opened", record=row.id)
        first = repairable_from(record, terms)
        tell_subject(office, uow, row, "repair_open", day=(first or today + timedelta(days=1)))
