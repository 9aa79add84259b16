"""经办、审核、负责人 are different people: who would be refused a signature is not asked for one."""

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import OfficeError, OwnWork
from workflows.domain.process_type import TaskType


def is_own_work(kind: TaskType, case: CaseView, actor: Actor) -> bool:
    """Tell whether the rules would refuse a person's answer to a signing task because it is about the own work.

    The rule itself is asked, with the answer that needs nothing else (a return); it is pure, nothing is written.
    """
    if not hasattr(kind.form, "decision"):
        return False
    try:
        kind.decide(case, actor, {"decision": "return"})
    except OwnWork:
        return True
    except OfficeError:
        # Refused for another reason, which the person is told when it comes to that.
        return False
    return False
