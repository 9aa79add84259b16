"""Shows the letters of a step as they would read if it were completed with what is typed now. Nothing is kept."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.errors import Hidden, TaskNotOpen
from workflows.domain.process_type import LetterType
from workflows.operations import papers
from workflows.operations.complete_task import note_decision
from workflows.operations.office import Office
from workflows.operations.reading import open_act_on_task, require_sight
from workflows.operations.task_acts import desk_of


def preview_step(office: Office, actor: Actor, task_id: int, data: Mapping[str, Any]) -> list[tuple[LetterType, bytes]]:
    """Return the letters that completing a task would draft or sign, rendered without a number.

    Args:
        data: cleaned data of the task's declared form fields.

    Raises:
        Hidden: the task is not this person's to do.
        TaskNotOpen: it is done or cancelled.
        OfficeError: the rules of the step refuse what is typed.
    """
    act = open_act_on_task(office, actor, task_id)
    task = next(each for each in act.all_tasks if each.id == task_id)
    require_sight(actor, act.case)
    if not desk_of(task).admits(actor):
        raise Hidden()
    if task.state != "open":
        raise TaskNotOpen()
    decision = act.process.tasks[task.node].decide(act.case, actor, data)
    note_decision(act, task, decision, data, key="")
    codes = dict.fromkeys((*decision.drafts, *decision.signs))
    return [(act.process.letter(code), papers.preview(act, code)) for code in codes]
