"""What a record that comes in by a table begins: the clocks of publication that still run on that day."""

from datetime import date

from workflows.domain.clock import ClockFacts
from workflows.domain.deadline import compute
from workflows.domain.errors import CalendarMissing
from workflows.domain.new_record import Followed, NewRecord
from workflows.processes.publication.rules.opening import events

#: The duties that the day of the decision begins, whatever the table says.
_DUTIES = ("publication.report", "publication.monthly", "publication.publish")


def after_import(record: NewRecord) -> Followed:
    """Begin publication where a binding pack gives days to report or publish and they are not over.

    A limit that was over before the record came in is not begun: nobody here could have kept it, and the table of a
    whole year would be so many breaches at once. It is told as past.
    """
    running, past = [], False
    for event in events(record.act_kind, elsewhere=False):
        ends = _last_days(record, event)
        if any(end < record.today for end in ends):
            past = True
        elif ends:
            running.append(event)
    if not running:
        return Followed(past=past)
    procedure = "general" if record.act_kind == "penalty" else "none"
    return Followed(
        begins=True,
        application={"matter": "publish", "procedure": procedure},
        memory={"starts": running},
        past=past,
    )


def _last_days(record: NewRecord, event: str) -> list[date]:
    """Return the last day of each duty that an event begins; the first of all days beyond the known calendars."""
    facts = ClockFacts(starts={event: record.decided_on})
    try:
        found = [compute(rule, record.packs, facts, record.calendar) for rule in _DUTIES]
    except CalendarMissing:
        return [date.min]
    return [each.due_on for each in found if each is not None and each.due_on is not None]
