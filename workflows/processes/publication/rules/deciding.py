"""What people decide: check, withhold, take down. Who drafted does not approve."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.process_type import Decision
from workflows.domain.publication import Withhold
from workflows.domain.words import N_
from workflows.processes.publication.rules.display import SECRET_ARTICLE

#: Cleaned data of a form.
Data = Mapping[str, Any]

#: The duties that a decision not to report, or not to display, discharges.
DISPLAYED = ("publication.publish", "publication.forward")
REPORTED = ("publication.report", "publication.monthly")


class NotDisplayable(OfficeError):
    """The law forbids the display of an act; params: ``article``."""

    message = N_("依据%(article)s，该信息不得公示。")
    status = 422


def check(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """公示审查 (PUB-01): an act is displayed unless a ground of the law says otherwise, and then never.

    What is displayed of a penalty can be repaired one day: the information about it goes out with the decision to
    display it, before publicity begins.

    Raises:
        NotDisplayable: it may not be displayed.
        FieldErrors: the conclusion is otherwise not the law's, or the reason is not one that the act gives.
    """
    outcome, reason = data["outcome"], data["reason"]
    article = _article(case, outcome, reason)
    memory = {"outcome": outcome, "reason": reason, "article": article}
    if outcome == "publish":
        tells = _can_be_repaired(case)
        papers = ("PUB-01", "REP-00") if tells else ("PUB-01",)
        return Decision(
            outcome=outcome,
            facts={"outcome": outcome, "pushed": True},
            memory=memory,
            drafts=papers,
            signs=papers,
            notices=(("repair_told", "applicant"),) if tells else (),
            told={"record": str(case.facts["number"])},
        )
    return Decision(outcome=outcome, facts={"outcome": outcome}, memory=memory, drafts=("PUB-01",))


def _can_be_repaired(case: CaseView) -> bool:
    """Tell whether 信用修复告知书 (REP-00) goes with the act (两书同达): a penalty that may be repaired one day."""
    matters = case.facts.get("matters", ())
    return bool(matters) and not any(each["never"] for each in matters)


def _article(case: CaseView, outcome: str, reason: str) -> str:
    """Return the article on which an act is not displayed; empty where it is.

    Raises:
        NotDisplayable, FieldErrors: as :func:`check` says.
    """
    found = {each["reason"]: each for each in case.facts["grounds"]}
    if outcome == "publish":
        if found:
            [first, *_] = found.values()
            raise NotDisplayable(article=first["article"])
        if reason:
            raise FieldErrors({"reason": [N_("报送并公示的，不选不公示的理由。")]})
        return ""
    if reason == "secret":
        return SECRET_ARTICLE
    if reason not in found:
        raise FieldErrors({"reason": [N_("该信息没有这一情形，或者适用的规则没有这样规定。")]})
    [strictest, *_] = found.values()
    if strictest["outcome"] != outcome:
        raise FieldErrors({"outcome": [N_("审查结论与所依据的规定不一致，请核对。")]})
    return str(found[reason]["article"])


def withheld(case: CaseView) -> Decision:
    """The head agrees: the decision not to display, or not to report, discharges those duties within the limit."""
    outcome, record = case.facts["outcome"], int(case.facts["record"])
    meets = DISPLAYED if outcome == "report" else (*REPORTED, *DISPLAYED)
    return Decision(
        outcome="approve",
        facts={"approved": True, "pushed": outcome == "report"},
        signs=("PUB-01",),
        meets=meets,
        events=(("act_withheld", {"record": record, "reason": case.facts["reason"]}),),
        effects=(Withhold(record_id=record),),
    )


def draft_withdrawal(_case: CaseView, _actor: Actor, _data: Data) -> Decision:
    """拟撤下公示公告 (PUB-02): changed or annulled acts are taken down, with reasons (行政处罚法 Art. 48)."""
    return Decision(outcome="drafted", drafts=("PUB-02",))


def withdrawal_signed(_case: CaseView) -> Decision:
    """The head signs; the push follows in the same act."""
    return Decision(outcome="approve", facts={"approved": True}, signs=("PUB-02",))
