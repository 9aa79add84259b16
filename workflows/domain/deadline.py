"""When something is due: each bound pack gives a candidate, the earliest rules, and the cap beats the stages.

``deadline = f(facts, packs, calendar)`` is pure and total over covered years; a recompute with a new calendar or new
facts gives a new answer and changes none that was given before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.domain.calendar import WorkCalendar
from workflows.domain.clock import Candidate, ClockFacts, Deadline, Extended, Suspension, candidate
from workflows.domain.errors import CalendarMissing
from workflows.domain.explanation import Line, explain, lines
from workflows.domain.policy import Pack
from workflows.domain.time import at_office_hour, end_of_day
from workflows.domain.words import N_

__all__ = [
    "Candidate", "ClockFacts", "Deadline", "Extended", "Line", "Signals", "Stricter", "Suspension", "compute",
    "explain", "lines", "remaining", "signals", "stricter_unbound",
]

#: Hour of Asia/Shanghai at which people are warned.
_WARNING_HOUR = 9
#: Working days after the due date at which the person in charge is told.
_ESCALATION_DAYS = 2
_FRIDAY = 4


def compute(
    rule: str, packs: Sequence[Pack], facts: ClockFacts, calendar: WorkCalendar, cap_rule: str | None = None
) -> Deadline | None:
    """Return when ``rule`` is due; None where no pack gives it a limit or its clock has not started.

    Args:
        rule: such as ``objection.verify``.
        packs: those that bind the authority (those pinned on the case).
        facts: what happened.
        calendar: the schedules to count with.
        cap_rule: the rule that caps; without it every rule of the same process that a pack calls ``hard``.

    Raises:
        CalendarMissing: a count leaves the covered years.
    """
    candidates = tuple(each for pack in packs if (each := candidate(pack, rule, facts, calendar)) is not None)
    if not candidates:
        return None
    governing = _earliest(candidates)
    cap = _cap(rule, packs, facts, calendar, cap_rule)
    beaten = cap is not None and cap.due_on is not None and (governing.due_on is None or cap.due_on < governing.due_on)
    capped_by = cap if beaten and governing.limit.capped else None
    ruling = capped_by or governing
    return Deadline(
        rule=rule, due_on=ruling.due_on, provisional=ruling.provisional, governing=governing, candidates=candidates,
        capped_by=capped_by,
    )


def _cap(
    rule: str, packs: Sequence[Pack], facts: ClockFacts, calendar: WorkCalendar, cap_rule: str | None
) -> Candidate | None:
    """Return the earliest running cap that is not ``rule`` itself."""
    process = rule.partition(".")[0]
    caps = [
        each
        for pack in packs
        for limit in pack.limits.values()
        if limit.rule != rule and (limit.rule == cap_rule if cap_rule else limit.hard and limit.process == process)
        if (each := candidate(pack, limit.rule, facts, calendar)) is not None and each.due_on is not None
    ]
    return _earliest(caps) if caps else None


def _earliest(candidates: Sequence[Candidate]) -> Candidate:
    """Return the earliest; on the same day the higher rank; one that is suspended only if all are."""
    return min(candidates, key=lambda each: (each.due_on is None, each.due_on or date.max, -each.rank))


@dataclass(frozen=True, kw_only=True)
class Signals:
    """The three instants, in UTC, at which a clock makes itself heard."""

    warning_at: datetime
    breach_at: datetime
    escalation_at: datetime


def signals(due_on: date, calendar: WorkCalendar, warn_days: int = 1) -> Signals:
    """Return when to warn, when the deadline is breached and when to escalate.

    The warning (黄牌) comes at 09:00 on the working day before ``due_on``, the breach (红牌) at the end of ``due_on``
    (民法典 Art. 203 ¶2), the escalation at 09:00 on the second working day after it; all by Asia/Shanghai.

    Args:
        due_on: the last lawful day.
        calendar: the schedules to count with.
        warn_days: how many working days before ``due_on`` the warning comes, where the limit says more than one.

    A last day may lie years ahead, where no schedule is known; Monday to Friday count there until one is imported.
    """
    warn_on = due_on
    for _ in range(warn_days):
        warn_on = _working_day(warn_on, -1, calendar)
    escalate_on = due_on
    for _ in range(_ESCALATION_DAYS):
        escalate_on = _working_day(escalate_on, 1, calendar)
    return Signals(
        warning_at=at_office_hour(warn_on, _WARNING_HOUR),
        breach_at=end_of_day(due_on),
        escalation_at=at_office_hour(escalate_on, _WARNING_HOUR),
    )


def _working_day(day: date, step: int, calendar: WorkCalendar) -> date:
    """Return the next (1) or previous (-1) working day; beyond the covered years the next or previous weekday."""
    try:
        return calendar.next_working_day(day) if step > 0 else calendar.previous_working_day(day)
    except CalendarMissing:
        day += timedelta(days=step)
        while day.weekday() > _FRIDAY:
            day += timedelta(days=step)
        return day


def remaining(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Return how many working days are left after ``today``; 0 on the last day, negative when it has passed.

    Of the years that no schedule covers, Monday to Friday are counted.
    """
    try:
        return calendar.working_days_between(today, due_on)
    except CalendarMissing:
        first, last = sorted((today, due_on))
        ordinals = range(first.toordinal() + 1, last.toordinal() + 1)
        weekdays = sum(1 for ordinal in ordinals if date.fromordinal(ordinal).weekday() <= _FRIDAY)
        return weekdays if today <= due_on else -weekdays


@dataclass(frozen=True, kw_only=True)
class Stricter:
    """A pack that does not bind the authority but gives less time, or outranks those that do."""

    pack: Pack
    deadline: Deadline
    earlier: bool
    higher: bool
    #: The words for people, in a form that can be translated.
    line: Line

    @property
    def text(self) -> str:
        """The Chinese words."""
        return self.line.text


def stricter_unbound(
    rule: str, bound: Sequence[Pack], relevant: Sequence[Pack], facts: ClockFacts, calendar: WorkCalendar
) -> tuple[Stricter, ...]:
    """Return the packs of ``relevant`` that are not ``bound`` and are earlier or of higher rank for ``rule``.

    Args:
        rule: the rule that is asked about.
        bound: packs that bind the authority.
        relevant: packs of its jurisdiction and of those above it.
        facts: what happened.
        calendar: the schedules to count with.

    Raises:
        CalendarMissing: a count leaves the covered years.
    """
    ours = compute(rule, bound, facts, calendar)
    bound_ids = {pack.id for pack in bound}
    found: list[Stricter] = []
    for pack in relevant:
        theirs = None if pack.id in bound_ids else compute(rule, [pack], facts, calendar)
        if theirs is None or theirs.due_on is None or theirs.ruling.n is None:
            # A day that is set by hand is the same day under every text that leaves it to the office.
            continue
        earlier = ours is None or ours.due_on is None or theirs.due_on < ours.due_on
        higher = ours is None or pack.rank > ours.governing.rank
        if earlier or higher:
            line = _warning(theirs, theirs.due_on, earlier)
            found.append(Stricter(pack=pack, deadline=theirs, earlier=earlier, higher=higher, line=line))
    return tuple(found)


def _warning(theirs: Deadline, due_on: date, earlier: bool) -> Line:
    ruling = theirs.ruling
    words = (
        N_("%(name)s（%(rank)s）更严：%(article)s规定%(n)s%(unit)s，按该规定至%(year)s年%(month)s月%(day)s日届满")
        if earlier
        else N_(
            "%(name)s（%(rank)s）位阶更高：%(article)s规定%(n)s%(unit)s，按该规定至%(year)s年%(month)s月%(day)s日届满"
        )
    )
    return Line.on(
        due_on, "stricter", words, name=ruling.pack.name, rank=ruling.rank.label, article=ruling.article,
        n=ruling.n, unit=ruling.unit.label,
    )
