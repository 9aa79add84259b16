"""What a case of publication begins with: one record of the organ's own, and the day from which its clocks run."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.effects import Begin
from workflows.domain.errors import OfficeError
from workflows.domain.identifiers import mask_name
from workflows.domain.process_type import Decision, Fact, Opening
from workflows.domain.publicity import OTHER_ACTS
from workflows.domain.words import N_
from workflows.processes.publication.rules import display
from workflows.processes.repair_information import informed

#: 双公示: reported within seven working days of the decision (S3 二(三)).
DOUBLE = frozenset({"permit", "penalty"})
#: The four kinds that 泰安市 names (S4 一(二)).
FOUR = frozenset({"coercion", "levy", "reward", "supervision"})


class NotOwnAct(OfficeError):
    """An organ publishes its own acts, one in a case."""

    message = N_("请选择一条由本单位作出决定的信息。")
    status = 409


def remember(opening: Opening) -> Mapping[str, Any]:
    """Return the memory of a new case: what decides about display and clocks, as it stood on the day.

    Raises:
        NotOwnAct: the case is not about one record of the organisation that opens it.
    """
    own = [row for row in opening.records if row["provider_id"] == opening.case.authority_id]
    if len(opening.records) != 1 or not own:
        raise NotOwnAct()
    row, told = own[0], opening.application
    act = display.Deed(
        kind=row["act_kind"],
        natural_person=row["subject_kind"] == "natural_person",
        procedure=told.get("procedure", "general"),
        sole_warning=bool(told.get("sole_warning")),
        category=row["category"],
    )
    found = display.grounds(act, opening.requires)
    tells = act.kind == "penalty" and told.get("matter", "publish") == "publish"
    return {
        **(informed(opening.case, row) if tells else {}),
        "record": row["id"],
        "kind": act.kind,
        "person": act.natural_person,
        "shown_as": mask_name(row["subject_name"]) if act.natural_person else row["subject_name"],
        "number": row["decision_number"],
        "decided_on": row["decided_on"].isoformat(),
        "matter": told.get("matter", "publish"),
        "elsewhere": act.kind == "penalty" and bool(told.get("elsewhere")),
        "annulled_on": _iso(told.get("annulled_on")),
        "annulled_by": told.get("annulled_by") or "",
        "grounds": [{"reason": each.reason, "outcome": each.outcome, "article": each.article} for each in found],
    }


def _iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day or "")


def facts(case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    """Return the facts with which the diagram starts."""
    return {
        "matter": str(case.facts.get("matter", "publish")),
        "elsewhere": bool(case.facts.get("elsewhere")),
        "outcome": "publish",
        "approved": False,
        "pushed": False,
    }


def events(kind: str, elsewhere: bool) -> tuple[str, ...]:
    """Return the events that the decision is, as the packs name them; each text speaks of its own kinds of act."""
    found = []
    if kind in DOUBLE:
        found.append("double_decided")
    else:
        found.append("other_decided")
    if kind == "penalty":
        found.append("elsewhere_decided" if elsewhere else "penalty_decided")
    if kind in OTHER_ACTS:
        found.append("eight_decided")
    if kind in FOUR:
        found.append("four_decided")
    return tuple(found)


def register(case: CaseView, _today: date) -> Decision:
    """The clocks run from the day of the decision, which is not counted; of a withdrawal, from the annulment.

    A case that an import began runs only the clocks that were not over by then.
    """
    if case.facts["matter"] == "withdraw":
        return Decision(outcome="", starts=("annulled",), started_on=date.fromisoformat(case.facts["annulled_on"]))
    return Decision(
        outcome="",
        starts=tuple(case.facts.get("starts") or events(case.facts["kind"], case.facts["elsewhere"])),
        started_on=date.fromisoformat(case.facts["decided_on"]),
    )


#: What annuls a record that another case withdraws, as the public paper says it: no internal case number (PUB-02).
BY_OBJECTION = "信用信息异议处理结果"


def after_withdrawal(case: CaseView, today: date) -> Begin | None:
    """Return the case that takes down what an ended case has displayed or reported; None where nothing was sent."""
    if not case.facts.get("sent") or case.facts["matter"] == "withdraw":
        return None
    return Begin(
        process=case.process,
        authority_id=case.authority_id,
        subject_id=case.subject_id,
        record_ids=(int(case.facts["record"]),),
        application={"matter": "withdraw", "annulled_on": today.isoformat(), "annulled_by": BY_OBJECTION},
        memory={"sent": case.facts["sent"]},
    )
