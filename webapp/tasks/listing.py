"""What 待办 and 已办 show: filters from the address, rows in the words of their process, counts, and the next page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp import addresses
from workflows.domain.access import Actor, Role
from workflows.domain.case import CHANNEL_NAMES, Channel
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.operations.substitute import absent_for
from workflows.store import copies, inbox, people, started
from workflows.store.inbox import Filters, Holder, InboxRow
from workflows.store.tasks import NO_DATE

#: Boxes of the desk, in order.
BOXES: Mapping[Holder, str] = {
    Holder.TODO: N_("待我办理"),
    Holder.MINE: N_("我已签收"),
    Holder.FREE: N_("待签收"),
    Holder.OTHERS: N_("同事办理中"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a list."""

    task_id: int
    case_id: int
    number: str
    subject: str
    #: Name of the step and words of what was decided, message ids.
    step: str
    outcome: str
    #: The clock that a supervision is about, a message id.
    about: str
    due_on: date | None
    provisional: bool
    #: Name of the holder; empty for the pool.
    holder: str
    #: 委派: only an opinion is asked for.
    delegated: bool
    #: The reader's own, nobody's or a colleague's.
    held: Holder
    provider: str
    channel: str
    completed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Query:
    """What the address asks for."""

    box: Holder = Holder.TODO
    node: str = ""
    provider_id: int | None = None
    overdue: bool = False
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.node or self.provider_id or self.overdue or self.words)

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the same list with some of them changed; empty ones are left out."""
        values: dict[str, Any] = {
            "box": str(self.box) if self.box is not Holder.TODO else None,
            "step": self.node or None,
            "org": self.provider_id,
            "overdue": "1" if self.overdue else None,
            "q": self.words or None,
        }
        return {key: value for key, value in {**values, **changes}.items() if value is not None}


def read_query(values: Mapping[str, str]) -> Query:
    """Read the filters from an address; what makes no sense is passed over."""
    box = values.get("box", "")
    return Query(
        box=Holder(box) if box in set(Holder) else Holder.TODO,
        node=addresses.words(values, "step", 40),
        provider_id=addresses.row_id(values.get("org")),
        overdue=values.get("overdue") == "1",
        words=addresses.words(values, "q", 60),
    )


def read_mark(text: str) -> tuple[date, int] | None:
    """Read where a page of 待办 begins, as written by :func:`mark`."""
    return addresses.place(text, "_")


def mark(place: tuple[date, int] | tuple[datetime, int] | None) -> str | None:
    """Write where the next page begins."""
    return None if place is None else f"{place[0].isoformat()}_{place[1]}"


def read_done_mark(text: str) -> tuple[datetime, int] | None:
    """Read where a page of 已办 begins, as written by :func:`mark`."""
    return addresses.instant_place(text, "_")


def lines(office: Office, actor: Actor, rows: tuple[InboxRow, ...]) -> list[Line]:
    """Return rows in the words of their process."""
    return [_line(office, actor, row) for row in rows]


def _line(office: Office, actor: Actor, row: InboxRow) -> Line:
    process = office.processes[row.process]
    kind = process.tasks[row.node]
    rules = {*kind.rules, process.cap_rule}
    provisional = any(each.provisional for each in row.clocks if each.rule in rules and each.due_on == row.due_on)
    held = Holder.FREE if row.holder_id is None else Holder.OTHERS
    if row.holder_id == actor.user_id:
        held = Holder.MINE
    return Line(
        task_id=row.task_id,
        case_id=row.case_id,
        number=row.number,
        subject=row.subject,
        step=kind.name,
        outcome=process.outcome_words(row.node, row.outcome),
        about=process.rules[kind.rules[0]] if kind.role is Role.SUPERVISOR and kind.rules else "",
        due_on=None if row.due_on == NO_DATE else row.due_on,
        provisional=provisional,
        holder=row.holder,
        delegated=row.owner_id is not None,
        held=held,
        provider=row.provider,
        channel=CHANNEL_NAMES[Channel(row.channel)],
        completed_at=row.completed_at,
    )


def counts(office: Office, actor: Actor, today: date) -> dict[str, str]:
    """Return how many tasks each box holds and how many of the reader's are overdue, capped.

    What colleagues hold is not counted: a few held tasks in a long pool cannot be counted without reading the pool.
    """
    counted, absent = (Holder.TODO, Holder.MINE, Holder.FREE), absent_for(office, actor, today)
    own = (actor.user_id, desks(actor))
    with office.database.read() as connection:
        found = {str(box): inbox.count(connection, *own, box, absent=absent) for box in counted}
        found["overdue"] = inbox.count(connection, *own, Holder.TODO, today, absent)
        found["started"] = started.count(connection, actor.user_id, first_steps(office))
        found["copied"] = copies.unread(connection, actor.user_id)
    return {
        key: str(number) if number <= inbox.COUNT_LIMIT else f"{inbox.COUNT_LIMIT}+" for key, number in found.items()
    }


def first_steps(office: Office) -> frozenset[str]:
    """Return the nodes at which staff begin with a case: the first step that each process declares."""
    return frozenset(next(iter(process.tasks)) for process in office.processes.values())


def desks(actor: Actor) -> frozenset[tuple[Role, int]]:
    """Return the desks whose pools a person sees."""
    return frozenset(post for post in actor.posts if post[0] is not Role.ADMIN)


def filters(query: Query, today: date) -> Filters:
    """Return the filters as the store reads them."""
    return Filters(
        node=query.node,
        provider_id=query.provider_id,
        due_before=today if query.overdue else None,
        words=query.words,
    )


def steps(office: Office, actor: Actor) -> list[tuple[str, str]]:
    """Return the steps that may land on the reader's desks: (node, name)."""
    roles = {role for role, _ in actor.posts}
    return [
        (node, kind.name)
        for process in office.processes.values()
        for node, kind in process.tasks.items()
        if kind.role in roles
    ]


def providers(office: Office) -> list[tuple[int, str]]:
    """Return the organisations that provide records."""
    with office.database.read() as connection:
        return [(row.id, row.name) for row in people.organisations(connection, "provider")]
