"""Evidence as downloads, and the caller's inbox."""

from typing import Any

from werkzeug.wrappers import Response

from webapp.access import SIGNED_IN, access
from webapp.api.base import NAMED, blueprint, told
from webapp.api.schemas import desk
from webapp.context import current_actor, current_office
from webapp.files import routes as files
from webapp.inbox_notices.words import message
from workflows.domain.words import N_
from workflows.store import inbox_notices

_PAGE = 30
_BYTES = {"type": "string", "format": "binary"}


@blueprint.route("/evidence/<int:file_id>")
@access(SIGNED_IN)
@told(N_("下载材料"), "papers", *NAMED)
@blueprint.response(200, _BYTES, content_type="application/octet-stream")
def evidence(file_id: int) -> Response:
    """Download a file that was handed in."""
    return files.evidence(file_id)


@blueprint.route("/inbox")
@access(SIGNED_IN)
@told(N_("站内消息"), "account")
@blueprint.arguments(desk.InboxQuery, location="query")
@blueprint.response(200, desk.Messages)
def messages(query: dict[str, Any]) -> dict[str, Any]:
    """List the caller's messages, newest first."""
    office = current_office()
    with office.database.read() as connection:
        rows = inbox_notices.page(connection, current_actor().user_id, before=query.get("before"), size=_PAGE + 1)
    shown = [message(office, row) for row in rows[:_PAGE]]
    return {"items": shown, "next": str(shown[-1].id) if len(rows) > _PAGE else None}
