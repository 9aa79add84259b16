"""Rows of the supervisor's lists in the words of their process, and the person whom a bulk act may name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from webapp.i18n import say
from webapp.page import due_state
from workflows.domain.access import ROLE_NAMES, Role
from workflows.operations.export_board import Sheet
from workflows.operations.office import Office
from workflows.store import board_tasks, people
from workflows.store.board_tasks import Slice
from workflows.store.tasks import NO_DATE

#: Rows read at once while a list is exported.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open task of a list."""

    task_id: int
    case_id: int
    number: str
    subject: str
    org: str
    #: Message ids.
    step: str
    clock: str
    #: Empty while nobody has claimed it.
    holder: str
    due_on: date | None
    #: The last day was counted through a year whose days off are not published yet.
    provisional: bool
    received_on: date
    is_open: bool


def line(office: Office, row: Any) -> Line:
    """Return a row in the words of its process."""
    process = office.processes[row.process]
    due_on = None if row.due_on == NO_DATE else row.due_on
    kind = process.tasks[row.node]
    return Line(
        task_id=row.id,
        case_id=row.case_id,
        number=row.number,
        subject=row.subject,
        org=row.org,
        step=kind.name,
        clock=process.rules.get((kind.rules or (process.cap_rule,))[0], ""),
        holder=row.holder or "",
        due_on=due_on,
        provisional=due_on is not None and office.calendar().spans_unpublished(row.received_on, due_on),
        received_on=row.received_on,
        is_open=row.state == "open",
    )


def sheet(office: Office, authorities: list[int], cut: Slice) -> Sheet:
    """Return the whole list for a workbook, in the reader's language; rows are read as they are written."""
    headings = (
        (_("办件"), 22), (_("主体"), 30), (_("单位"), 30), (_("环节"), 22), (_("时限"), 26), (_("办理人"), 14),
        (_("最后期限"), 14), (_("期限状态"), 20), (_("收到日期"), 14),
    )  # fmt: skip
    return Sheet(title=_("待办清单"), headings=headings, rows=_rows(office, authorities, cut))


def _rows(office: Office, authorities: list[int], cut: Slice) -> Iterator[tuple[str | date | None, ...]]:
    after = None
    while True:
        with office.database.read() as connection:
            found = board_tasks.page(connection, authorities, cut, after=after, limit=_BATCH)
        for each in (line(office, row) for row in found):
            yield (
                each.number, each.subject, each.org, say(each.step), say(each.clock), each.holder, each.due_on,
                due_state(each.due_on).words, each.received_on,
            )  # fmt: skip
        if len(found) < _BATCH:
            return
        after = (found[-1].due_on, found[-1].id)


def colleagues(office: Office, rows: Iterable[Any]) -> list[tuple[int, str]]:
    """Return who may work on any of the rows: (user id, name with organisation and post)."""
    desks = {(row.org_id, row.role): row.org for row in rows}
    with office.database.read() as connection:
        return [
            (holder.id, f"{holder.name}（{org} · {say(ROLE_NAMES[Role(role)])}）")
            for (org_id, role), org in sorted(desks.items())
            for holder in people.holders(connection, Role(role), org_id)
        ]

