"""The audit trail: verified on demand, searched, exported."""

from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any

from flask import make_response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office, current_settings
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors
from workflows.domain.events import EVENT_NAMES
from workflows.domain.words import N_
from workflows.operations.audit_search import EXPORT_LIMIT, AuditPage, AuditQuery, export_audit, search_audit
from workflows.operations.verify_audit import verify_audit

#: Kind of finding → words.
FINDINGS = {
    "changed": N_("记录被修改"),
    "removed": N_("记录被删除"),
    "inserted": N_("记录被插入"),
    "cut": N_("末尾被截断"),
    "head": N_("链头不符"),
    "case_removed": N_("办件被删除"),
    "seal_changed": N_("封存被修改"),
    "seal_removed": N_("封存被删除"),
    "sealed_lost": N_("已封存的记录缺失"),
    "sealed_count": N_("封存数量不符"),
    "anchor": N_("与数据库外的锚点不符"),
}


@blueprint.route("/audit", methods=["GET", "POST"])
@access(Role.ADMIN)
def verify() -> str:
    """Verify the audit trail on demand and show what was found."""
    report = None
    if request.method == "POST":
        report = verify_audit(current_office(), current_settings().data / "audit.anchor")
    return render_template("admin/audit.html", report=report, finding_words=FINDINGS)


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
        kinds=EVENT_NAMES,
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
        kind=kind if kind in EVENT_NAMES else "",
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
