"""The public first page: three doors, which record is meant, and what it costs (nothing)."""

from flask import Blueprint, render_template

from webapp.access import PUBLIC, access
from webapp.context import current_office, today
from workflows.operations.next_holiday import next_holiday

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access(PUBLIC)
def index() -> str:
    """Show the doors to progress, objection and repair."""
    return render_template("home/index.html", holiday=next_holiday(current_office().calendar(), today()))
