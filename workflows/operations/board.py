"""Reads the supervisor's board: organisations by steps in columns of working days, and the three numbers above it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.domain.access import Actor, Role
from workflows.domain.calendar import WorkCalendar
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.store import board_tasks, people
from workflows.store.board_tasks import Pile
from workflows.store.tasks import NO_DATE

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: tasks whose last day lies from ``first`` to ``last`` (both included; None is open-ended)."""

    #: Chinese message id.
    label: str
    #: late, today, soon, later or none.
    kind: str
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a last day belongs here."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step of an organisation, or the organisation as a whole, counted by column."""

    #: ``process.node``; empty for the organisation as a whole.
    step: str
    #: Chinese message id of the step's name.
    name: str
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        """The tasks of all columns."""
        return sum(self.cells)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One organisation of the board, the most overdue first."""

    org_id: int
    name: str
    whole: Line
    steps: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The organisation's own line and those of its steps."""
        return (self.whole, *self.steps)


@dataclass(frozen=True, kw_only=True)
class Board:
    """What a supervisor sees first."""

    columns: tuple[Column, ...]
    units: tuple[Unit, ...]
    #: Tasks whose last day is today.
    due_today: int
    #: Tasks whose last day has passed.
    overdue: int
    #: Tasks that nobody has claimed and whose last day comes from today up to ``week_ends_on``.
    at_risk: int
    week_ends_on: date
    #: More is open at a desk than is counted (``board_tasks.DESK_LIMIT``).
    capped: bool


def read_board(office: Office, actor: Actor) -> Board:
    """Return the board of the authorities whose supervisor ``actor`` is.

    Raises:
        CalendarMissing: the working days around today cannot be told.
    """
    today, calendar = office_date(office.clock()), office.calendar()
    with office.database.read() as connection:
        piles, capped = board_tasks.piles(connection, authorities_of(actor))
        names = {row.id: row.name for row in people.organisations(connection)}
    columns = columns_of(calendar, today)
    week_ends_on = last_working_day_of_week(calendar, today)
    return Board(
        columns=columns,
        units=_units(office, columns, piles, names),
        due_today=sum(pile.total for pile in piles if pile.due_on == today),
        overdue=sum(pile.total for pile in piles if pile.due_on < today),
        at_risk=sum(pile.free for pile in piles if today <= pile.due_on <= week_ends_on),
        week_ends_on=week_ends_on,
        capped=capped,
    )


def authorities_of(actor: Actor) -> list[int]:
    """Return the authorities whose cases a supervisor watches."""
    return sorted(actor.organisations(Role.SUPERVISOR))


def columns_of(calendar: WorkCalendar, today: date) -> tuple[Column, ...]:
    """Return the columns around ``today``; every last day belongs to exactly one."""
    yesterday = calendar.previous_working_day(today)
    one, two, five = (calendar.nth_working_day(today, n) for n in (1, 2, 5))
    return (
        Column(label=N_("逾期 2 天以上"), kind="late", first=None, last=yesterday - _DAY),
        Column(label=N_("逾期 1 天"), kind="late", first=yesterday, last=today - _DAY),
        Column(label=N_("今天"), kind="today", first=today, last=today),
        Column(label=N_("+1 天"), kind="soon", first=today + _DAY, last=one),
        Column(label=N_("+2 天"), kind="later", first=one + _DAY, last=two),
        Column(label=N_("+3～5 天"), kind="later", first=two + _DAY, last=five),
        Column(label=N_("更晚"), kind="later", first=five + _DAY, last=NO_DATE - _DAY),
        Column(label=N_("不计时限"), kind="none", first=NO_DATE, last=NO_DATE),
    )


def last_working_day_of_week(calendar: WorkCalendar, today: date) -> date:
    """Return the last working day (make-up days too) of today's week; at a weekend off, that of the week to come."""
    start = calendar.roll(today)
    sunday = start + (6 - start.weekday()) * _DAY
    return sunday if calendar.is_working_day(sunday) else calendar.previous_working_day(sunday)


def _units(
    office: Office, columns: Sequence[Column], piles: Sequence[Pile], names: Mapping[int, str]
) -> tuple[Unit, ...]:
    counted: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(columns)))
    for pile in piles:
        place = next(index for index, column in enumerate(columns) if column.holds(pile.due_on))
        counted[pile.org_id][f"{pile.process}.{pile.node}"][place] += pile.total
    units = [
        Unit(
            org_id=org_id,
            name=names[org_id],
            whole=Line(step="", name=names[org_id], cells=_sum(list(steps.values()))),
            steps=tuple(
                Line(step=step, name=step_name(office, step), cells=tuple(cells))
                # The longest lateness comes first.
                for step, cells in sorted(steps.items(), key=lambda each: [-cell for cell in each[1]])
            ),
        )
        for org_id, steps in counted.items()
    ]
    return tuple(sorted(units, key=lambda unit: ([-cell for cell in unit.whole.cells], unit.org_id)))


def _sum(lines: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(cells) for cells in zip(*lines, strict=True))


def step_name(office: Office, step: str) -> str:
    """Return the words of ``process.node``."""
    process, _, node = step.partition(".")
    return office.processes[process].tasks[node].name
