"""The morning digest: one e-mail a person and working day about what is overdue, due today or due soon.

All digests of a day are written in one transaction under the day's own row, which only one worker can write; each has
the unique key (day, person). So nobody gets two, however many workers there are and however often they start.
"""

from datetime import date
from typing import Any

from workflows.domain.notice import OPENS, wants
from workflows.domain.time import OFFICE_ZONE, office_date
from workflows.operations.office import Office
from workflows.store import feeds

#: Kind of the digest among the notices; it belongs to the office and to no case.
DIGEST = "digest"
#: From this hour on no digest is sent (Asia/Shanghai): a worker that was down does not write a morning's mail at night.
CLOSES = 12
#: "Soon": so many working days after today.
SOON = 2
#: Tasks named in a digest; of more, the mail gives the count.
SHOWN = 50


def write_digests(office: Office) -> int:
    """Write the digests that are owed this morning by the office's clock; return how many were written now.

    Raises:
        CalendarMissing: no schedule covers the day or one of the next.
    """
    now = office.clock()
    today, hour = office_date(now), now.astimezone(OFFICE_ZONE).hour
    calendar = office.calendar()
    if not OPENS <= hour < CLOSES or not calendar.is_working_day(today):
        return 0
    with office.database.read() as connection:
        if feeds.digests_written(connection, DIGEST, today.toordinal()):
            return 0
        people = feeds.staff(connection)
        due = feeds.due_tasks(connection, calendar.nth_working_day(today, SOON))
    tasks: dict[int, list[Any]] = {}
    for row in due:
        tasks.setdefault(row.user_id, []).append(row)
    common = {"case_id": 0, "event_seq": today.toordinal(), "kind": DIGEST, "created_at": now, "next_at": now}
    day = {**common, "recipient_id": 0, "channel": "day", "state": "sent", "address": "", "data": {}}
    mails = [
        {
            **common,
            "recipient_id": person.id,
            "channel": "email",
            "state": "pending",
            "address": person.email,
            "data": _told(tasks[person.id], today),
        }
        for person in people
        if person.email and person.id in tasks and wants(person.notice_choices or {}, "digest")
    ]
    with office.database.act() as uow:
        if not feeds.add_digests(uow.connection, [day, *mails]):
            return 0
        uow.commit()
    return len(mails)


def _told(rows: list[Any], today: date) -> dict[str, Any]:
    """Return what a digest says: counts, and the tasks themselves as far as they are named."""
    state = {row.id: "overdue" if row.due_on < today else "today" if row.due_on == today else "soon" for row in rows}
    return {
        "day": today.isoformat(),
        "counts": {each: list(state.values()).count(each) for each in ("overdue", "today", "soon")},
        "tasks": [
            {
                "state": state[row.id],
                "id": row.id,
                "number": row.number,
                "process": row.process,
                "node": row.node,
                "due": row.due_on.isoformat(),
            }
            for row in rows[:SHOWN]
        ],
    }
