"""The supervisor's list of what is late (红牌) or will be (黄牌): what, whose turn, by how many working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.i18n import say
from webapp.page import due_state
from workflows.domain.access import ROLE_NAMES, Role
from workflows.intake.filetypes import FileType
from workflows.operations.export_board import Sheet, export_list
from workflows.operations.office import Office
from workflows.store import board, people

blueprint = Blueprint("overdue", __name__)

_PAGE, _BATCH = 30, 500
_KINDS = {"late": board.LATE, "warned": board.WARNED}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One deadline of the list, in words."""

    case_id: int
    number: str
    subject: str
    authority: str
    rule: str
    due_on: date
    provisional: bool
    received_on: date
    #: Who has the work: step, organisation or post, and the person where one has claimed it.
    turns: tuple[tuple[str, str, str], ...]


@blueprint.get("/overdue")
@access(Role.SUPERVISOR)
def listing() -> str:
    """Show a page of the list; filter and position stay in the address."""
    office = current_office()
    kind = request.args.get("kind", "late")
    kind = kind if kind in _KINDS else "late"
    org_id = addresses.row_id(request.args.get("org"))
    authorities = sorted(current_actor().organisations(Role.SUPERVISOR))
    after = addresses.place(request.args.get("after", ""), ".")
    with office.database.read() as connection:
        counts = {name: board.count(connection, what, authorities, org_id) for name, what in _KINDS.items()}
        found = board.page(
            connection, _KINDS[kind], authorities, org_id=org_id, after=after, size=_PAGE + 1
        )
        turns = board.whose_turn(connection, [row.case_id for row in found])
        organisations = people.organisations(connection)
    rows = [_row(office, row, turns) for row in found[:_PAGE]]
    here: dict[str, Any] = {"kind": kind, "org": org_id}
    following = ""
    if len(found) > _PAGE:
        last = found[_PAGE - 1]
        following = url_for("overdue.listing", **here, after=f"{last.due_on.isoformat()}.{last.id}")
    return render_template(
        "overdue/listing.html",
        rows=rows,
        kind=kind,
        org_id=org_id,
        counts=counts,
        capped=lambda n: f"{board.COUNT_LIMIT}+" if n > board.COUNT_LIMIT else str(n),
        organisations=organisations,
        following=following,
        first=url_for("overdue.listing", **here) if after else "",
    )


@blueprint.post("/overdue/export")
@access(Role.SUPERVISOR)
def export() -> Response:
    """Hand out the whole list as a workbook; the filters are those of the address."""
    kind = request.args.get("kind", "late")
    kind = kind if kind in _KINDS else "late"
    org_id = addresses.row_id(request.args.get("org"))
    headings = (
        (_("办件"), 22), (_("主体"), 30), (_("时限"), 26), (_("最后期限"), 14), (_("期限状态"), 20),
        (_("现在轮到谁"), 60), (_("收到日期"), 14),
    )  # fmt: skip
    sheet = Sheet(title=_("逾期与预警"), headings=headings, rows=_exported(kind, org_id))
    file = export_list(current_office(), current_actor(), "overdue", [sheet], kind=kind, org=org_id)
    name = _("逾期与预警_%(day)s.xlsx", day=today().isoformat())
    return send_file(file, FileType.XLSX.media_type, as_attachment=True, download_name=name)


def _exported(kind: str, org_id: int | None) -> Iterator[tuple[str | date, ...]]:
    office, authorities = current_office(), sorted(current_actor().organisations(Role.SUPERVISOR))
    after = None
    while True:
        with office.database.read() as connection:
            found = board.page(connection, _KINDS[kind], authorities, org_id=org_id, after=after, size=_BATCH)
            turns = board.whose_turn(connection, [row.case_id for row in found])
        for row in (_row(office, each, turns) for each in found):
            who = "; ".join(" · ".join(filter(None, (say(org), say(step), holder))) for step, org, holder in row.turns)
            state = due_state(row.due_on).words
            yield row.number, row.subject, say(row.rule), row.due_on, state, who, row.received_on
        if len(found) < _BATCH:
            return
        after = (found[-1].due_on, found[-1].id)


def _row(office: Office, row: Any, turns: Any) -> Row:
    process = office.processes[row.process]
    return Row(
        case_id=row.case_id,
        number=row.number,
        subject=row.subject,
        authority=row.authority,
        rule=process.rules[row.rule],
        due_on=row.due_on,
        provisional=row.provisional,
        received_on=row.received_on,
        turns=tuple(
            (process.tasks[turn.node].name, turn.org or ROLE_NAMES[Role(turn.role)], turn.holder or "")
            for turn in turns
            if turn.case_id == row.case_id
        ),
    )
