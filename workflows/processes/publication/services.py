"""What the service tasks of bpmn/publication.bpmn do, and what follows from receipts and from a withdrawn record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.case import CaseState, CaseView
from workflows.domain.exchange import Push
from workflows.domain.process_type import RECORD_WITHDRAWN, Decision, Hearing, Service
from workflows.domain.publication import Display
from workflows.domain.publicity import EndPublicity
from workflows.processes.publication.rules.opening import BY_OBJECTION, register


def _payload(case: CaseView, **more: Any) -> dict[str, Any]:
    """Return what is sent besides kind, subject and record: above all the name as it may be shown."""
    told = {"act_kind": case.facts["kind"], "number": case.facts["number"], "decided_on": case.facts["decided_on"]}
    return {**told, "shown_as": case.facts["shown_as"], **more}


#: Message that ends the wait for a receipt → rules within whose limits it has to come.
_LIMITS = {
    "act_reported": ("publication.report", "publication.monthly"),
    "act_forwarded": ("publication.forward",),
    "act_published": ("publication.publish", "publication.assist"),
    "publicity_withdrawn": ("publication.withdraw",),
}


def _push(case: CaseView, kind: str, target: str, answer: str, **more: Any) -> Push:
    record, payload = int(case.facts["record"]), _payload(case, **more)
    rules = _LIMITS[answer]
    return Push(kind=kind, target=target, record_id=record, answer=answer, payload=payload, rules=rules)


def _sent(case: CaseView, target: str) -> dict[str, Any]:
    """Remember where the act was sent: from there it is taken down."""
    return {"sent": [*case.facts.get("sent", ()), target]}


def _report(case: CaseView, _today: date) -> Decision:
    """S3 二(三): permits and penalties within seven working days, other information at least monthly."""
    display = case.facts["outcome"] == "publish"
    return Decision(
        outcome="",
        memory=_sent(case, "province"),
        effects=(_push(case, "report_act", "province", "act_reported", display=display),),
    )


def _forward(case: CaseView, _today: date) -> Decision:
    """Order 45 Art. 10: to the province in which the subject is registered."""
    return Decision(outcome="", effects=(_push(case, "report_act", "province", "act_forwarded", elsewhere=True),))


def _publish(case: CaseView, _today: date) -> Decision:
    """On the website, or through the province in which the subject is registered."""
    return Decision(
        outcome="",
        memory=_sent(case, "site"),
        effects=(_push(case, "publish", "site", "act_published", elsewhere=bool(case.facts["elsewhere"])),),
    )


def _withdraw(case: CaseView, _today: date) -> Decision:
    """Off everything to which the act was sent; both, where a case before this one's register sent it."""
    targets = case.facts.get("sent") or ("site", "province")
    return Decision(
        outcome="",
        effects=(
            EndPublicity(record_id=int(case.facts["record"]), reason="annulled"),
            *(_push(case, "withdraw", target, "publicity_withdrawn") for target in targets),
        ),
    )


def _archive(_case: CaseView, _today: date) -> Decision:
    return Decision(
        outcome=str(CaseState.ARCHIVED), settles=CaseState.ARCHIVED, events=(("case_archived", {}),)
    )


def _reported(_case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    return Decision(outcome="", meets=("publication.report", "publication.monthly"))


def _forwarded(_case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    """The other province has the act: its own limit begins."""
    return Decision(outcome="", meets=("publication.forward",), starts=("forwarded",))


def _published(case: CaseView, _data: Mapping[str, Any], today: date) -> Decision:
    return Decision(
        outcome="",
        memory={"displayed_on": today.isoformat()},
        meets=("publication.publish", "publication.assist"),
        events=(("act_displayed", {"record": case.facts["record"]}),),
        effects=(Display(record_id=int(case.facts["record"])),),
        notices=(("act_displayed", "applicant"),),
        told={"record": str(case.facts["number"])},
    )


def _taken_down(case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    return Decision(
        outcome="",
        memory={"taken_down": True},
        meets=("publication.withdraw",),
        notices=(("act_taken_down", "applicant"),),
        told={"record": str(case.facts["number"])},
    )


def _basis_lost(_case: CaseView, data: Mapping[str, Any], today: date) -> Decision:
    """The record was withdrawn: nothing is displayed any more, and what was pushed is taken down."""
    return Decision(
        outcome="",
        starts=("annulled",),
        memory={"annulled_on": today.isoformat(), "annulled_by": BY_OBJECTION},
    )


SERVICES: dict[str, Service] = {
    "register_act": register,
    "report_act": _report,
    "forward_act": _forward,
    "publish_act": _publish,
    "withdraw_publicity": _withdraw,
    "archive": _archive,
}

HEARS: dict[str, Hearing] = {
    "act_reported": _reported,
    "act_forwarded": _forwarded,
    "act_published": _published,
    "publicity_withdrawn": _taken_down,
    RECORD_WITHDRAWN: _basis_lost,
}
