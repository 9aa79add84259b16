"""The audit trail: verified on demand, searched, exported."""

from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any

from flask import make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office
from webapp.forms import act_key
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors
from workflows.operations.audit_search import EXPORT_LIMIT, AuditPage, AuditQuery, export_audit, search_audit
from workflows.operations.start_job import start_job
from workflows.processes import event_names


@blueprint.route("/audit", methods=["GET", "POST"])
@access(Role.ADMIN)
def verify() -> ResponseReturnValue:
    """Have the audit trail verified in the background; the job's page shows what was found."""
    if request.method == "POST":
        office, actor = current_office(), current_actor()
        job_id = start_job(office, actor, "verify_audit", {}, key=act_key(request), back=url_for("admin.verify"))
        return redirect(url_for("jobs.show", job_id=job_id), 303)
    return render_template("admin/audit.html")


@blueprint.get("/audit/search")
@access(Role.ADMIN)
def search() -> ResponseReturnValue:
    """Search the audit trail; the filters stand in the address."""
    asked = _asked(request.args)
    errors: dict[str, list[str]] = {}
    page = AuditPage(lines=(), next=None, stopped=False)
    try:
        page = search_audit(current_office(), current_actor(), asked, before=_mark(request.args.get("before", "")))
    except FieldErrors as error:
        errors = dict(error.errors)
    kept = _address(asked)
    shown = render_template(
        "admin/audit_search.html",
        asked=asked,
        page=page,
        errors=errors,
        kinds=event_names(),
        kept=kept,
        limit=EXPORT_LIMIT,
        first=url_for("admin.search", **kept) if request.args.get("before") else None,
        next=url_for("admin.search", before=f"{page.next[0]}_{page.next[1]}", **kept) if page.next else None,
    )
    return make_response(shown, 422 if errors else 200)


@blueprint.post("/audit/export")
@access(Role.ADMIN)
def export() -> Response:
    """Download what a search finds."""
    data = export_audit(current_office(), current_actor(), _asked(request.form))
    return send_file(BytesIO(data), "text/csv", as_attachment=True, download_name=_("审计日志.csv"))


def _asked(values: Any) -> AuditQuery:
    kind = addresses.words(values, "kind", 24)
    return AuditQuery(
        number=addresses.words(values, "number", 40),
        cases=values.get("scope") == "cases",
        person=addresses.words(values, "person", 80),
        kind=kind if kind in event_names() else "",
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # No instant can be computed from the outermost years.
    return day if 2000 <= day.year <= 2099 else None


def _address(asked: AuditQuery) -> dict[str, Any]:
    """Return the filters as they stand in an address; empty ones are left out."""
    values = asdict(asked)
    values["scope"] = "cases" if values.pop("cases") else None
    return {key: str(value) for key, value in values.items() if value}


def _mark(text: str) -> tuple[int, int] | None:
    case, _separator, seq = text.partition("_")
    case_id, number = addresses.row_id(case), addresses.row_id(seq)
    return None if case_id is None or number is None else (case_id, number)
