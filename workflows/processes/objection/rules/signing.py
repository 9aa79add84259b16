"""Audit and approval of a decision: pass it on, or send it back to whom it concerns."""

from collections.abc import Callable

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision
from workflows.processes.objection.rules.supplement import DRAFTS, send_to_provider
from workflows.processes.signing import Data, counted, stand_apart


def reviewing(
    node: str, drafted_at: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a task that reviews a drafted decision: approve, or send back to whom it concerns.

    Args:
        node: the reviewing task.
        drafted_at: tasks whose last doer may not review (四眼: 经办、审核、负责人 are different people).
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        stand_apart(case, actor, drafted_at)
        if data["decision"] != "return":
            return then(case)
        to = str(data.get("return_to") or "draft")
        if to == "provider":
            return send_to_provider(case, "return_to", data["opinion"], approved=False)
        return Decision(
            outcome="return",
            facts={"approved": False, "return_to": to},
            memory=counted(case, node),
            # 退回 to the auditor keeps the drafts: only who drafted may change them.
            strikes=DRAFTS if to == "draft" else (),
        )

    return decide
