"""What may be done with a task besides completing it: every verb of the pages, under its own address."""

from typing import Any

from webapp.access import access
from webapp.api.base import ACT, KeyHeader, act_key, blueprint, told
from webapp.api.schemas import acts
from webapp.context import current_actor, current_office
from webapp.tasks.staff import STAFF
from webapp.tasks.verbs import VERBS, Verb
from webapp.tasks.worktable import read_worktable
from workflows.operations.task_acts import TaskAct


def _offer(verb: Verb) -> None:
    """Hang one verb on the API."""

    @blueprint.route(f"/tasks/<int:task_id>/{verb.key}", methods=["POST"], endpoint=verb.key)
    @access(*STAFF)
    @told(verb.label, "tasks", *ACT)
    @blueprint.arguments(acts.ToColleague if verb.names else acts.Reasoned)
    @blueprint.arguments(KeyHeader, location="headers")
    @blueprint.response(200, acts.Done)
    def act(body: dict[str, Any], header: dict[str, str], task_id: int) -> dict[str, int]:
        """Do it once, with its reason, to a task that the caller may see."""
        office, actor = current_office(), current_actor()
        read_worktable(office, actor, task_id)
        return {"case_id": verb.act(office, actor, TaskAct(task_id=task_id, key=act_key(header), **body))}


for _verb in VERBS:
    _offer(_verb)
