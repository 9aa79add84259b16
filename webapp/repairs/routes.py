"""An applicant's own records, and applying for their repair: choose, tell what was done, promise, check, hand in.

What was typed is kept as a draft with every step but the last. A draft stands under the first of the chosen records;
the others travel as ``also``.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.auth.carried import keeps_typed
from webapp.context import current_actor, current_office
from webapp.files import evidence as files
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, validated
from webapp.menu import Entry
from webapp.receipts import receipt_page
from webapp.repairs.overview import overview
from webapp.typed import carried, keep, keep_if_possible, resumed
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.ask_representation import own_requests
from workflows.operations.filing_repair import (
    MOST,
    PROCESS,
    RepairFiling,
    file_repair,
    read_repair_filing,
    require_repairable,
)
from workflows.operations.record_standing import own_records
from workflows.operations.save_draft import Draft, drop_draft, read_draft

blueprint = Blueprint("repairs", __name__)
MENU = (
    Entry(
        label=N_("信用修复"),
        endpoint="repairs.listing",
        access=(APPLICANT,),
        order=25,
        icon="arrow-repeat",
        group=None,
    ),
)

#: Fields of the first page; all others stand on the second.
_FACTS = ("records", "kind", "ruling")


@blueprint.get("/repairs")
@access(SIGNED_IN)
def listing() -> str:
    """List the records of those for whom the reader may act: what can be applied for, what later, and the others."""
    office, actor = current_office(), current_actor()
    found = overview(own_records(office, actor))
    asked = () if actor.subjects else own_requests(office, actor)
    return render_template(
        "repairs/listing.html",
        found=found,
        offers=PROCESS in office.processes,
        subjects=actor.subjects,
        requests=asked,
    )


@blueprint.get("/repairs/choose")
@access(SIGNED_IN)
def choose() -> Response:
    """Begin an application about the records that were ticked."""
    chosen = _ids(request.args.getlist("record"))
    if not chosen:
        flash(_("请先勾选要申请修复的信息。"), "error")
        return redirect(url_for("repairs.listing"), 303)
    if len(chosen) > MOST:
        words = _("一次最多为 %(most)s 条信息申请，您勾选了 %(count)s 条，请分次申请。", most=MOST, count=len(chosen))
        flash(words, "error")
        return redirect(url_for("repairs.listing"), 303)
    return redirect(url_for("repairs.apply", record_id=chosen[0], also=chosen[1:]), 303)


@blueprint.route("/repairs/records/<int:record_id>/apply", methods=["GET", "POST"])
@access(SIGNED_IN)
@keeps_typed
def apply(record_id: int) -> Response:
    """Tell what was done (``go=edit``), promise (``promise``), check, hand in (``send``) or put by (``save``)."""
    if request.method == "GET":
        return _begun(record_id)
    chosen = _ids(request.form.getlist("also"))
    filing = read_repair_filing(current_office(), current_actor(), [record_id, *chosen])
    form = bind(filing.process.filing_form, request, data=filing.contact)
    evidence = gather(request, f"record-{record_id}")
    step = request.form.get("go", "check")
    if step not in ("edit", "save"):
        form.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    if step == "save" and not evidence.problems:
        return _put_by(filing, form, evidence)
    if step in ("edit", "save") or _wrong(form, _FACTS):
        return _page("facts", filing, form, evidence)
    if step == "promise":
        _forget_errors(form)
        return _page("promise", filing, form, evidence)
    if problems(form):
        return _page("promise", filing, form, evidence)
    try:
        if step != "send":
            require_repairable(filing.records)
            return _page("check", filing, form, evidence)
        opened = file_repair(
            current_office(), current_actor(), filing, validated(form), evidence.files, act_key(request)
        )
    except OfficeError as error:
        refuse(form, error)
        return _page("facts", filing, form, evidence)
    drop_draft(current_office(), current_actor(), PROCESS, record_id)
    first, *others = (each.case_id for each in opened)
    return redirect(url_for("repairs.receipt", case_id=first, also=others), 303)


@blueprint.post("/repairs/records/<int:record_id>/discard")
@access(SIGNED_IN)
def discard(record_id: int) -> Response:
    """Forget what was typed."""
    drop_draft(current_office(), current_actor(), PROCESS, record_id)
    flash(_("草稿已删除。"), "done")
    return redirect(url_for("mine.listing"), 303)


@blueprint.get("/repairs/<int:case_id>/receipt")
@access(SIGNED_IN)
def receipt(case_id: int) -> str:
    """Confirm the application; where several organisations decide, name the receipts of the others."""
    return receipt_page("repairs/receipt.html", case_id, others=_ids(request.args.getlist("also")))


def _ids(texts: Sequence[str]) -> list[int]:
    """Return the numbers among what an address or a form brought along, each once."""
    return list(dict.fromkeys(int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < 10))


def _begun(record_id: int) -> Response:
    """Show the form as it was left, or a new one with what the office and the account know."""
    chosen = _ids(request.args.getlist("also"))
    draft = read_draft(current_office(), current_actor(), PROCESS, record_id)
    if draft is not None and not chosen:
        chosen = _ids([value for name, value in draft.fields if name == "also"])
    filing = read_repair_filing(current_office(), current_actor(), [record_id, *chosen])
    form_class = filing.process.filing_form
    if draft is None or not _about(draft, filing):
        return _page("facts", filing, form_class(data={**filing.contact, "records": filing.rows}), Evidence())
    form = resumed(form_class, draft.fields)
    evidence = files.resumed(draft.files, f"record-{record_id}")
    for problem in evidence.problems:
        refuse(form, problem)
    return _page("facts", filing, form, evidence, draft=draft)


def _about(draft: Draft, filing: RepairFiling) -> bool:
    """Tell whether a draft is about exactly the records that are chosen now."""
    numbers = {value for name, value in draft.fields if name.startswith("records-") and name.endswith("-number")}
    return numbers == {each.decision_number for each in filing.records}


def _also(filing: RepairFiling) -> list[tuple[str, str]]:
    return [("also", str(each.record_id)) for each in filing.records[1:]]


def _wrong(form: Form, names: Sequence[str]) -> bool:
    return bool(form.form_errors) or any(form[name].errors for name in names if name in form)


def _forget_errors(form: Form) -> None:
    """The second page has not been shown yet: nothing on it is wrong."""
    for field in form:
        if field.name not in _FACTS:
            field.errors = ()


def _put_by(filing: RepairFiling, form: Form, evidence: Evidence) -> Response:
    try:
        keep(PROCESS, filing.records[0].record_id, form, evidence, _also(filing))
    except OfficeError as error:
        refuse(form, error)
        return _page("facts", filing, form, evidence)
    flash(_("草稿已保存，可以随时从这里继续填写。还没有提交。"), "done")
    return redirect(url_for("mine.listing"), 303)


def _page(
    stage: str, filing: RepairFiling, form: Form, evidence: Evidence, draft: Draft | None = None
) -> Response:
    """Show one page of the form; what stands on the others travels along unseen."""
    if request.method == "POST":
        keep_if_possible(PROCESS, filing.records[0].record_id, form, evidence, _also(filing))
    shown = {field.name for field in form if stage != "check" and (field.name in _FACTS) == (stage == "facts")}
    hidden = [each for each in carried(form) if each[0].partition("-")[0] not in shown]
    page = render_template(
        f"repairs/{stage}.html",
        filing=filing,
        form=form,
        evidence=evidence,
        draft=draft,
        carried=[*hidden, *_also(filing)],
    )
    return answer(page, form)
