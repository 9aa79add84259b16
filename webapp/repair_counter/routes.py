"""A paper application for repair at the counter: the subject's records, what was done, what was promised, the receipt.

One page, as one paper form: the clerk copies what stands there. Where several organisations decide, it becomes a case
for each, and each has its receipt.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.counter.routes import ReceivedForm
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, refuse, validated
from workflows.domain.access import Role
from workflows.domain.case import Channel
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.operations.filing_repair import RepairFiling, file_repair, others_of, read_repair_filing

blueprint = Blueprint("repair_counter", __name__)


@blueprint.route("/counter/repairs/<int:record_id>", methods=["GET", "POST"])
@access(Role.REVIEWER)
def enter(record_id: int) -> Response:
    """Enter a paper form about a record and, with ``also``, others of its subject; nothing typed is lost."""
    office, actor = current_office(), current_actor()
    numbers = (each for each in request.values.getlist("also") if each.isascii() and each.isdigit())
    also = [int(each) for each in numbers if len(each) < 10]
    filing = read_repair_filing(office, actor, [record_id, *also], Channel.COUNTER)
    form = bind(filing.process.filing_form, request, data={"records": filing.rows})
    received = bind(ReceivedForm, request, {"received_on": today()})
    if request.method == "GET":
        return _shown(filing, form, received, Evidence())
    evidence = gather(request, f"counter-repair-{record_id}")
    typed_well = [received.validate(), form.validate()]
    for problem in evidence.problems:
        refuse(form, problem)
    if not all(typed_well) or evidence.problems:
        return _shown(filing, form, received, evidence)
    try:
        opened = file_repair(
            office, actor, filing, validated(form), evidence.files, act_key(request), received.received_on.data
        )
    except OfficeError as error:
        at_date = isinstance(error, FieldErrors) and "received_on" in error.errors
        refuse(received if at_date else form, error)
        return _shown(filing, form, received, evidence)
    first, *others = (each.case_id for each in opened)
    return redirect(url_for("counter.receipt", case_id=first, also=others), 303)


def _shown(filing: RepairFiling, form: Form, received: ReceivedForm, evidence: Evidence) -> Response:
    others = others_of(current_office(), filing)
    page = render_template(
        "counter/repair.html", filing=filing, form=form, received=received, evidence=evidence, others=others
    )
    return answer(page, received if any(received.errors.values()) else form)
