"""The supervisor's list of what is late (红牌) or will be (黄牌): what, whose turn, by how many working days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office
from workflows.domain.access import ROLE_NAMES, Role
from workflows.operations.office import Office
from workflows.store import board, people

blueprint = Blueprint("overdue", __name__)

_PAGE = 30
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
        organisations=organisations,
        following=following,
        first=url_for("overdue.listing", **here) if after else "",
    )


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
