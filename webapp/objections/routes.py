"""Filing an objection: find the record, see what will happen, fill in, check, hand in, take the receipt along."""

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, validated
from webapp.menu import Entry
from webapp.objections.typed import carried, grid, keep_filled
from workflows.domain.errors import Hidden, OfficeError
from workflows.domain.words import N_
from workflows.operations.case_page import Side
from workflows.operations.filing import Filing, file_objection, read_filing, records_for
from workflows.operations.read_case import read_case

blueprint = Blueprint("objections", __name__)
MENU = (Entry(label=N_("提异议"), endpoint="objections.find", access=(APPLICANT,), order=20, icon="pencil-square"),)


@blueprint.get("/objections")
@access(SIGNED_IN)
def find() -> str:
    """List the records of the subjects for whom the reader may act; find one by its decision number."""
    number = addresses.words(request.args, "number", 100)
    rows = records_for(current_office(), current_actor(), number)
    return render_template("objections/find.html", rows=rows, number=number, subjects=current_actor().subjects)


@blueprint.get("/objections/records/<int:record_id>")
@access(SIGNED_IN)
def start(record_id: int) -> str:
    """Show the record, what will happen, what is needed, and by when there is an answer."""
    return render_template("objections/start.html", filing=_filing(record_id))


@blueprint.route("/objections/records/<int:record_id>/apply", methods=["GET", "POST"])
@access(SIGNED_IN)
def apply(record_id: int) -> Response:
    """Fill in (``go=edit``), check (``go=check``) and hand in (``go=send``); nothing typed or uploaded is lost."""
    filing = _filing(record_id)
    form = bind(filing.process.filing_form, request, data=filing.contact)
    if request.method == "GET":
        return _form(filing, form, Evidence())
    keep_filled(form)
    evidence = gather(request, f"record-{record_id}")
    step = request.form.get("go", "check")
    if step != "edit":
        form.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    if step == "edit":
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
    return redirect(url_for("objections.receipt", case_id=opened.case_id), 303)


@blueprint.get("/objections/<int:case_id>/receipt")
@access(SIGNED_IN)
def receipt(case_id: int) -> str:
    """Confirm the filing: number, query code, promised date and how it is counted, on one page to print."""
    page = read_case(current_office(), current_actor(), case_id)
    if page.side is not Side.APPLICANT:
        raise Hidden()
    address = f"{current_office().base_url}{url_for('progress.lookup', number=page.view.number)}"
    code = segno.make(address, error="m").svg_data_uri(scale=4, dark="#1d2733")
    return render_template("objections/receipt.html", page=page, qr=code, address=address)


def _filing(record_id: int) -> Filing:
    return read_filing(current_office(), current_actor(), record_id)


def _form(filing: Filing, form: Form, evidence: Evidence) -> Response:
    lines = grid(form, filing.offered)
    page = render_template("objections/apply.html", filing=filing, form=form, grid=lines, evidence=evidence)
    return answer(page, form)


def _check(filing: Filing, form: Form, evidence: Evidence, claims: list[dict[str, str]]) -> Response:
    page = render_template(
        "objections/check.html",
        filing=filing,
        form=form,
        evidence=evidence,
        claims=claims,
        carried=list(carried(form, filing.offered)),
    )
    return answer(page, form)
