"""An applicant's own cases: the list, the case page, supplementing papers, withdrawing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.auth.carried import keeps_typed
from webapp.context import current_actor, current_office
from webapp.files.evidence import gather
from webapp.forms import act_key, answer, bind, refuse, seen, validated
from webapp.menu import Entry
from webapp.mine import steps, told
from webapp.mine.own import hand_in, own_case, own_task
from workflows.domain.case import CASE_STATE_NAMES, CaseState
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.clock_slips import STATE_NAMES
from workflows.operations.own_cases import own_cases
from workflows.operations.read_outcome import read_outcome
from workflows.operations.save_draft import own_drafts
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.processes.forms import Text

blueprint = Blueprint("mine", __name__)
blueprint.register_blueprint(steps.blueprint)
MENU = (
    Entry(
        label=N_("我的申请"),
        endpoint="mine.listing",
        access=(APPLICANT,),
        order=10,
        icon="folder2-open",
        group=None,
    ),
)

_SUPPLY = "supply_corrections"
#: Process → the noun whose pages take its applications: apply, discard, receipt.
_FILING_PAGES = {"objection": "objections", "repair": "repairs"}


class WithdrawForm(Form):
    """撤回申请: why."""

    reason = Text(N_("撤回原因"), must=True, description=N_("例如：已与有关单位沟通解决。"))


@blueprint.get("/mine")
@access(SIGNED_IN)
def listing() -> str:
    """List what the reader has begun and what they have filed."""
    office, actor = current_office(), current_actor()
    # What waits for the reader stands first, what is closed last; within each the newest.
    cases = sorted(own_cases(office, actor), key=lambda each: (not each.todo, each.state != CaseState.OPEN))
    return render_template("mine/listing.html", cases=cases, drafts=own_drafts(office, actor), pages=_FILING_PAGES)


@blueprint.get("/mine/<int:case_id>")
@access(SIGNED_IN)
def case(case_id: int) -> str:
    """Show one case: where it stands, whose turn it is, by when, and what can be done now."""
    page = own_case(case_id)
    return render_template(
        "mine/case.html",
        page=page,
        state_words=CASE_STATE_NAMES[page.view.state],
        steps=told.steps(page.process, page.step, page.view.state),
        turns=told.turns(page),
        following=told.following(page),
        stopped=told.stopped(page),
        outcome=read_outcome(current_office(), page),
        facts=told.facts(page),
        sorry=told.late(page),
        promised_on=told.promised(page),
        reply=told.reply(page),
        may_withdraw=told.may_withdraw(page),
        slip_states=STATE_NAMES,
        filing_pages=_FILING_PAGES,
    )


@blueprint.route("/mine/<int:case_id>/withdraw", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(case_id: int) -> Response:
    """Say what withdrawing means and ask why; then withdraw."""
    page = own_case(case_id)
    form = bind(WithdrawForm, request)
    if request.method == "POST" and form.validate():
        try:
            withdraw_case(
                current_office(),
                current_actor(),
                WithdrawCase(
                    case_id=case_id, seen=seen(request), reason=validated(form)["reason"], key=act_key(request)
                ),
            )
        except OfficeError as error:
            refuse(form, error)
            page = own_case(case_id)
        else:
            flash(_("已撤回。终止办理告知书签发后，您会收到消息。"), "done")
            return redirect(url_for("mine.case", case_id=case_id), 303)
    return answer(render_template("mine/withdraw.html", page=page, form=form), form)


@blueprint.route("/mine/<int:case_id>/supply", methods=["GET", "POST"])
@access(SIGNED_IN)
@keeps_typed
def supply(case_id: int) -> Response:
    """Show only what is missing, take it in (``go=edit``: and show it again), and hand it on."""
    page = own_case(case_id)
    task = own_task(page, _SUPPLY)
    missing = page.view.facts.get("missing", [])
    form = bind(page.process.tasks[_SUPPLY].form, request)
    evidence = gather(request, f"case-{case_id}", items=max(1, len(missing)))
    if hand_in(task, form, evidence):
        flash(_("材料已提交。信用中心会接着审查您的申请。"), "done")
        return redirect(url_for("mine.case", case_id=case_id), 303)
    # What was refused may have been so because the case has moved on.
    page = own_case(case_id) if request.method == "POST" else page
    shown = {"page": page, "task": task, "form": form, "evidence": evidence, "missing": missing}
    return answer(render_template("mine/supply.html", **shown), form)
