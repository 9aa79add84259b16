"""A clock: the facts that move it, the candidate due date that follows under one pack, and the deadline that rules.

Pure: facts, limit and calendar in, candidate out. Dates are dates in Asia/Shanghai.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from workflows.domain.calendar import DayStep, WorkCalendar, add_months, add_years
from workflows.domain.policy import Correction, Limit, Pack, Rank, Unit
from workflows.domain.words import N_

#: The three signals of a clock, in the order in which they fall due.
SIGNALS = ("warning", "breach", "escalation")

#: Why time stands still while an applicant completes the papers.
CORRECTION_REASON = N_("补正")

_DAY = timedelta(days=1)

#: A stretch that is not counted: the days after the first date up to and including the second, and why.
Pause = tuple[date, date, str]


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """Time that may not count, such as an expert appraisal; the day it begins is the last one that counts."""

    from_on: date
    #: Day on which the reason ended, itself not counted; None while it lasts.
    to_on: date | None
    #: A limit stands still only for the reasons it names.
    reason: str


@dataclass(frozen=True, kw_only=True)
class Extended:
    """A decision to extend one rule's limit."""

    rule: str
    #: Length in ``unit``, which must be the limit's own unit to have an effect.
    n: int
    unit: Unit
    #: Position of the person who approved.
    approved_by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class ClockFacts:
    """What happened to a case, as far as its clocks care. Append facts; a due date is always computed anew."""

    #: Event → date on which it happened.
    starts: Mapping[str, date] = field(default_factory=dict)
    #: Rule → date set by hand, for limits of the unit ``set``.
    set_dates: Mapping[str, date] = field(default_factory=dict)
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extended, ...] = ()
    #: 补正: day of the notice, day on which the papers were complete (None while they are awaited).
    corrections: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """The due date of one rule under one pack, with everything that explains it."""

    pack: Pack
    limit: Limit
    #: The day that is not counted; None for a date set by hand.
    start_on: date | None
    #: Last day; None while the clock is suspended.
    due_on: date | None
    #: The count touches a year whose schedule is not published.
    provisional: bool
    #: What extensions added, in the limit's unit.
    extended_by: int
    #: The start was moved to the day on which 补正 was complete.
    restarted: bool
    pauses: tuple[Pause, ...]
    calendar: WorkCalendar = field(repr=False, compare=False)

    @property
    def pack_id(self) -> str:
        """Id of the pack."""
        return self.pack.id

    @property
    def title(self) -> str:
        """Full title of the text."""
        return self.pack.title

    @property
    def rank(self) -> Rank:
        """Rank of the text."""
        return self.pack.rank

    @property
    def article(self) -> str:
        """Article of the limit."""
        return self.limit.article

    @property
    def source(self) -> str:
        """Quotation of the limit's text."""
        return self.limit.source

    @property
    def n(self) -> int | None:
        """Length of the limit in ``unit``, extensions not included."""
        return self.limit.n

    @property
    def unit(self) -> Unit:
        """Unit of the limit."""
        return self.limit.unit

    @property
    def verified(self) -> bool:
        """Whether the number was read in the official text."""
        return self.limit.verified

    @property
    def suspended(self) -> bool:
        """Whether the clock stands still."""
        return self.due_on is None

    @cached_property
    def steps(self) -> tuple[DayStep, ...]:
        """Day by day, for limits in working days that run; otherwise empty."""
        if self.unit is not Unit.WORKING_DAYS or self.start_on is None or self.due_on is None:
            return ()
        return self.calendar.steps(self.start_on, self.due_on, self.pauses)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The due date that rules, and every other one that was weighed."""

    rule: str
    #: Last day, in time until its end; None while every clock that could rule is suspended.
    due_on: date | None
    #: The ruling count touches a year whose schedule is not published (暂定).
    provisional: bool
    #: The earliest candidate of the rule itself.
    governing: Candidate
    #: All candidates of the rule, in the order of the packs.
    candidates: tuple[Candidate, ...]
    #: The cap, where it falls before the stage's own date; it then rules.
    capped_by: Candidate | None

    @property
    def ruling(self) -> Candidate:
        """The candidate whose date is ``due_on``: the cap if it beats the stage."""
        return self.capped_by or self.governing

    @property
    def suspended(self) -> bool:
        """Whether the clock stands still."""
        return self.due_on is None

    @property
    def steps(self) -> tuple[DayStep, ...]:
        """The ruling count day by day."""
        return self.ruling.steps


def candidate(pack: Pack, rule: str, facts: ClockFacts, calendar: WorkCalendar) -> Candidate | None:
    """Return when ``rule`` is due under ``pack``; None where the pack has no limit or the clock has not started.

    Raises:
        CalendarMissing: the count leaves the years that ``calendar`` covers.
    """
    limit = pack.limit(rule)
    if limit is None:
        return None
    if limit.n is None:
        set_on = facts.set_dates.get(rule)
        return None if set_on is None else _candidate(pack, limit, calendar, due_on=set_on)
    start = facts.starts.get(limit.start)
    if start is None:
        return None
    pauses, restarted_on, waiting = _interruptions(limit, facts, start)
    start = restarted_on or start
    added = _extension(limit, facts.extensions)
    due, provisional = _due(limit, limit.n + added, start, pauses, calendar)
    # What began only after the last day cannot bring it back.
    if any(begin < due for begin in waiting):
        return _candidate(pack, limit, calendar, start_on=start, extended_by=added, restarted=restarted_on is not None)
    return _candidate(
        pack, limit, calendar, start_on=start, due_on=due, provisional=provisional, extended_by=added,
        restarted=restarted_on is not None, pauses=pauses,
    )


def _candidate(
    pack: Pack, limit: Limit, calendar: WorkCalendar, *, start_on: date | None = None, due_on: date | None = None,
    provisional: bool = False, extended_by: int = 0, restarted: bool = False, pauses: tuple[Pause, ...] = (),
) -> Candidate:
    return Candidate(
        pack=pack, limit=limit, start_on=start_on, due_on=due_on, provisional=provisional, extended_by=extended_by,
        restarted=restarted, pauses=pauses, calendar=calendar,
    )


def _interruptions(limit: Limit, facts: ClockFacts, start: date) -> tuple[tuple[Pause, ...], date | None, list[date]]:
    """Return the closed pauses, the day from which 补正 restarts the clock, and the days on which open ones began."""
    pauses: list[Pause] = []
    waiting: list[date] = []
    restarted_on: date | None = None
    for suspension in facts.suspensions:
        if suspension.reason not in limit.suspend_for:
            continue
        if suspension.to_on is None:
            waiting.append(suspension.from_on)
        else:
            pauses.append((suspension.from_on, suspension.to_on, suspension.reason))
    if limit.correction is not Correction.CONTINUE:
        for asked_on, complete_on in facts.corrections:
            if complete_on is None:
                waiting.append(asked_on)
            elif limit.correction is Correction.EXCLUDE:
                pauses.append((asked_on, complete_on, CORRECTION_REASON))
            elif complete_on > start:
                restarted_on = max(complete_on, restarted_on or complete_on)
    return tuple(sorted(pauses)), restarted_on, waiting


def _extension(limit: Limit, extensions: Sequence[Extended]) -> int:
    """Return what extensions add; never more than the text allows, and nothing where it allows none."""
    extend = limit.extend
    if extend is None or limit.n is None:
        return 0
    granted = sum(each.n for each in extensions if each.rule == limit.rule and each.unit is limit.unit)
    if extend.n is not None:
        granted = min(granted, extend.n)
    if extend.max_total is not None:
        granted = min(granted, extend.max_total - limit.n)
    return granted


def _due(limit: Limit, n: int, start: date, pauses: Sequence[Pause], calendar: WorkCalendar) -> tuple[date, bool]:
    """Return the last day of a period of ``n`` units after ``start``, and whether it is provisional."""
    due = _reach(limit.unit, start, n, 0, calendar)
    if pauses:
        # A pause moves the end, and the later end may take in a further pause; the end only ever moves forward.
        paused = _paused(limit.unit, pauses, start, due, calendar)
        while (later := _reach(limit.unit, start, n, paused, calendar)) != due:
            due, paused = later, _paused(limit.unit, pauses, start, later, calendar)
    if limit.unit is Unit.WORKING_DAYS:
        return due, calendar.spans_unpublished(start, due)
    if not limit.roll:
        return due, False
    rolled = calendar.roll(due)
    return rolled, calendar.spans_unpublished(due - _DAY, rolled)


def _reach(unit: Unit, start: date, n: int, paused: int, calendar: WorkCalendar) -> date:
    if unit is Unit.WORKING_DAYS:
        return calendar.nth_working_day(start, n + paused)
    if unit is Unit.MONTHS:
        return add_months(start, n) + _DAY * paused
    if unit is Unit.YEARS:
        return add_years(start, n) + _DAY * paused
    return start + _DAY * (n + paused)


def _paused(unit: Unit, pauses: Sequence[Pause], start: date, due: date, calendar: WorkCalendar) -> int:
    """Return how much of ``pauses``, sorted and perhaps overlapping, falls between ``start`` and ``due``."""
    paused = 0
    reached = start
    for begin, end, _ in pauses:
        begin, end = max(begin, reached), min(end, due)
        if begin < end:
            paused += calendar.working_days_between(begin, end) if unit is Unit.WORKING_DAYS else (end - begin).days
            reached = end
    return paused
