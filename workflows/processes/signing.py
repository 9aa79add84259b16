"""Four eyes in any process: who signs is not who drafted, and a matter goes back only so often."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: A matter may be sent back this often before the supervisor must step in.
MAX_ROUNDS = 8


def stand_apart(case: CaseView, actor: Actor, drafted_at: tuple[str, ...]) -> None:
    """Refuse a signature on the own work (四眼).

    Raises:
        OwnWork: the person was the last to do one of the tasks ``drafted_at``.
    """
    if any(case.did(task) == actor.user_id for task in drafted_at):
        raise OwnWork()


def counted(case: CaseView, node: str) -> dict[str, Any]:
    """Return the memory of one more round at ``node``.

    Raises:
        TooManyRounds: the supervisor must step in.
    """
    rounds = case.rounds(node) + 1
    if rounds >= MAX_ROUNDS:
        raise TooManyRounds(rounds=MAX_ROUNDS)
    return {"rounds": {**case.facts.get("rounds", {}), node: rounds}}


def signing(
    node: str, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: approve, or send back to who drafted.

    Args:
        node: the signing task.
        drafted_at: tasks whose last doer may not sign.
        codes: letters struck out when the matter goes back.
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        stand_apart(case, actor, drafted_at)
        if data["decision"] != "return":
            return then(case)
        return Decision(outcome="return", facts={"approved": False}, memory=counted(case, node), strikes=codes)

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
