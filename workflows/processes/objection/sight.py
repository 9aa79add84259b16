"""Who sees an objection besides its applicant and the authority's staff: those to whom it was sent."""

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView


def also_sees(case: CaseView, actor: Actor) -> bool:
    """Tell whether the inquiry or the order to restore was sent to an organisation in which the person holds a post.

    The provider's head approves extensions of the provider's own clock.
    """
    sent = case.did("sign_inquiry") is not None and case.provider_id is not None
    if sent and any(actor.holds(role, case.provider_id) for role in (Role.PROVIDER, Role.HEAD)):
        return True
    executors = case.facts.get("executors", ()) if case.did("sign_restoration") else ()
    return any(actor.holds(Role.EXECUTOR, org) for org in executors)
