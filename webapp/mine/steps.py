"""The steps that a process asks of whom it is about: one page for each, with the process's own form."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import SIGNED_IN, access
from webapp.auth.carried import keeps_typed
from webapp.context import current_office
from webapp.files.evidence import Evidence, gather
from webapp.forms import answer, bind
from webapp.mine.own import hand_in, own_case, own_task
from webapp.tasks.prefill import proposals
from workflows.operations.case_page import CasePage, TaskLine

blueprint = Blueprint("steps", __name__)


@blueprint.route("/mine/<int:case_id>/steps/<node>", methods=["GET", "POST"])
@access(SIGNED_IN)
@keeps_typed
def do(case_id: int, node: str) -> Response:
    """Show the step with its form, take it in (``go=edit``: and show it again), and hand it on."""
    page = own_case(case_id)
    task = own_task(page, node)
    form_class = page.process.tasks[node].form
    form = bind(form_class, request, proposals(current_office(), page, form_class))
    if hasattr(form, "suit"):
        form.suit(page.view)
    evidence = gather(request, f"case-{case_id}-{node}", items=max(1, len(page.view.facts.get("items", ()))))
    if hand_in(task, form, evidence):
        flash(_("已提交。办理单位会接着办理，进展在本页显示。"), "done")
        return redirect(url_for("mine.case", case_id=case_id), 303)
    # What was refused may have been so because the case has moved on.
    page = own_case(case_id) if request.method == "POST" else page
    return _shown(page, task, form, evidence)


def _shown(page: CasePage, task: TaskLine, form: Form, evidence: Evidence) -> Response:
    """A step whose form needs more than fields one below the other has a page of its own."""
    own = f"mine/steps/{page.view.process}_{task.node}.html"
    values = {"page": page, "task": task, "kind": page.process.tasks[task.node], "form": form, "evidence": evidence}
    return answer(render_template([own, "mine/step.html"], **values), form)
