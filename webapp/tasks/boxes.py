"""我发起 and 抄送我: the boxes of the desk that hold cases instead of tasks."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.tasks import listing
from webapp.tasks.staff import STAFF
from workflows.domain.case import CASE_STATE_NAMES, CaseState
from workflows.operations.read_copies import read_copies
from workflows.store import copies
from workflows.store import started as store

blueprint = Blueprint("boxes", __name__)

_PAGE = 50


@blueprint.get("/tasks/started")
@access(*STAFF)
def started() -> str:
    """Show the cases that the reader took in or whose first step the reader did, the latest first."""
    office, actor = current_office(), current_actor()
    before = listing.read_done_mark(request.args.get("before", ""))
    with office.database.read() as connection:
        found = store.page(connection, actor.user_id, listing.first_steps(office), before=before, limit=_PAGE + 1)
    rows = found[:_PAGE]
    last = listing.mark((rows[-1].completed_at, rows[-1].id)) if len(found) > _PAGE else None
    return _shown(
        "started",
        rows,
        first=url_for("tasks.boxes.started") if before else "",
        next=url_for("tasks.boxes.started", before=last) if last else "",
    )


@blueprint.get("/tasks/copied")
@access(*STAFF)
def copied() -> str:
    """Show the cases of which the reader was given a copy, the latest first."""
    before = addresses.row_id(request.args.get("before", ""))
    with current_office().database.read() as connection:
        found = copies.page(connection, current_actor().user_id, before=before, limit=_PAGE + 1)
    rows = found[:_PAGE]
    return _shown(
        "copied",
        rows,
        first=url_for("tasks.boxes.copied") if before else "",
        next=url_for("tasks.boxes.copied", before=rows[-1].id) if len(found) > _PAGE else "",
    )


@blueprint.post("/tasks/copied/read")
@access(*STAFF)
def read() -> Response:
    """Mark the copies that the reader has seen as read."""
    newest = addresses.row_id(request.form.get("up_to", ""))
    if newest is not None:
        read_copies(current_office(), current_actor(), newest)
    return redirect(url_for("tasks.boxes.copied"), 303)


def _shown(box: str, rows: Any, **pages: str) -> str:
    office = current_office()
    return render_template(
        f"tasks/{box}.html",
        box=box,
        rows=rows,
        processes=office.processes,
        states={str(state): words for state, words in CASE_STATE_NAMES.items()},
        open_state=str(CaseState.OPEN),
        counts=listing.counts(office, current_actor(), today()),
        boxes=listing.BOXES,
        **pages,
    )
