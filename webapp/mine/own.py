"""A person's own case, the steps it asks of them, and handing one in."""

from flask import request
from wtforms import Form

from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence
from webapp.forms import act_key, problems, refuse, seen, validated
from workflows.domain.access import Role
from workflows.domain.errors import Hidden, OfficeError, TaskNotOpen
from workflows.operations.case_page import OUTSIDE, CasePage, TaskLine
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.read_case import read_case


def own_case(case_id: int) -> CasePage:
    """Return the reader's own case.

    Raises:
        Hidden: it is somebody else's; that is answered like a missing one.
    """
    page = read_case(current_office(), current_actor(), case_id)
    if page.side not in OUTSIDE:
        raise Hidden()
    return page


def own_task(page: CasePage, node: str) -> TaskLine:
    """Return the step of a case that its reader is to do.

    Raises:
        TaskNotOpen: there is none; who only looks is shown none that is done either.
    """
    # The newest one, done or not: the same form sent twice is answered by what it did the first time.
    task = next((each for each in reversed(page.tasks) if each.node == node and each.role == Role.APPLICANT), None)
    if task is None or (request.method == "GET" and not task.mine):
        raise TaskNotOpen()
    return task


def hand_in(task: TaskLine, form: Form, evidence: Evidence) -> bool:
    """Complete a step with what was posted, unless it is only to be shown again (``go=edit``). Tell whether it is done.

    What is wrong is told in ``form``.
    """
    if request.method != "POST":
        return False
    shown_again = request.form.get("go") == "edit"
    if not shown_again:
        form.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    if shown_again or problems(form):
        return False
    command = CompleteTask(
        task_id=task.id, seen=seen(request), data=validated(form), files=evidence.files, key=act_key(request)
    )
    try:
        complete_task(current_office(), current_actor(), command)
    except OfficeError as error:
        refuse(form, error)
        return False
    return True
