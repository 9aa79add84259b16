"""The desk for programs: list, read, claim, give back and complete tasks; the supervisor's list."""

from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.api import json_forms
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, in_parts, told
from webapp.api.paging import position
from webapp.api.parts import handed_in
from webapp.api.schemas import desk
from webapp.context import current_actor, current_office, today
from webapp.tasks import listing
from webapp.tasks.forms import BreachForm
from webapp.tasks.prefill import chosen, proposals
from webapp.tasks.record_fields import with_record_fields
from webapp.tasks.staff import STAFF
from webapp.tasks.verbs import offered
from webapp.tasks.worktable import Worktable, read_worktable, suit
from workflows.domain.access import ROLE_NAMES, Role
from workflows.domain.words import N_
from workflows.operations.claim_task import claim_task, release_task
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.substitute import absent_for
from workflows.operations.task_acts import colleagues
from workflows.store import board, inbox, tasks

_PAGE = 50
_KINDS = {"late": board.LATE, "warned": board.WARNED}


@blueprint.route("/tasks")
@access(*STAFF)
@told(N_("待办清单"), "tasks")
@blueprint.arguments(desk.TaskQuery, location="query")
@blueprint.response(200, desk.TaskRows)
def task_rows(query: dict[str, Any]) -> dict[str, Any]:
    """List the open tasks of the caller's desks, the earliest last day first."""
    office, actor = current_office(), current_actor()
    asked = listing.Query(
        box=inbox.Holder(query["box"]),
        node=addresses.words(query, "step", 40),
        provider_id=query.get("provider_id"),
        overdue=query["overdue"],
        words=addresses.words(query, "q", 60),
    )
    with office.database.read() as connection:
        page = inbox.page(
            connection,
            actor.user_id,
            listing.desks(actor),
            holder=asked.box,
            filters=listing.filters(asked, today()),
            absent=absent_for(office, actor, today()),
            after=position(query, listing.read_mark),
            limit=_PAGE,
        )
    return {"items": listing.lines(office, actor, page.rows), "next": listing.mark(page.next)}


@blueprint.route("/tasks/<int:task_id>")
@access(SIGNED_IN)
@told(N_("查看待办及其表单"), "tasks", *NAMED)
@blueprint.response(200, desk.Task)
def task(task_id: int) -> dict[str, Any]:
    """Return a task with the JSON Schema of its form and what the office proposes for it."""
    office, actor = current_office(), current_actor()
    table = read_worktable(office, actor, task_id)
    form = suit(_form(table, None), table)
    verbs = offered(actor, table.case, table.task)
    return {
        "case": table.case,
        "task": table.task,
        "late": [slip.rule for slip in table.late],
        "form": json_forms.json_schema(form),
        "proposed": json_forms.plain({**json_forms.asked(form), **proposals(office, table.case, type(form))}),
        "verbs": [verb.key for verb in verbs],
        "colleagues": _colleagues(table) if any(verb.names for verb in verbs) else [],
    }


@blueprint.route("/tasks/<int:task_id>/claim", methods=["POST"])
@access(*STAFF)
@told(N_("签收待办"), "tasks", 404, 409)
@blueprint.response(200, desk.Claimed)
def claim(task_id: int) -> dict[str, int]:
    """Take a task from its pool; claiming what one holds changes nothing."""
    return {"case_id": claim_task(current_office(), current_actor(), task_id)}


@blueprint.route("/tasks/<int:task_id>/release", methods=["POST"])
@access(*STAFF)
@told(N_("退回待办池"), "tasks", 404, 409)
@blueprint.response(200, desk.Claimed)
def release(task_id: int) -> dict[str, int]:
    """Give a task back to its pool."""
    return {"case_id": release_task(current_office(), current_actor(), task_id)}


@blueprint.route("/tasks/<int:task_id>/complete", methods=["POST"])
@access(SIGNED_IN)
@told(N_("办理待办"), "tasks", *ACT)
@in_parts(desk.CompletionParts)
@blueprint.arguments(desk.Completion)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, desk.Completed)
def complete(body: dict[str, Any], header: dict[str, str], task_id: int) -> dict[str, Any]:
    """Complete a task with the data of its form and files."""
    office, actor = current_office(), current_actor()
    table = read_worktable(office, actor, task_id)
    data = json_forms.validated(partial(_form, table), body["data"])
    late: dict[str, Any] = {name: body[name] for name in ("breach_reason", "breach_note") if name in body}
    breach = json_forms.validated(BreachForm, late)
    done = complete_task(
        office,
        actor,
        CompleteTask(
            task_id=task_id,
            seen=body["seen"],
            data=chosen(data),
            files=handed_in(body["files"]),
            key=act_key(header),
            breach_reason=breach["breach_reason"] or None,
            breach_note=(breach["breach_note"] or "").strip() or None,
        ),
    )
    return {
        "case_id": done.case_id,
        "outcome": done.outcome,
        "outcome_words": table.case.process.outcome_words(table.kind.node, done.outcome),
        "repeated": done.repeated,
    }


@blueprint.route("/overdue")
@access(Role.SUPERVISOR)
@told(N_("逾期与预警清单（督办岗）"), "supervision")
@blueprint.arguments(desk.OverdueQuery, location="query")
@blueprint.response(200, desk.OverdueRows)
def overdue(query: dict[str, Any]) -> dict[str, Any]:
    """List what is late or will be in the caller's authorities."""
    authorities = sorted(current_actor().organisations(Role.SUPERVISOR))
    after = position(query, lambda text: addresses.place(text, "_"))
    with current_office().database.read() as connection:
        found = board.page(
            connection, _KINDS[query["kind"]], authorities, org_id=query.get("org_id"), after=after, size=_PAGE + 1
        )
        turns = board.whose_turn(connection, [row.case_id for row in found])
    rows = found[:_PAGE]
    following = f"{rows[-1].due_on.isoformat()}_{rows[-1].id}" if len(found) > _PAGE else None
    return {"items": [_overdue(row, turns) for row in rows], "next": following}


def _overdue(row: Any, turns: Any) -> dict[str, Any]:
    process = current_office().processes[row.process]
    names = ("case_id", "number", "subject", "authority", "rule", "due_on", "provisional", "received_on")
    return {
        **{name: getattr(row, name) for name in names},
        "rule_words": process.rules[row.rule],
        "turns": [
            {
                "node": turn.node,
                "org": turn.org or ROLE_NAMES[Role(turn.role)],
                "holder": turn.holder or "",
            }
            for turn in turns
            if turn.case_id == row.case_id
        ],
    }


def _form(table: Worktable, sent: MultiDict[str, str] | None) -> Form:
    """Return the task's form with the choices of its case."""
    form: Form = with_record_fields(table.kind.form, table.offered)(sent)
    if "departments" in form:
        form["departments"].choices = list(table.executors)
    return form


def _colleagues(table: Worktable) -> list[dict[str, Any]]:
    office, actor = current_office(), current_actor()
    with office.database.read() as connection:
        stored = tasks.load(connection, table.task.id)
    if stored is None:
        return []
    found = colleagues(office, stored, actor.user_id)
    return [{"id": user_id, "name": name} for user_id, name in found]
