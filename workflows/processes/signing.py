"""Four eyes in any process: who signs is not who drafted, and a matter goes back only so often."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: Which letters wait for a signature.
Codes = Callable[[CaseView], tuple[str, ...]]

#: A matter may be sent back this often before the supervisor must step in.
MAX_ROUNDS = 8


def signing(
    node: str, drafted_at: tuple[str, ...], codes: Codes, then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: approve, or send back to who drafted.

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
        return Decision(
            outcome="return", facts={"approved": False}, memory={"rounds": rounds}, strikes=codes(case)
        )

    return decide


def recalling(drafted_at: str, codes: Codes) -> Callable[[CaseView, Actor], Decision]:
    """Return the rule by which the drafter takes back what waits for signature (撤回). It counts as no return."""

    def recall(case: CaseView, actor: Actor) -> Decision:
        if case.did(drafted_at) != actor.user_id:
            raise NotAllowed()
        return Decision(outcome="recalled", facts={"approved": False}, strikes=codes(case))

    return recall
