"""退回补充核查: a poor opinion goes back to the department that provided the record (docs/adr/0013).

No date moves with it: the provider's clock, the reply's and the cap go on from the days on which they began.
"""

from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.signing import counted

#: The letters of a drafted decision, void when it goes back to who drafted.
DRAFTS = ("OBJ-10", "OBJ-11")

#: The step to which the matter goes; its rounds are counted together, whoever sends it there.
_STEP = "verify"

_NOBODY = N_("本办件由信用中心自查，没有信息提供单位，不能退回补充核查。")


def may_ask_provider(case: CaseView) -> bool:
    """Tell whether there is a provider to send the matter back to: not where the centre checks its own record."""
    return case.provider_id is not None and not case.facts.get("own_scope")


def send_to_provider(case: CaseView, field: str, what: str, **facts: Any) -> Decision:
    """Send the matter back to the provider, who is told what to supply. The drafts of the decision are void.

    Args:
        field: the field in which the return was chosen; a refusal is shown there.
        what: what is to be supplied, in the centre's words; the forms demand it.
        facts: further facts for the gateway behind the step that sends back.

    Raises:
        FieldErrors: the centre checked a record of its own; there is no provider.
        TooManyRounds: it was sent back too often.
    """
    if not may_ask_provider(case):
        raise FieldErrors({field: [_NOBODY]})
    return Decision(
        outcome="supplement",
        facts={**facts, "return_to": "provider"},
        memory={**counted(case, _STEP), "supplement": what.strip()},
        strikes=DRAFTS,
        notices=(("supplement_asked", "provider"),),
    )
