"""The public first page: three doors, which record is meant, what it costs (nothing), and where the office is."""

from flask import Blueprint, render_template

from webapp.access import PUBLIC, access
from webapp.context import current_office, current_settings, today
from workflows.operations.next_holiday import next_holiday
from workflows.store import people

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access(PUBLIC)
def index() -> str:
    """Show the doors to progress, objection and repair, and how to reach those who take objections."""
    with current_office().database.read() as connection:
        offices = people.organisations(connection, "authority")
    return render_template(
        "home/index.html",
        holiday=next_holiday(current_office().calendar(), today()),
        offices=[row for row in offices if row.address or row.phone],
        hours=current_settings().office_hours,
    )
