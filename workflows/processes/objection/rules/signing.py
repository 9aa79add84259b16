"""Four eyes: 经办、审核、负责人 are different people, and a matter goes back only so often."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision
from workflows.processes.objection.rules.supplement import MAX_ROUNDS, send_to_provider

#: Cleaned data of a form.
Data = Mapping[str, Any]


def signing(
    node: str, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: approve and sign ``codes``, or send back.

    Args:
        node: the signing task.
        drafted_at: tasks whose last doer may not sign (四眼: 经办、审核、负责人 are different people).
        codes: letters struck out when the matter goes back.
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        if any(case.did(task) == actor.user_id for task in drafted_at):
            raise OwnWork()
        if data["decision"] == "return":
            if data.get("return_to") == "provider":
                return send_to_provider(case, "return_to", data["opinion"], approved=False)
            if case.rounds(node) + 1 >= MAX_ROUNDS:
                raise TooManyRounds(rounds=MAX_ROUNDS)
            # 退回 to the auditor keeps the drafts: only who drafted may change them.
            to = str(data.get("return_to") or "draft")
            rounds = {**case.facts.get("rounds", {}), node: case.rounds(node) + 1}
            return Decision(
                outcome="return",
                facts={"approved": False, "return_to": to},
                memory={"rounds": rounds},
                strikes=codes if to == "draft" else (),
            )
        return then(case)

    return decide


def recalling(drafted_at: str, codes: tuple[str, ...]) -> Callable[[CaseView, Actor], Decision]:
    """Return the rule by which the drafter takes back what waits for signature (撤回). It counts as no return.

    Args:
        drafted_at: the step whose last doer may take the matter back.
        codes: letters struck out with it.
    """

    def recall(case: CaseView, actor: Actor) -> Decision:
        if case.did(drafted_at) != actor.user_id:
            raise NotAllowed()
        return Decision(outcome="recalled", facts={"approved": False}, strikes=codes)

    return recall
