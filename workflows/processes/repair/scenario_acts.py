"""What people do in the scenarios of credit repair: forms filled as they are typed."""

from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do
from workflows.processes.repair.words import CLAUSES
from workflows.processes.scenario_acts import sign

#: Friday before the autumn holidays of 2026.
BEGINS = date(2026, 9, 18)
#: Decision numbers of the two records of one subject at one department.
FIRST, SECOND = "示市监罚决〔2026〕11号", "示市监罚决〔2026〕27号"
#: The coded reason of a breach.
LATE = "handler_overloaded"


def filing(*numbers: str, unfulfilled: tuple[str, ...] = ()) -> dict[str, Any]:
    """The application form about some records, all fulfilled but for those named."""
    rows = [
        {"number": number}
        if number in unfulfilled
        else {
            "number": number,
            "fulfilled_on": "2026-03-20",
            "payment_number": "示缴〔2026〕0011",
            "done": "罚款已缴清，宣传材料已撤除。",
        }
        for number in numbers
    ]
    return {
        "kind": "penalty",
        "records": rows,
        "clauses": list(CLAUSES),
        "contact_name": "示例联系人",
        "contact_phone": "13800000000",
        "contact_email": "applicant@demo.example",
        "address": "示例市示例路1号",
        "e_service": True,
    }


def examine(outcome: str, **more: Any) -> Do:
    """The reviewer examines the application; ``more`` is what the outcome needs besides."""
    form = {"identity_ok": True, "materials_ok": ["proof", "commitment"], "outcome": outcome, **more}
    return Do(who="reviewer", node="examine", form=form)


def ask(supply_by: str) -> Do:
    """The reviewer asks for what is missing, by a day."""
    return examine("correct", missing=[{"item": "proof", "requirement": "缴款收据"}], supply_by=supply_by)


def refuse(code: str, **more: Any) -> Do:
    """The reviewer proposes a refusal."""
    return examine("refuse", refuse_code=code, reasons="经审查，不符合受理条件。", **more)


#: The department signs for the matter.
SIGN_FOR = Do(who="recogniser", node="sign_for", form={"received": True})


def accept(breach: str | None = None) -> tuple[Act, ...]:
    """From the application to the desk of the department."""
    return (examine("accept"), sign("auditor", "sign_acceptance", breach), SIGN_FOR)


def check(*numbers: str, done: bool = True) -> Do:
    """The department checks every record."""
    rows = [{"number": number, "duties_ok": done, "corrected_ok": done, "note": "经系统比对。"} for number in numbers]
    return Do(who="recogniser", node="verify", form={"records": rows, "method": "systems", "outcome": "conclude"})


#: The department asks for more time.
ASK_FOR_TIME = Do(
    who="recogniser",
    node="verify",
    form={"method": "site", "outcome": "extend", "extend_by": 5, "extend_reasons": "需现场核查整改情况"},
)


def draft(*numbers: str, refused: dict[str, str] | None = None) -> Do:
    """The department drafts a decision for each record; ``refused`` gives number and coded reason."""
    refused = refused or {}
    rows = [
        {"number": number, "decision": "refuse", "reason": refused[number], "reasons": "罚款尚未缴清。",
         "again_on": "2026-12-01"}
        if number in refused
        else {"number": number, "decision": "grant", "reason": "", "reasons": "已达最短公示期，义务已履行。"}
        for number in numbers
    ]  # fmt: skip
    return Do(who="recogniser", node="draft_decision", form={"records": rows, "follow_up_on": "2027-09-20"})


def serve(on: date, breach: str | None = None) -> Do:
    """The decision is served electronically on a day."""
    form = {"method": "electronic", "served_on": on.isoformat(), "receiver": "示例联系人"}
    return Do(who="recogniser", node="serve_decision", form=form, breach=breach)


def grant(on: date) -> tuple[Act, ...]:
    """From the desk of the department to the last receipt, all on one day."""
    return (
        *accept(),
        check(FIRST),
        draft(FIRST),
        sign("chief", "sign_decision"),
        serve(on),
        Acknowledge(),
    )
