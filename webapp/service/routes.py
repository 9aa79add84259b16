"""The register of service for staff: what waits to be handed over with its last day, and what was, with its proof."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.i18n import say
from webapp.menu import CASES, Entry
from webapp.service import rows
from webapp.service.rows import READERS
from workflows.domain.service import METHODS
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations.export_board import Sheet, export_list

blueprint = Blueprint("service", __name__)
MENU = (
    Entry(
        label=N_("文书送达"), endpoint="service.waiting", access=READERS, order=38, icon="envelope-paper", group=CASES
    ),
)
_PAGE = 30


@blueprint.get("/service")
@access(*READERS)
def waiting() -> str:
    """Show the signed letters that are not served yet, the earliest last day first."""
    words = addresses.words(request.args, "q", 120)
    after = addresses.place(request.args.get("after", ""), "_")
    found = rows.unserved(words=words, after=after, limit=_PAGE + 1)
    last = found[_PAGE - 1] if len(found) > _PAGE else None
    return render_template(
        "service/waiting.html",
        rows=found[:_PAGE],
        words=words,
        first=url_for("service.waiting", q=words or None) if after else "",
        following=url_for("service.waiting", q=words or None, after=f"{last.due_on}_{last.id}") if last else "",
    )


@blueprint.get("/service/done")
@access(*READERS)
def done() -> str:
    """Show the letters that were served, the last noted first; filters in the address."""
    asked, before = _asked(), addresses.row_id(request.args.get("before"))
    found = rows.served(**asked, before=before, limit=_PAGE + 1)
    address = _address(asked)
    return render_template(
        "service/done.html",
        rows=found[:_PAGE],
        asked=asked,
        methods=METHODS,
        export=url_for("service.export", **address),
        first=url_for("service.done", **address) if before is not None else "",
        following=url_for("service.done", **address, before=found[_PAGE - 1].id) if len(found) > _PAGE else "",
    )


@blueprint.post("/service/export")
@access(*READERS)
def export() -> Response:
    """Hand out what was served as a workbook; the filters are those of the address."""
    asked = _asked()
    headings = (
        (_("文书"), 28), (_("文号"), 26), (_("办件"), 22), (_("主体"), 30), (_("收件人"), 24), (_("送达方式"), 24),
        (_("送达日期"), 14), (_("视为送达日期"), 14), (_("送达凭证"), 50), (_("同意电子送达"), 14), (_("登记人"), 16),
    )  # fmt: skip
    lines = (
        (
            say(each.title), each.number, each.case_number, each.subject, each.receiver, say(each.method),
            each.served_on, each.counts_on, "; ".join(each.proof), _("是") if each.consented else _("否"), each.server,
        )
        for each in rows.all_served(**asked)
    )  # fmt: skip
    sheet = Sheet(title=_("送达回证"), headings=headings, rows=lines)
    file = export_list(current_office(), current_actor(), "service", [sheet], **asked)
    name = _("送达回证_%(day)s.xlsx", day=today().isoformat())
    return send_file(file, FileType.XLSX.media_type, as_attachment=True, download_name=name)


def _asked() -> dict[str, str]:
    method = request.args.get("method", "")
    return {
        "words": addresses.words(request.args, "q", 120),
        "receiver": addresses.words(request.args, "receiver", 80),
        "method": method if method in METHODS else "",
    }


def _address(asked: Mapping[str, str]) -> dict[str, Any]:
    return {"q": asked["words"] or None, "receiver": asked["receiver"] or None, "method": asked["method"] or None}
