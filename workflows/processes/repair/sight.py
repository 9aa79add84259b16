"""Who sees a repair besides its applicant and the authority's staff: the organisation that decides it."""

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView

_POSTS = (Role.RECOGNISER, Role.LEGAL, Role.HEAD, Role.SUPERVISOR)


def also_sees(case: CaseView, actor: Actor) -> bool:
    """Tell whether the matter was sent to an organisation in which the person holds a post."""
    sent = bool(case.facts.get("forwarded")) and case.provider_id is not None
    return sent and any(actor.holds(role, case.provider_id) for role in _POSTS)
