"""What people do in the scenarios of every process: sign, send back, supervise. Forms are filled as they are typed."""

from workflows.domain.scenario import Act, Do

#: What a signature and a return look like.
APPROVE = {"decision": "approve", "opinion": "同意。", "no_conflict": "yes"}
RETURN = {"decision": "return", "opinion": "表述不清，请修改。", "no_conflict": "yes"}


def sign(who: str, node: str, breach: str | None = None) -> Do:
    """A signature; ``breach`` is the coded reason of one that comes late."""
    return Do(who=who, node=node, form=APPROVE, breach=breach)


def send_back(who: str, node: str, breach: str | None = None) -> Do:
    """A return with its reason."""
    return Do(who=who, node=node, form=RETURN, breach=breach)


def sign_revised(who: str, node: str, *drafting: Act) -> tuple[Act, ...]:
    """What was drafted is sent back, drafted again and signed."""
    return (*drafting, send_back(who, node), *drafting, sign(who, node))


def supervise(who: str, clock: str) -> Do:
    """The supervisor acts on the breach of a clock."""
    return Do(who=who, node=f"supervise_{clock}", form={"measure": "发督办单，限期办结。", "cause": "积压"})
