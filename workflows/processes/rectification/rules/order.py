"""The order to rectify and its service (S0-07 应当在规定期限内认真整改)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.service import served_on
from workflows.domain.words import N_
from workflows.processes.list_service import slips
from workflows.processes.rectification.forms import iso_rows
from workflows.processes.signing import counted

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: A later day is a slip of the finger.
LONGEST = timedelta(days=732)


def draft_order(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The order with its table of items and the last day set by hand; or, with reasons, none after all.

    Raises:
        FieldErrors: no item, no last day, an item that is due after the last day, or no reasons for dropping it.
    """
    if data["outcome"] == "drop":
        if not (data["reasons"] or "").strip():
            raise FieldErrors({"reasons": [N_("请写明不再责令整改的理由。")]})
        return Decision(outcome="dropped", facts={"order_outcome": "dropped"}, strikes=("REC-01",))
    errors = _wrong(case, data)
    if errors:
        raise FieldErrors(errors)
    order = {
        "items": iso_rows(data["items"]),
        "report_by": data["report_by"].isoformat(),
        "report_how": data["report_how"],
    }
    return Decision(
        outcome="drafted",
        facts={"order_outcome": "ordered"},
        memory={"order": order},
        set_dates={"rectification.report": data["report_by"]},
        ahead={"items": min(row["due"] for row in data["items"])},
        drafts=("REC-01",),
    )


def _wrong(case: CaseView, data: Data) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    last = data["report_by"]
    if not data["items"]:
        errors["items"] = [N_("请逐项列明整改事项。")]
    if not (data["report_how"] or "").strip():
        errors["report_how"] = [N_("请写明报告提交方式。")]
    if last is None:
        errors["report_by"] = [N_("请填写整改期限届满日。")]
    elif not case.received_on < last <= case.received_on + LONGEST:
        errors["report_by"] = [N_("整改期限届满日须晚于立案日期，且不超过两年，请核对年份。")]
    elif any(not case.received_on < row["due"] <= last for row in data["items"]):
        errors["items"] = [N_("各事项的完成时限须晚于立案日期，不晚于整改期限届满日。")]
    return errors


def order_signed(_case: CaseView) -> Decision:
    """The head signs 限期整改通知书 (REC-01); it has no effect before service."""
    return Decision(outcome="approve", facts={"approved": True}, signs=("REC-01",))


def serving(
    node: str, code: str, earlier_than: Callable[[CaseView], str], then: Callable[[CaseView], Decision]
) -> Callable[[CaseView, Actor, Data], Decision]:
    """Return the rule of a service task: the letter reached the subject in time, or is to be drawn up anew.

    Args:
        node: the task.
        code: the letter.
        earlier_than: the day (ISO) before which it must have arrived to be of use.
        then: what follows from service.
    """

    def serve(case: CaseView, actor: Actor, data: Data) -> Decision:
        if data["unserved"]:
            if not (data["note"] or "").strip():
                raise FieldErrors({"note": [N_("请写明未能按时送达的原因。")]})
            return Decision(outcome="unserved", facts={"served": False}, memory=counted(case, node))
        _served(case, data, date.fromisoformat(earlier_than(case)))
        follows, papers = then(case), slips(data)
        return Decision(
            outcome="served",
            facts={"served": True, **follows.facts},
            memory={"serving": code, **follows.memory},
            met_on=data["served_on"],
            drafts=papers,
            signs=papers,
            serves=(code,),
            notices=follows.notices,
            told=follows.told,
        )

    return serve


def _served(case: CaseView, data: Data, before: date) -> None:
    consented = bool(case.facts.get("e_service") or data["consented"])
    counted = served_on(data, consented=consented, not_before=case.received_on)
    if counted >= before:
        raise FieldErrors({"served_on": [N_("送达时已经来不及履行，请勾选“未能按时送达”，退回另定日期。")]})


def order_ends(case: CaseView) -> str:
    """Return the first last day that the order gives, as ISO text: no item is due before the subject knows of it."""
    order: Mapping[str, Any] = case.facts["order"]
    return str(min([order["report_by"], *(row["due"] for row in order["items"])]))


def order_served(case: CaseView) -> Decision:
    """From service on the subject knows items and last day, and may report."""
    order: Mapping[str, Any] = case.facts["order"]
    return Decision(
        outcome="served",
        memory={"items": order["items"], "report_by": order["report_by"]},
        notices=(("rectification_ordered", "applicant"),),
        told={"due": str(order["report_by"])},
    )
