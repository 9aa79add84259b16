"""两个以上领域 (S1-14): measures are tightened while a subject stands on lists of several domains, and no longer.

The count is taken where a subject enters a list (``CheckDomains``) and where it leaves one (``LeaveList``).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.listing import CheckDomains
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]


def check_domains(_case: CaseView, _today: date) -> Decision:
    """Count the domains on entry."""
    return Decision(outcome="counted", effects=(CheckDomains(),))


def hear_domains(_case: CaseView, told: Mapping[str, Any], _today: date) -> Decision:
    """The subject is listed in two or more domains: measures are to be tightened."""
    return _counted(told, ("many_domains", "supervisor"))


def hear_one_domain(case: CaseView, told: Mapping[str, Any], _today: date) -> Decision:
    """Only one domain is left: what was tightened is to be taken back, and a later domain is told anew.

    Where nothing was tightened yet, nothing is any more: the open task to do so ends with the message.
    """
    raised = str(case.facts.get("inspection") or "")
    counted = _counted(told, *((("one_domain", "supervisor"),) if raised else ()))
    return Decision(
        outcome="counted",
        facts={"inspection_ends": bool(raised)},
        memory={**counted.memory, "inspection": "", "inspection_ending": raised},
        events=counted.events,
        notices=counted.notices,
    )


def raise_inspection(_case: CaseView, _actor: Actor, data: Data) -> Decision:
    """加大联合惩戒力度; the subject is told that it is, and why."""
    return Decision(
        outcome="raised", memory={"inspection": data["measure"]}, notices=(("inspection_raised", "applicant"),)
    )


def withdraw_inspection(_case: CaseView, _actor: Actor, data: Data) -> Decision:
    """恢复通常的惩戒力度: what was tightened is taken back, and the subject is told from when."""
    return Decision(
        outcome="eased",
        memory={"inspection_ending": ""},
        notices=(("inspection_withdrawn", "applicant"),),
        told={"eased_on": data["done_on"].isoformat()},
    )


def left_with(case: CaseView) -> tuple[tuple[str, str], ...]:
    """Return the notice that the arrangement of a listing that ends is to be taken back with it; none without one."""
    return (("inspection_over", "supervisor"),) if case.facts.get("inspection") else ()


def _counted(told: Mapping[str, Any], *notices: tuple[str, str]) -> Decision:
    domains = int(told["domains"])
    return Decision(
        outcome="counted",
        memory={"domains": domains},
        events=(("domains_counted", {"domains": domains}),),
        notices=notices,
    )
