"""What a supervisor does about a reply that is late."""

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision
from workflows.processes.desk_tasks import supervised
from workflows.processes.signing import Data


def supervise_reply(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a late reply; a new last day is promised to the applicant where one is set."""
    promised = data.get("promised_on")
    if promised is None:
        return supervised(case, actor, data)
    return Decision(
        outcome="supervised",
        memory={"promised_on": promised.isoformat()},
        promised_on=promised,
        notices=(("late_promise", "applicant"),),
    )
