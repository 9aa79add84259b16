"""Filing at the counter: find the record, enter the paper form, print the receipt."""

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, Form
from wtforms.validators import InputRequired

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.counter.filing import CounterFiling, file_at_counter, read_counter_filing
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, refuse, validated
from webapp.menu import CASES, Entry
from webapp.objections.typed import grid, keep_filled
from webapp.records.searching import find_records
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.operations.read_case import read_case
from workflows.processes.forms import plausible_day

blueprint = Blueprint("counter", __name__)
MENU = (
    Entry(
        label=N_("窗口收件"),
        endpoint="counter.find",
        access=(Role.REVIEWER,),
        order=30,
        icon="inboxes",
        group=CASES,
    ),
)


class ReceivedForm(Form):
    """When the paper form was handed in; every clock counts from there."""

    received_on = DateField(
        N_("收件日期"),
        validators=[InputRequired(N_("请填写收件日期。")), plausible_day],
        description=N_("纸质申请送达窗口的日期，办理时限自次日起算。"),
    )


@blueprint.get("/counter")
@access(Role.REVIEWER)
def find() -> str:
    """Find the record that a paper form is about."""
    words = addresses.words(request.args, "q", 120)
    rows = find_records(current_office(), words, centres=current_actor().organisations(Role.REVIEWER))
    return render_template("counter/find.html", words=words, rows=rows)


@blueprint.route("/counter/records/<int:record_id>", methods=["GET", "POST"])
@access(Role.REVIEWER)
def enter(record_id: int) -> Response:
    """Enter a paper form; nothing typed or uploaded is lost when something is wrong."""
    filing = read_counter_filing(current_office(), current_actor(), record_id)
    form = bind(filing.process.filing_form, request)
    received = bind(ReceivedForm, request, {"received_on": today()})
    if request.method == "GET":
        return _shown(filing, form, received, Evidence())
    keep_filled(form)
    evidence = gather(request, f"counter-{record_id}")
    typed_well = [received.validate(), form.validate()]
    for problem in evidence.problems:
        refuse(form, problem)
    if not all(typed_well) or evidence.problems:
        return _shown(filing, form, received, evidence)
    try:
        opened = file_at_counter(
            current_office(), current_actor(), filing, validated(form), evidence.files, act_key(request),
            received.received_on.data,
        )  # fmt: skip
    except FieldErrors as error:
        refuse(received if "received_on" in error.errors else form, error)
        return _shown(filing, form, received, evidence)
    except OfficeError as error:
        refuse(form, error)
        return _shown(filing, form, received, evidence)
    return redirect(url_for("counter.receipt", case_id=opened.case_id), 303)


@blueprint.get("/counter/cases/<int:case_id>/receipt")
@access(Role.REVIEWER)
def receipt(case_id: int) -> str:
    """Show the receipt on one page to print and hand out."""
    page = read_case(current_office(), current_actor(), case_id)
    address = f"{current_office().base_url}{url_for('progress.lookup', number=page.view.number)}"
    code = segno.make(address, error="m").svg_data_uri(scale=4, dark="#1d2733")
    return render_template("counter/receipt.html", page=page, qr=code, address=address)


def _shown(filing: CounterFiling, form: Form, received: ReceivedForm, evidence: Evidence) -> Response:
    page = render_template(
        "counter/enter.html",
        filing=filing,
        form=form,
        received=received,
        grid=grid(form, filing.offered),
        evidence=evidence,
    )
    return answer(page, received if any(received.errors.values()) else form)
