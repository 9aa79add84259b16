"""Four eyes: who drafted does not sign, and a matter goes back only so often."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: Returns of one matter, after which a person must settle it.
MAX_ROUNDS = 8


def signing(
    node: str, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: approve, or send back with the drafts struck out.

    Args:
        node: the signing task.
        drafted_at: tasks whose last doer may not sign.
        codes: letters struck out when the matter goes back.
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        if any(case.did(task) == actor.user_id for task in drafted_at):
            raise OwnWork()
        if data["decision"] != "return":
            return then(case)
        if case.rounds(node) + 1 >= MAX_ROUNDS:
            raise TooManyRounds(rounds=MAX_ROUNDS)
        rounds = {**case.facts.get("rounds", {}), node: case.rounds(node) + 1}
        return Decision(outcome="return", facts={"approved": False}, memory={"rounds": rounds}, strikes=codes)

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
