"""待办 and 已办, claiming and giving back, and the page on which a task is done."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, refuse, seen, sent, validated
from webapp.i18n import say
from webapp.menu import Entry
from webapp.tasks import boxes, listing, verbs
from webapp.tasks.consequences import consequences
from webapp.tasks.forms import BreachForm
from webapp.tasks.prefill import chosen, proposals
from webapp.tasks.preview import Preview, asked, preview
from webapp.tasks.record_fields import with_record_fields
from webapp.tasks.staff import STAFF as STAFF
from webapp.tasks.worktable import Worktable, answers, read_worktable, suit, typed_answers
from workflows.domain.access import Role
from workflows.domain.case import CASE_STATE_NAMES
from workflows.domain.errors import BreachReasonRequired, OfficeError, StaleVersion
from workflows.domain.identifiers import mask_resident_ids
from workflows.domain.words import N_
from workflows.operations.case_page import CasePage, TaskLine
from workflows.operations.claim_task import claim_task, release_task
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.note_event import note_event
from workflows.operations.substitute import absent_for
from workflows.processes.objection.words import GROUNDS
from workflows.store import inbox

blueprint = Blueprint("tasks", __name__)
blueprint.register_blueprint(verbs.blueprint)
blueprint.register_blueprint(boxes.blueprint)

MENU = (Entry(label=N_("待办"), endpoint="tasks.todo", access=STAFF, order=10, icon="list-check", group=None),)

_PAGE = 50


@blueprint.get("/tasks")
@access(*STAFF)
def todo() -> str:
    """Show the open tasks of the reader's desks, the earliest due date first; filters stay in the address."""
    office, actor = current_office(), current_actor()
    query = listing.read_query(request.args)
    after = listing.read_mark(request.args.get("after", ""))
    with office.database.read() as connection:
        page = inbox.page(
            connection,
            actor.user_id,
            listing.desks(actor),
            holder=query.box,
            filters=listing.filters(query, today()),
            absent=absent_for(office, actor, today()),
            after=after,
            limit=_PAGE,
        )
    return render_template(
        "tasks/todo.html",
        query=query,
        boxes=listing.BOXES,
        counts=listing.counts(office, actor, today()),
        lines=listing.lines(office, actor, page.rows),
        steps=listing.steps(office, actor),
        providers=listing.providers(office) if actor.organisations(Role.REVIEWER, Role.AUDITOR, Role.HEAD) else [],
        first=url_for("tasks.todo", **query.address()) if after else "",
        next=url_for("tasks.todo", **query.address(after=listing.mark(page.next))) if page.next else "",
    )


@blueprint.get("/tasks/done")
@access(*STAFF)
def done() -> str:
    """Show what the reader has completed, the latest first."""
    office, actor = current_office(), current_actor()
    before = listing.read_done_mark(request.args.get("before", ""))
    with office.database.read() as connection:
        page = inbox.done_page(connection, actor.user_id, before=before, limit=_PAGE)
    return render_template(
        "tasks/done.html",
        lines=listing.lines(office, actor, page.rows),
        counts=listing.counts(office, actor, today()),
        boxes=listing.BOXES,
        first=url_for("tasks.done") if before else "",
        next=url_for("tasks.done", before=listing.mark(page.next)) if page.next else "",
    )


@blueprint.post("/tasks/<int:task_id>/claim")
@access(*STAFF)
def claim(task_id: int) -> Response:
    """Take a task from the pool and lead to its page."""
    claim_task(current_office(), current_actor(), task_id)
    flash(_("已签收，该待办由您办理。"), "done")
    return redirect(url_for("tasks.work", task_id=task_id))


@blueprint.post("/tasks/<int:task_id>/release")
@access(*STAFF)
def release(task_id: int) -> Response:
    """Give a task back to the pool."""
    release_task(current_office(), current_actor(), task_id)
    flash(_("已退回待办池，同岗位人员可以签收。"), "done")
    return redirect(url_for("tasks.todo"))


@blueprint.route("/tasks/<int:task_id>", methods=["GET", "POST"])
@access(*STAFF)
def work(task_id: int) -> Any:
    """Show a task with its case and its form; complete it."""
    table = read_worktable(current_office(), current_actor(), task_id)
    form, breach = _forms(table)
    if request.method == "GET":
        return _shown(table, form, breach, Evidence())
    evidence = gather(request, f"task-{task_id}")
    for problem in evidence.problems:
        refuse(form, problem)
    if asked(request):
        ahead = preview(form, task_id)
        # Shown as it was typed, without the complaints of a form that nobody has sent yet.
        return _shown(table, *_forms(table), evidence, ahead=ahead)
    if not sent(request) or request.form.get("go") == "edit":
        # More rows, or a file that was taken in as soon as it was chosen: what is typed is not judged yet.
        return _shown(table, form, breach, evidence)
    typed_well = [form.validate(), breach.validate()]
    if not all(typed_well) or evidence.problems:
        return _shown(table, form, breach, evidence)
    try:
        completed = complete_task(
            current_office(),
            current_actor(),
            CompleteTask(
                task_id=task_id,
                seen=seen(request),
                data=chosen(validated(form)),
                files=evidence.files,
                key=act_key(request),
                breach_reason=breach.breach_reason.data or None,
                breach_note=(breach.breach_note.data or "").strip() or None,
            ),
        )
    except OfficeError as error:
        refuse(breach if isinstance(error, BreachReasonRequired) else form, error)
        # The newest state of the case, with what was typed: nothing is lost.
        newest = read_worktable(current_office(), current_actor(), task_id)
        return _shown(newest, form, breach, evidence, error)
    outcome = say(table.case.process.outcome_words(table.kind.node, completed.outcome))
    number, step = table.case.view.number, say(table.kind.name)
    flash(_("%(number)s %(step)s:%(outcome)s。", number=number, step=step, outcome=outcome), "done")
    return redirect(url_for("tasks.todo"), 303)


@blueprint.post("/tasks/<int:task_id>/numbers")
@access(*STAFF)
def numbers(task_id: int) -> str:
    """Show the numbers of persons whole that a task shows masked; who has seen them is noted."""
    office, actor = current_office(), current_actor()
    table = read_worktable(office, actor, task_id)
    steps = [step for step in table.earlier if _has_number(step)]
    if steps:
        note_event(office, actor.user_id, "identity_revealed", case=table.case.view.id, task=task_id)
    found = [(step.name, *line) for step in steps for line in _numbers(table, step)]
    return render_template("tasks/numbers.html", case=table.case, kind=table.kind, found=found)


def _has_number(step: TaskLine) -> bool:
    typed = str(step.data)
    return mask_resident_ids(typed) != typed


def _numbers(table: Worktable, step: TaskLine) -> list[tuple[str, Any]]:
    """Return the (label, whole value) pairs of a step that are masked elsewhere."""
    kind, names = table.case.process.tasks[step.node], dict(table.executors)
    pairs = zip(answers(kind, step.data, names, whole=True), answers(kind, step.data, names), strict=True)
    return [whole for whole, masked in pairs if whole != masked]


@blueprint.app_template_global("filed")
def filed(case: CasePage) -> list[tuple[str, Any]]:
    """Return what was written when a case was opened, as (label, value) pairs."""
    return typed_answers(case.process.filing_form(), case.application)


def _forms(table: Worktable) -> tuple[Form, BreachForm]:
    """Return the step's form, with the choices and proposals of this case, and the form of a breach."""
    form_class = with_record_fields(table.kind.form, table.offered)
    form = bind(form_class, request, proposals(current_office(), table.case, form_class))
    if "departments" in form:
        form["departments"].choices = list(table.executors)
    return form, bind(BreachForm, request)


def _shown(
    table: Worktable,
    form: Form,
    breach: BreachForm,
    evidence: Evidence,
    error: OfficeError | None = None,
    ahead: Preview | None = None,
) -> Response:
    told = partial(answers, organisations=dict(table.executors))
    page = render_template(
        "tasks/work.html",
        table=table,
        case=table.case,
        form=suit(form, table),
        breach=breach,
        evidence=evidence,
        answers=told,
        grounds=GROUNDS,
        state_words=CASE_STATE_NAMES[table.case.view.state],
        returned=table.returned,
        consequences=consequences(table),
        takes_files="decision" not in form,
        asks_breach=bool(table.late or breach.breach_reason.errors or breach.breach_reason.data),
        stale=isinstance(error, StaleVersion),
        typed=told(table.kind, form.data, whole=True) if error is not None and table.task.state != "open" else [],
        hides=any(map(_has_number, table.earlier)),
        preview=ahead,
        verbs=verbs.offered(current_actor(), table.case, table.task),
    )
    return answer(page, breach if any(breach.errors.values()) else form)
