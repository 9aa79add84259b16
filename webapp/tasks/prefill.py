"""What a form proposes before anybody has typed: today, a lawful term, what was proposed a step before."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import Form

from workflows.domain.time import office_date
from workflows.operations.case_page import CasePage
from workflows.operations.office import Office

#: Working days that a term proposed by the office gives (the reviewer may change it).
_SUPPLY_DAYS, _RESTORE_DAYS = 5, 10

#: What tells the examination of a removal from other forms that ask for a cause.
_EXAMINED = ("cause", "fulfilled")

_Proposal = Callable[[Office, CasePage], Any]


def _today(office: Office, _case: CasePage) -> Any:
    return office_date(office.clock())


def _in_working_days(days: int) -> _Proposal:
    return lambda office, _case: office.calendar().nth_working_day(office_date(office.clock()), days)


def _summary(_office: Office, case: CasePage) -> str:
    claims = "\n".join(f"{line.label}：系统信息“{line.system}”，申请人主张“{line.claimed}”。" for line in case.claims)
    return f"{claims}\n{case.application.get('statement', '')}".strip()


def _numbered(case: CasePage) -> list[dict[str, str]]:
    return [{"no": str(no)} for no, _item in enumerate(case.view.facts.get("items", ()), 1)]


def _method(_office: Office, case: CasePage) -> Any:
    return "electronic" if case.view.facts.get("e_service") else None


#: Field → what it proposes; the same name means the same thing in every form.
_PROPOSALS: Mapping[str, _Proposal] = {
    "served_on": _today,
    "effective_on": _today,
    "done_on": _today,
    "supply_by": _in_working_days(_SUPPLY_DAYS),
    "restore_by": _in_working_days(_RESTORE_DAYS),
    "summary": _summary,
    "receiver": lambda _office, case: case.application.get("contact_name", ""),
    "method": _method,
    "basis_number": lambda _office, case: case.record and case.record.decision_number,
    "basis_effective_on": lambda _office, case: case.record and case.record.decided_on,
    "report_items": lambda _office, case: _numbered(case),
    "inspect_items": lambda _office, case: _numbered(case),
    "changes": lambda _office, case: [dict(row) for row in case.view.facts.get("proposed", ())],
}


def proposals(office: Office, case: CasePage, form_class: type[Form]) -> dict[str, Any]:
    """Return what the fields of a form propose; fields without a proposal are left out."""
    found = {name: propose(office, case) for name, propose in _PROPOSALS.items() if hasattr(form_class, name)}
    # The cause that the application for a removal names is asked again when it is examined.
    if all(hasattr(form_class, name) for name in _EXAMINED):
        found["cause"] = case.view.facts.get("cause") or case.application.get("cause")
    return {name: value for name, value in found.items() if value}


def chosen(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed without a proposed term that the chosen conclusion has no use for."""
    if "supply_by" in data and data.get("outcome") != "correct":
        return {**data, "supply_by": None}
    return dict(data)
