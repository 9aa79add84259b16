"""What the address of a supervisor's list asks for: organisation, step, clock, card, last days, claimed or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from webapp import addresses
from workflows.domain.access import Role
from workflows.domain.calendar import WorkCalendar
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.store.board_tasks import Slice

#: Cards as the pages show them: late, due today or on the next working day, or neither.
CARDS: Mapping[str, str] = {"red": N_("红牌：已逾期"), "yellow": N_("黄牌：今天或下一工作日到期"), "none": N_("无牌")}
SIZES = (50, 200)


@dataclass(frozen=True, kw_only=True)
class Query:
    """The filters; every one may be missing."""

    org_id: int | None = None
    #: ``process.node``.
    step: str = ""
    #: A rule, such as ``objection.verify``.
    clock: str = ""
    card: str = ""
    due_from: date | None = None
    due_to: date | None = None
    free: bool = False
    size: int = SIZES[0]

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return self != Query(size=self.size)

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the same list with some of them changed; empty ones are left out."""
        values = {
            "org": self.org_id,
            "step": self.step or None,
            "clock": self.clock or None,
            "card": self.card or None,
            "from": self.due_from.isoformat() if self.due_from else None,
            "to": self.due_to.isoformat() if self.due_to else None,
            "free": "1" if self.free else None,
            "size": self.size if self.size != SIZES[0] else None,
            **changes,
        }
        return {key: value for key, value in values.items() if value is not None}


def read(office: Office, values: Mapping[str, str]) -> Query:
    """Read the filters from an address; what makes no sense is passed over."""
    step, clock, card = values.get("step", ""), values.get("clock", ""), values.get("card", "")
    return Query(
        org_id=addresses.row_id(values.get("org")),
        step=step if step in steps(office) else "",
        clock=clock if clock in clocks(office) else "",
        card=card if card in CARDS else "",
        due_from=_day(values.get("from", "")),
        due_to=_day(values.get("to", "")),
        free=values.get("free") == "1",
        size=SIZES[1] if values.get("size") == str(SIZES[1]) else SIZES[0],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def steps(office: Office) -> dict[str, str]:
    """Return the steps that organisations work on: ``process.node`` → name."""
    return {
        f"{process.key}.{node}": kind.name
        for process in office.processes.values()
        for node, kind in process.tasks.items()
        if kind.role not in (Role.APPLICANT, Role.SUPERVISOR)
    }


def clocks(office: Office) -> dict[str, str]:
    """Return the clocks that those steps carry: rule → name."""
    return {
        rule: process.rules[rule]
        for process in office.processes.values()
        for rule in (
            *filter(None, (process.cap_rule,)),
            *(
                rule
                for kind in process.tasks.values()
                for rule in kind.rules
                if kind.role not in (Role.APPLICANT, Role.SUPERVISOR)
            ),
        )
    }


def cut(office: Office, query: Query, calendar: WorkCalendar, today: date) -> Slice:
    """Return the filters as the store reads them.

    Raises:
        CalendarMissing: the next working day cannot be told, and a card was asked for.
    """
    first, last = query.due_from, query.due_to
    if query.card:
        tomorrow = calendar.next_working_day(today)
        from_on, to_on = {
            "red": (None, today - timedelta(days=1)),
            "yellow": (today, tomorrow),
            "none": (tomorrow + timedelta(days=1), None),
        }[query.card]
        first = max(filter(None, (first, from_on)), default=None)
        last = min(filter(None, (last, to_on)), default=None)
    chosen = _steps_of(office, query)
    roles = None
    if chosen is not None:
        roles = frozenset(str(office.processes[process].tasks[node].role) for process, node in chosen)
    return Slice(org_id=query.org_id, steps=chosen, roles=roles, due_from=first, due_to=last, free=query.free)


def _steps_of(office: Office, query: Query) -> frozenset[tuple[str, str]] | None:
    """Return the steps that are asked for; None for all. A step without a clock of its own wears the cap."""
    if not query.step and not query.clock:
        return None
    found = set()
    for process in office.processes.values():
        for node, kind in process.tasks.items():
            if query.step and query.step != f"{process.key}.{node}":
                continue
            if query.clock and query.clock not in (kind.rules or (process.cap_rule,)):
                continue
            found.add((process.key, node))
    return frozenset(found)
