"""A job's page: progress, then a result for each item; for who started it and for administrators."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.jobs.words import FINDINGS, STATES
from webapp.menu import CASES, Entry
from webapp.security import wants_json
from workflows.domain.access import Role
from workflows.domain.words import N_
from workflows.operations.job_kinds import KINDS
from workflows.operations.start_job import read_job, stop_job
from workflows.store import jobs

blueprint = Blueprint("jobs", __name__)
MENU = (
    Entry(
        label=N_("作业"),
        endpoint="jobs.listing",
        access=(Role.SUPERVISOR, Role.ADMIN),
        order=85,
        icon="hourglass",
        group=CASES,
    ),
)

#: Results on one page.
_PAGE = 200


@blueprint.get("/jobs")
@access(SIGNED_IN)
def listing() -> str:
    """Show the reader's own jobs, the newest first."""
    with current_office().database.read() as connection:
        found = jobs.newest_of(connection, current_actor().user_id)
    return render_template("jobs/listing.html", jobs=found, kinds=KINDS, states=STATES)


@blueprint.get("/jobs/<int:job_id>")
@access(SIGNED_IN)
def show(job_id: int) -> Any:
    """Show how far a job is and, once it has ended, what became of each item; as JSON for the progress bar."""
    office = current_office()
    job = read_job(office, current_actor(), job_id)
    running = job.finished_at is None
    if wants_json():
        return jsonify(total=job.total, done=job.done, refused=job.refused, running=running)
    only_refused = request.args.get("only") == "refused"
    after = addresses.row_id(request.args.get("after"))
    items: list[Any] = []
    if not running:
        with office.database.read() as connection:
            items = list(
                jobs.items_of(
                    connection, job_id, after=-1 if after is None else after, refused=only_refused, limit=_PAGE + 1
                )
            )
    following = ""
    if len(items) > _PAGE:
        items = items[:_PAGE]
        only = "refused" if only_refused else None
        following = url_for("jobs.show", job_id=job_id, after=items[-1].position, only=only)
    return render_template(
        "jobs/show.html",
        job=job,
        kind=KINDS[job.kind],
        states=STATES,
        running=running,
        items=[(item, _step(item)) for item in items],
        only_refused=only_refused,
        following=following,
        first=after is None,
        findings=FINDINGS,
    )


@blueprint.post("/jobs/<int:job_id>/stop")
@access(SIGNED_IN)
def stop(job_id: int) -> Response:
    """Begin no further item; what was begun is carried to its end."""
    stop_job(current_office(), current_actor(), job_id)
    flash(_("已要求停止：正在办理的一件办完后不再继续，已办的不受影响。"), "warning")
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _step(item: Any) -> str:
    """Return the step that an item is about (message id); empty where it is a whole case."""
    return str(current_office().processes[item.process].tasks[item.node].name) if item.node else ""
