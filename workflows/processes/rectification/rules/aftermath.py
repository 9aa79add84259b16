"""What comes of an interview: commitments and requirements, and whether they are kept."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.commitment import MANDATORY_CLAUSES, Break, Commit, CommitmentKind, Fulfil
from workflows.domain.effects import Effect
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.rectification.forms import iso_rows
from workflows.processes.rectification.rules.talk import interviews

#: Cleaned data of a form.
Data = Mapping[str, Any]


def record_commitments(case: CaseView, actor: Actor, data: Data) -> Decision:
    """约谈承诺书 (TLK-05) and 约谈纪要 (TLK-06); the last of the days is followed up.

    Raises:
        FieldErrors: nothing promised or required, or a day before the interview.
    """
    rows = data["commitments"]
    held_on = date.fromisoformat(interviews(case)[-1]["on"])
    if not rows:
        raise FieldErrors({"commitments": [N_("请逐项写明承诺或者要求及其期限。")]})
    if any(row["due"] < held_on for row in rows):
        raise FieldErrors({"commitments": [N_("期限不能早于约谈日期。")]})
    promised = data["committed"] == "yes"
    codes = ("TLK-05", "TLK-06") if promised else ("TLK-06",)
    return Decision(
        outcome="committed",
        memory={"commitments": iso_rows(rows)},
        set_dates={"rectification.commitments": max(row["due"] for row in rows)},
        drafts=codes,
        signs=codes,
        effects=_promises(rows) if promised else (),
    )


def signed_promise(data: Data) -> str:
    """A written commitment (书面承诺) is a paper that the subject has signed; only such a one may be found broken."""
    return N_("请上传被约谈人签章的约谈承诺书扫描件。") if data["committed"] == "yes" else ""


def _promises(rows: Any) -> tuple[Effect, ...]:
    """One commitment for each promise, with the clauses that its paper holds (S3-10): each has its own last day."""
    return tuple(
        Commit(
            kind=CommitmentKind.VOLUNTARY,
            clauses=(*MANDATORY_CLAUSES, row["matter"].strip()),
            due_on=row["due"],
        )
        for row in rows
    )


def follow_up(case: CaseView, actor: Actor, data: Data) -> Decision:
    """Whether promises and requirements were kept; that they were not is put to the head before anything follows.

    Raises:
        FieldErrors: found before the interview, nothing named that was not kept, or something that is not due yet.
    """
    checked_on, kept = data["checked_on"], data["result"] == "kept"
    if checked_on < date.fromisoformat(interviews(case)[-1]["on"]):
        raise FieldErrors({"checked_on": [N_("核查日期不能早于约谈日期。")]})
    if not kept:
        _require_due(case, data["unkept"] or (), checked_on)
    found = {"findings": data["findings"], "unkept": data["unkept"], "checked_on": checked_on.isoformat()}
    return Decision(
        outcome="kept" if kept else "failed",
        facts={"aftermath": "kept" if kept else "failed"},
        memory={**_ended(case, "kept"), "findings": ""} if kept else found,
        met_on=checked_on,
        effects=(Fulfil(),) if kept else (),
    )


def _require_due(case: CaseView, unkept: Collection[str], checked_on: date) -> None:
    """Refuse to find a promise broken on or before its last day (S0-02 履约中)."""
    dues = {str(no): date.fromisoformat(row["due"]) for no, row in enumerate(case.facts["commitments"], 1)}
    if not unkept or not set(unkept) <= dues.keys():
        raise FieldErrors({"unkept": [N_("请选择未履行的承诺或者要求。")]})
    if any(checked_on <= dues[no] for no in unkept):
        raise FieldErrors({"checked_on": [N_("所选事项在这一天还没有到期，期限届满次日起才能认定未履行。")]})


def failure_confirmed(case: CaseView) -> Decision:
    """The head confirms the failure (S0-03: two people): 提示约谈 leads to 警示约谈, 警示约谈 to a list."""
    return Decision(
        outcome="approve",
        facts={"approved": True, "aftermath": _after_failure(case)},
        memory=_ended(case, "failed"),
        effects=_found(case),
    )


def _found(case: CaseView) -> tuple[Effect, ...]:
    """What was not kept is broken, what else was due is kept, and what is not due yet goes on."""
    unkept, reason = case.facts.get("unkept"), str(case.facts["findings"])
    if unkept is None:
        return (Break(reason=reason),)
    rows = {str(no): row for no, row in enumerate(case.facts["commitments"], 1)}
    broken = {rows[no]["matter"].strip() for no in unkept}
    due = {row["matter"].strip() for row in rows.values() if row["due"] < case.facts["checked_on"]}
    return (
        *(Break(clause=matter, reason=reason) for matter in sorted(broken)),
        *(Fulfil(clause=matter) for matter in sorted(due - broken)),
    )


def promise_broken(case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    """The register says that a promise of this case is broken, which two people have said there."""
    return Decision(outcome="failed", facts={"aftermath": _after_failure(case)}, memory=_ended(case, "failed"))


def _after_failure(case: CaseView) -> str:
    return "warn" if interviews(case)[-1]["kind"] == "prompt" else "failed"


def _ended(case: CaseView, result: str) -> dict[str, Any]:
    """Return the memory in which the last interview has its result."""
    told = interviews(case)
    return {"interviews": [*told[:-1], {**told[-1], "result": result}]}
