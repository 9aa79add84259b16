"""The applicant withdraws (撤回): until the decision is signed."""

from workflows.domain.case import CaseState, CaseView
from workflows.domain.errors import OfficeError
from workflows.domain.process_type import Decision
from workflows.domain.words import N_


class DecisionAlreadySigned(OfficeError):
    """The decision is signed or the case withdrawn already; there is nothing left to withdraw."""

    message = N_("修复决定已经签发，或申请已经撤回，不能再撤回。")
    status = 409


def may_withdraw(case: CaseView) -> None:
    """Raise unless the applicant may still withdraw.

    Raises:
        DecisionAlreadySigned: see there.
    """
    if case.state is not CaseState.OPEN or case.facts.get("reply_signed") or case.facts.get("withdrawal_reason"):
        raise DecisionAlreadySigned()


def termination_signed(_case: CaseView) -> Decision:
    """终止办理告知书 after the applicant withdrew."""
    return Decision(outcome="approve", signs=("REP-04E",), notices=(("terminated", "applicant"),))
