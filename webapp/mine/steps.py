"""The steps that a process asks of whom it is about: one page for each, with the process's own form."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import SIGNED_IN, access
from webapp.auth.carried import keeps_typed
from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, seen, validated
from webapp.tasks.prefill import proposals
from workflows.domain.access import Role
from workflows.domain.errors import Hidden, OfficeError, TaskNotOpen
from workflows.operations.case_page import CasePage, Side, TaskLine
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.read_case import read_case

blueprint = Blueprint("steps", __name__)


@blueprint.route("/mine/<int:case_id>/steps/<node>", methods=["GET", "POST"])
@access(SIGNED_IN)
@keeps_typed
def do(case_id: int, node: str) -> Response:
    """Show the step with its form, take it in (``go=edit``: and show it again), and hand it on."""
    page = _own(case_id)
    task = _task(page, node)
    form_class = page.process.tasks[node].form
    form = bind(form_class, request, proposals(current_office(), page, form_class))
    evidence = gather(request, f"case-{case_id}-{node}", items=max(1, len(page.view.facts.get("items", ()))))
    handed_in = request.form.get("go") != "edit"
    if request.method == "POST":
        if handed_in:
            form.validate()
        for problem in evidence.problems:
            refuse(form, problem)
    if request.method == "POST" and handed_in and not problems(form):
        command = CompleteTask(
            task_id=task.id, seen=seen(request), data=validated(form), files=evidence.files, key=act_key(request)
        )
        try:
            complete_task(current_office(), current_actor(), command)
        except OfficeError as error:
            refuse(form, error)
            page = _own(case_id)
        else:
            flash(_("已提交。办理单位会接着办理，进展在本页显示。"), "done")
            return redirect(url_for("mine.case", case_id=case_id), 303)
    return _shown(page, task, form, evidence)


def _shown(page: CasePage, task: TaskLine, form: Form, evidence: Evidence) -> Response:
    """A step whose form needs more than fields one below the other has a page of its own."""
    own = f"mine/steps/{page.view.process}_{task.node}.html"
    values = {"page": page, "task": task, "kind": page.process.tasks[task.node], "form": form, "evidence": evidence}
    return answer(render_template([own, "mine/step.html"], **values), form)


def _task(page: CasePage, node: str) -> TaskLine:
    # The newest one, done or not: the same form sent twice is answered by what it did the first time.
    task = next((each for each in reversed(page.tasks) if each.node == node and each.role == Role.APPLICANT), None)
    if task is None or (request.method == "GET" and not task.mine):
        raise TaskNotOpen()
    return task


def _own(case_id: int) -> CasePage:
    """Return the reader's own case; other people's are answered like missing ones."""
    page = read_case(current_office(), current_actor(), case_id)
    if page.side is not Side.APPLICANT:
        raise Hidden()
    return page
