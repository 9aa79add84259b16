"""Four eyes: who drafted does not sign, and a matter goes back only so often."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import NotAllowed, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision
from workflows.processes.rectification.rules import MAX_ROUNDS

#: Cleaned data of a form.
Data = Mapping[str, Any]


def signing(
    node: str, drafted_at: tuple[str, ...], codes: tuple[str, ...], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a signing task: sign, or send back with the drafts struck out.

    Args:
        node: the signing task.
        drafted_at: tasks whose last doer may not sign.
        codes: letters that are struck out when the matter goes back.
        then: what follows from approval.
    """

    def decide(case: CaseView, actor: Actor, data: Data) -> Decision:
        if any(case.did(task) == actor.user_id for task in drafted_at):
            raise OwnWork()
        if data["decision"] == "return":
            rounds = counted(case, node)
            return Decision(outcome="return", facts={"approved": False}, memory=rounds, strikes=codes)
        return then(case)

    return decide


def recalling(drafted_at: str, codes: tuple[str, ...]) -> Callable[[CaseView, Actor], Decision]:
    """Return the rule by which the drafter takes back what waits for signature; it counts as no return."""

    def recall(case: CaseView, actor: Actor) -> Decision:
        if case.did(drafted_at) != actor.user_id:
            raise NotAllowed()
        return Decision(outcome="recalled", facts={"approved": False}, strikes=codes)

    return recall


def counted(case: CaseView, node: str) -> dict[str, Any]:
    """Return the memory of one more round at ``node``.

    Raises:
        TooManyRounds: the supervisor must step in.
    """
    if case.rounds(node) + 1 >= MAX_ROUNDS:
        raise TooManyRounds(rounds=MAX_ROUNDS)
    return {"rounds": {**case.facts.get("rounds", {}), node: case.rounds(node) + 1}}


def supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a breach."""
    return Decision(outcome="supervised")
