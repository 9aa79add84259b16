"""What the service tasks of bpmn/repair.bpmn do, and what follows from receipts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.case import CaseState, CaseView
from workflows.domain.commitment import Commit, CommitmentKind, Promised
from workflows.domain.effects import Begin, Effect
from workflows.domain.exchange import OrderLifting, Push
from workflows.domain.process_type import Decision, Hearing, Service
from workflows.domain.publicity import EndPublicity
from workflows.domain.removal import GroundLost
from workflows.processes.repair.rules.eligibility import granted
from workflows.processes.repair.words import CLAUSES, EFFECTS, RECIPIENTS


def _issue_receipt(_case: CaseView, _today: date) -> Decision:
    """Receipt, application, commitment letter and 送达地址确认书 go out with the filing, the same day."""
    papers = ("REP-01", "REP-02", "REP-04A", "SHR-02")
    return Decision(outcome="receipt", drafts=papers, signs=papers)


def _note_lapse(_case: CaseView, _today: date) -> Decision:
    """The 补正 term has passed without an answer."""
    return Decision(outcome="lapsed", memory={"lapsed": True}, events=(("correction_lapsed", {}),))


def _forward(case: CaseView, _today: date) -> Decision:
    """谁认定、谁修复: the matter goes to the organisation that recognised the record (REP-05)."""
    desk = f"desk:recogniser:{case.provider_id}"
    return Decision(
        outcome="forwarded",
        memory={"forwarded": True},
        drafts=("REP-05",),
        signs=("REP-05",),
        notices=(("repair_forwarded", desk),),
    )


def _tell_extension(_case: CaseView, _today: date) -> Decision:
    """The applicant is told the new last day (REP-07)."""
    return Decision(outcome="extended", drafts=("REP-07B",), signs=("REP-07B",))


def _effect(kind: str) -> Service:
    """Return the service that asks each recipient for one of the four effects, record by record."""

    def push(case: CaseView, _today: date) -> Decision:
        effects: list[Effect] = [
            Push(
                kind=kind,
                target=target,
                record_id=each["record"],
                payload={"number": each["number"]},
                answer=EFFECTS[kind],
                rules=(f"repair.{kind}",),
            )
            for each in granted(case)
            for target in RECIPIENTS[kind]
        ]
        if kind == "lift_measures":
            ids = tuple(each["record"] for each in granted(case))
            effects.append(OrderLifting(record_ids=ids, answer=EFFECTS[kind], rules=(f"repair.{kind}",)))
        if kind == "stop_publicity":
            effects += [EndPublicity(record_id=each["record"], reason="repaired") for each in granted(case)]
            # Whoever is listed because of a repaired record may leave the list; its case hears of it.
            effects.append(GroundLost(cause="repair", record_ids=tuple(each["record"] for each in granted(case))))
        return Decision(outcome=kind, effects=tuple(effects))

    return push


def _received(kind: str) -> Hearing:
    """Return what follows once every recipient has given its receipt for one effect, for every record."""

    def hear(case: CaseView, data: Mapping[str, Any], today: date) -> Decision:
        # A message from before each recipient was asked for its own receipt tells none.
        told = data.get("receipts", today.isoformat())
        receipts = {**case.facts.get("receipts", {}), kind: told}
        return Decision(outcome="received", memory={"receipts": receipts}, meets=(f"repair.{kind}",))

    return hear


def _follow_commitments(case: CaseView, _today: date) -> Decision:
    """The commitment is entered in the register with the day on which it is looked at (S0-03); receipts are shown."""
    if not granted(case):
        return Decision(outcome="none")
    day = case.facts.get("follow_up_on")
    commitments = tuple(
        Commit(
            kind=CommitmentKind.REPAIR,
            clauses=tuple(CLAUSES.values()),
            record_id=each["record"],
            due_on=date.fromisoformat(day) if day else None,
            organ_id=case.provider_id,
            public=not case.facts.get("natural_person"),
        )
        for each in granted(case)
    )
    return Decision(
        outcome="committed",
        effects=commitments,
        drafts=("REP-10", "SHR-06"),
        signs=("REP-10", "SHR-06"),
        notices=(("repair_done", "applicant"),),
    )


def after_breach(_case: CaseView, promised: Promised, reason: str) -> Begin | None:
    """A broken commitment revokes the repair for which it was made (Order 36): the department's case begins."""
    if promised.record_id is None:
        return None
    return Begin(
        process="repair_revocation",
        authority_id=promised.organ_id,
        subject_id=promised.subject_id,
        record_ids=(promised.record_id,),
        application={"cause": "broken_commitment", "found": reason},
    )


def _closing(state: CaseState, event: str) -> Service:
    """Return the service that settles a case."""
    return lambda _case, _today: Decision(outcome=str(state), settles=state, events=((event, {}),))


SERVICES: dict[str, Service] = {
    "issue_receipt": _issue_receipt,
    "note_lapse": _note_lapse,
    "forward": _forward,
    "tell_extension": _tell_extension,
    **{kind: _effect(kind) for kind in EFFECTS},
    "follow_commitments": _follow_commitments,
    "archive": _closing(CaseState.ARCHIVED, "case_archived"),
    "close_refused": _closing(CaseState.REFUSED, "case_refused"),
    "close_withdrawn": _closing(CaseState.WITHDRAWN, "case_withdrawn"),
}

HEARS: dict[str, Hearing] = {message: _received(kind) for kind, message in EFFECTS.items()}
