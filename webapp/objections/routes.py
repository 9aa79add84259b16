"""Filing an objection: find the record, see what will happen, fill in, check, hand in, take the receipt along.

What was typed is kept as a draft with every step but the last, so that nothing is lost on the way.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.auth.carried import keeps_typed
from webapp.context import current_actor, current_office
from webapp.files import evidence as files
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, validated
from webapp.menu import Entry
from webapp.objections.typed import grid, keep_filled
from webapp.receipts import receipt_page
from webapp.typed import carried, keep, keep_if_possible, resumed
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.ask_representation import own_requests
from workflows.operations.filing import Filing, file_objection, read_filing, records_for
from workflows.operations.save_draft import Draft, drop_draft, read_draft

blueprint = Blueprint("objections", __name__)
MENU = (
    Entry(
        label=N_("提异议"),
        endpoint="objections.find",
        access=(APPLICANT,),
        order=20,
        icon="pencil-square",
        group=None,
    ),
)


@blueprint.get("/objections")
@access(SIGNED_IN)
def find() -> str:
    """List the records of the subjects for whom the reader may act; find one by its decision number."""
    number = addresses.words(request.args, "number", 100)
    office, actor = current_office(), current_actor()
    rows = records_for(office, actor, number)
    asked = () if actor.subjects else own_requests(office, actor)
    return render_template("objections/find.html", rows=rows, number=number, subjects=actor.subjects, requests=asked)


@blueprint.get("/objections/records/<int:record_id>")
@access(SIGNED_IN)
def start(record_id: int) -> str:
    """Show the record, what will happen, what is needed, and by when there is an answer."""
    filing = _filing(record_id)
    draft = read_draft(current_office(), current_actor(), filing.process.key, record_id)
    return render_template("objections/start.html", filing=filing, draft=draft)


@blueprint.route("/objections/records/<int:record_id>/apply", methods=["GET", "POST"])
@access(SIGNED_IN)
@keeps_typed
def apply(record_id: int) -> Response:
    """Fill in (``go=edit``), put by (``go=save``), check (``go=check``) and hand in (``go=send``); nothing is lost."""
    filing = _filing(record_id)
    if request.method == "GET":
        return _begun(filing)
    form = bind(filing.process.filing_form, request, data=filing.contact)
    keep_filled(form)
    evidence = gather(request, f"record-{record_id}")
    step = request.form.get("go", "check")
    if step not in ("edit", "save"):
        form.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    if step == "save" and not evidence.problems:
        return _put_by(filing, form, evidence)
    if step in ("edit", "save"):
        return _form(filing, form, evidence)
    try:
        claims = filing.claims(validated(form)["claims"])
        if problems(form):
            return _form(filing, form, evidence)
        if step != "send":
            return _check(filing, form, evidence, claims)
        opened = file_objection(
            current_office(), current_actor(), filing, validated(form), evidence.files, act_key(request)
        )
    except OfficeError as error:
        refuse(form, error)
        return _form(filing, form, evidence)
    drop_draft(current_office(), current_actor(), filing.process.key, record_id)
    return redirect(url_for("objections.receipt", case_id=opened.case_id), 303)


@blueprint.post("/objections/records/<int:record_id>/discard")
@access(SIGNED_IN)
def discard(record_id: int) -> Response:
    """Forget what was typed about a record."""
    drop_draft(current_office(), current_actor(), "objection", record_id)
    flash(_("草稿已删除。"), "done")
    return redirect(url_for("mine.listing"), 303)


@blueprint.get("/objections/<int:case_id>/receipt")
@access(SIGNED_IN)
def receipt(case_id: int) -> str:
    """Confirm the filing: number, query code, promised date and how it is counted, on one page to print."""
    return receipt_page("objections/receipt.html", case_id)


def _filing(record_id: int) -> Filing:
    return read_filing(current_office(), current_actor(), record_id)


def _begun(filing: Filing) -> Response:
    """Show the form as it was left, or a new one that knows the account's contact."""
    draft = read_draft(current_office(), current_actor(), filing.process.key, filing.record.id)
    if draft is None:
        return _page(filing, filing.process.filing_form(data=filing.contact), Evidence())
    form = resumed(filing.process.filing_form, draft.fields)
    evidence = files.resumed(draft.files, f"record-{filing.record.id}")
    for problem in evidence.problems:
        refuse(form, problem)
    return _page(filing, form, evidence, draft=draft)


def _put_by(filing: Filing, form: Form, evidence: Evidence) -> Response:
    try:
        keep(filing.process.key, filing.record.id, form, evidence)
    except OfficeError as error:
        refuse(form, error)
        return _page(filing, form, evidence)
    flash(_("草稿已保存，可以随时从这里继续填写。还没有提交。"), "done")
    return redirect(url_for("mine.listing"), 303)


def _form(filing: Filing, form: Form, evidence: Evidence) -> Response:
    keep_if_possible(filing.process.key, filing.record.id, form, evidence)
    return _page(filing, form, evidence)


def _page(filing: Filing, form: Form, evidence: Evidence, draft: Draft | None = None) -> Response:
    lines = grid(form, filing.offered)
    page = render_template(
        "objections/apply.html", filing=filing, form=form, grid=lines, evidence=evidence, draft=draft
    )
    return answer(page, form)


def _check(filing: Filing, form: Form, evidence: Evidence, claims: list[dict[str, str]]) -> Response:
    keep_if_possible(filing.process.key, filing.record.id, form, evidence)
    page = render_template(
        "objections/check.html",
        filing=filing,
        form=form,
        evidence=evidence,
        claims=claims,
        carried=list(carried(form)),
    )
    return answer(page, form)
