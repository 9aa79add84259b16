"""A running process, the case's own or a called one, which finds what waits without walking its tree of tasks.

The library looks after each node for the tasks that wait, and walks the whole tree for it; a lean one lists few tasks.
"""

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class _Listed:
    """Mixed into both kinds of process."""

    tasks: dict[object, Task]

    def update_waiting_tasks(self) -> None:
        """Let every task that waits see whether it goes on."""
        for task in list(self.tasks.values()):
            # One of this list may have been cancelled by the one before it.
            if task.state == TaskState.WAITING:
                task.task_spec._update(task)


class Called(_Listed, BpmnSubWorkflow):
    """The process that a call activity runs."""


class Outermost(_Listed, BpmnWorkflow):
    """The process of a case; those that it calls hang on it."""

    def create_subprocess(self, my_task: Task, spec_name: str) -> Called:
        """Begin the process that ``my_task`` calls."""
        called = Called(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = called
        return called
