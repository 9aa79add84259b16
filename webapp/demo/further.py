"""The demonstration's cases of every process besides objection, taken from the scenarios that each process brings.

A further process is in the demonstration as soon as it has scenarios: a few cases at different steps, some on time,
some warned and some late, because they came to their step different times ago.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from webapp.demo.copies import copy, shifted
from webapp.demo.drive import POSTS, Drive, MoveClock
from webapp.demo.people import Staffed
from webapp.demo.stops import Stop, handful
from webapp.demo.timeline import Timed
from workflows.domain.calendar import WorkCalendar
from workflows.domain.process_type import ProcessType
from workflows.domain.scenario import Wait
from workflows.domain.time import at_office_hour, office_date

#: Cases of one process, and natural days that one may take to its step.
_EACH, _DAYS = 5, 45
#: Working days before today on which the first, second… case of a process comes to its step.
_AGO = (1, 3, 8, 2, 5)
#: The account that acts for the subjects of these cases.
AGENT = "applicant4"
#: Numbers of these cases' subjects begin here.
_FIRST = 101
_PAUSE = timedelta(minutes=5)


def stops_of(processes: Iterable[ProcessType], packs: Sequence[str]) -> list[tuple[Stop, int]]:
    """Return the cases, each with the working days before today on which it comes to its step."""
    return [
        (stop, _AGO[place % len(_AGO)])
        for process in processes
        for place, stop in enumerate(handful(process, packs, number=_EACH, days=_DAYS))
    ]


def begins(stops: Iterable[tuple[Stop, int]], calendar: WorkCalendar, now: datetime) -> datetime:
    """Return the instant at which the first of the cases comes in; ``now`` where there is none."""
    return min((_first(stop, ago, calendar, now) for stop, ago in stops), default=now)


def acts(
    staffed: Staffed,
    stops: Iterable[tuple[Stop, int]],
    known: Mapping[str, int],
    move: MoveClock,
    now: datetime,
) -> Iterator[Timed]:
    """Give each case a subject and records of its own and yield what is done in it, with its instants.

    Args:
        known: the demonstration's records, decision number → id.
        now: the present (UTC).
    """
    calendar = staffed.office.calendar()
    for number, (stop, ago) in enumerate(stops, start=_FIRST):
        at = _first(stop, ago, calendar, now)
        shift = shifted(stop.scenario, office_date(at), calendar)
        made = copy(staffed, known, stop.scenario, stop.acts, number, login=AGENT, shift=shift)
        drive = Drive(
            staffed=staffed, process=stop.process, record=made.record, move=move, applicant=AGENT, posts=POSTS,
            excuse="handler_overloaded",
        )
        for act in made.acts:
            if isinstance(act, Wait):
                at = max(at, at_office_hour(act.until, act.hour))
            yield Timed(at=at, drive=drive, act=act)
            at += _PAUSE


def _first(stop: Stop, ago: int, calendar: WorkCalendar, now: datetime) -> datetime:
    """Return when a case has to come in, so that it comes to its step ``ago`` working days before today."""
    day = office_date(now)
    for _ in range(ago + calendar.working_days_between(stop.scenario.begins, stop.last)):
        day = calendar.previous_working_day(day)
    return at_office_hour(day, 10)
