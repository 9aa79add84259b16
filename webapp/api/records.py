"""Who calls; records of the caller's subjects; filing an objection; cases; uploads."""

from typing import Any

from flask_login import current_user
from flask_smorest.fields import Upload
from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.api import json_forms
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, in_parts, told
from webapp.api.parts import handed_in
from webapp.api.references import reference
from webapp.api.schemas import cases, desk
from webapp.api.schemas.base import Input
from webapp.context import current_actor, current_office
from workflows.domain.words import N_
from workflows.operations.case_page import CasePage
from workflows.operations.filing import Filing, file_objection, read_filing, records_for
from workflows.operations.open_case import Opened
from workflows.operations.own_cases import own_cases
from workflows.operations.read_case import read_case


class UploadBody(Input):
    """One file."""

    file = Upload(required=True, metadata={"description": "pdf, jpg, png, docx, xlsx or ofd, at most 20 MB."})


@blueprint.route("/me")
@access(SIGNED_IN)
@told(N_("本令牌代表谁、有哪些岗位"), "account")
@blueprint.response(200, desk.Me)
def me() -> dict[str, Any]:
    """Return who the token acts as."""
    actor = current_actor()
    return {
        "name": actor.name,
        "login": current_user.login,
        "scope": current_user.scope,
        "posts": [{"role": str(role), "org_id": org_id} for role, org_id in sorted(actor.posts)],
        "subjects": sorted(actor.subjects),
    }


@blueprint.route("/records")
@access(SIGNED_IN)
@told(N_("查询本人可代表的主体的信用信息"), "objections")
@blueprint.arguments(desk.RecordQuery, location="query")
@blueprint.response(200, desk.RecordRows)
def records(query: dict[str, str]) -> dict[str, Any]:
    """List the records of the subjects for whom the caller may act."""
    number = addresses.words(query, "number", 100)
    return {"items": records_for(current_office(), current_actor(), number)}


@blueprint.route("/records/<int:record_id>")
@access(SIGNED_IN)
@told(N_("查看一条信息：可异议的内容、答复期限和申请表"), "objections", *NAMED)
@blueprint.response(200, desk.Filing)
def record(record_id: int) -> dict[str, Any]:
    """Return a record, what may be objected to, by when there is an answer, and the form to send."""
    filing = read_filing(current_office(), current_actor(), record_id)
    shown = (
        "record", "subject", "authority", "offered", "promised_on", "provisional", "explanation", "open_number"
    )  # fmt: skip
    form = json_forms.json_schema(filing.process.filing_form())
    return {**{name: getattr(filing, name) for name in shown}, "form": form}


@blueprint.route("/records/<int:record_id>/objections", methods=["POST"])
@access(SIGNED_IN)
@told(N_("提出异议"), "objections", *ACT)
@in_parts(desk.ObjectionParts)
@blueprint.arguments(desk.Objection)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(201, desk.Opened)
def objection(body: dict[str, Any], header: dict[str, str], record_id: int) -> Opened:
    """File an objection about a record, with its evidence."""
    filing = read_filing(current_office(), current_actor(), record_id)
    data = json_forms.validated(lambda sent: _filing_form(filing, sent), body["data"])
    files = handed_in(body["files"])
    return file_objection(current_office(), current_actor(), filing, data, files, act_key(header))


def _filing_form(filing: Filing, sent: MultiDict[str, str] | None) -> Form:
    form: Form = filing.process.filing_form(sent)
    return form


@blueprint.route("/cases")
@access(SIGNED_IN)
@told(N_("本人提出的申请"), "cases")
@blueprint.response(200, cases.OwnCases)
def own() -> dict[str, Any]:
    """List the cases that the caller filed."""
    return {"items": own_cases(current_office(), current_actor())}


@blueprint.route("/cases/<int:case_id>")
@access(SIGNED_IN)
@told(N_("查看办件：进度、时限及其计算、文书、材料、时间线"), "cases", *NAMED)
@blueprint.response(200, cases.Case)
def case(case_id: int) -> CasePage:
    """Return a case as the caller's side may see it."""
    return read_case(current_office(), current_actor(), case_id)


@blueprint.route("/files", methods=["POST"])
@access(SIGNED_IN)
@told(N_("上传材料，取得引用"), "papers", 413, 415)
@blueprint.arguments(UploadBody, location="files")
@blueprint.response(201, desk.Upload)
def upload(body: dict[str, Any]) -> dict[str, Any]:
    """Take in one file; it becomes a case's with the act that names its reference."""
    file = body["file"]
    stored = current_office().files.receive(file.stream, file.filename or "")
    return {
        "reference": reference(stored),
        "name": stored.display_name,
        "size": stored.size,
        "type": str(stored.type),
        "quarantined": stored.quarantined,
    }
