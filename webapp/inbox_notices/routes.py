"""The in-app inbox (站内消息), newest first; reading is noted by a button, never by looking."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.addresses import row_id
from webapp.context import current_actor, current_office
from webapp.inbox_notices.words import Message, message
from workflows.operations.read_notices import read_notices
from workflows.store import inbox_notices

blueprint = Blueprint("inbox_notices", __name__)

_PAGE = 30


@blueprint.get("/inbox")
@access(SIGNED_IN)
def listing() -> str:
    """Show a page of the reader's messages."""
    office = current_office()
    before = row_id(request.args.get("before"))
    with office.database.read() as connection:
        rows = inbox_notices.page(connection, current_actor().user_id, before=before, size=_PAGE + 1)
    shown: list[Message] = [message(office, row) for row in rows[:_PAGE]]
    following = url_for("inbox_notices.listing", before=shown[-1].id) if len(rows) > _PAGE else ""
    return render_template("inbox_notices/listing.html", messages=shown, following=following, paged=before is not None)


@blueprint.post("/inbox/read")
@access(SIGNED_IN)
def read() -> Response:
    """Mark the reader's messages as read, up to the newest that was shown."""
    up_to = row_id(request.form.get("up_to"))
    if up_to is not None:
        read_notices(current_office(), current_actor(), up_to)
    return redirect(url_for("inbox_notices.listing"))
