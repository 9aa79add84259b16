"""What the service tasks of bpmn/objection.bpmn do."""

from datetime import date

from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.process_type import Decision, Service


def _issue_receipt(case: CaseView, _today: date) -> Decision:
    """The receipt (收件回执) goes out with the filing itself, the same day.

    What was taken down at the counter is printed, to be signed there: the application and 送达地址确认书.
    """
    counter = ("OBJ-01", "SHR-02") if case.channel is Channel.COUNTER else ()
    return Decision(outcome="receipt", drafts=("OBJ-03", *counter), signs=("OBJ-03", *counter))


def _mark_record(case: CaseView, today: date) -> Decision:
    """异议标注, where a binding pack asks for it."""
    if case.record_id is None:
        return Decision(outcome="no_record")
    return Decision(
        outcome="marked",
        marks=True,
        memory={"marked": True, "marked_on": today.isoformat()},
        drafts=("OBJ-14",),
        signs=("OBJ-14",),
    )


def _urge_provider(_case: CaseView, _today: date) -> Decision:
    """A timer may draft a 催办函 (OBJ-09); a person signs it."""
    return Decision(outcome="urged", drafts=("OBJ-09",))


def _confirm_correction(_case: CaseView, _today: date) -> Decision:
    """The correction was carried out with its own act; the diagram shows where that stands."""
    return Decision(outcome="confirmed")


def _closing(state: CaseState, event: str) -> Service:
    """Return the service that settles a case and takes the mark off its record."""

    def close(case: CaseView, _today: date) -> Decision:
        marked = bool(case.facts.get("marked")) and case.record_id is not None
        return Decision(
            outcome=str(state),
            marks=False if marked else None,
            memory={"marked": False} if marked else {},
            drafts=("OBJ-14",) if marked else (),
            signs=("OBJ-14",) if marked else (),
            settles=state,
            events=((event, {}),),
        )

    return close


SERVICES: dict[str, Service] = {
    "issue_receipt": _issue_receipt,
    "mark_record": _mark_record,
    "urge_provider": _urge_provider,
    "confirm_correction": _confirm_correction,
    "archive": _closing(CaseState.ARCHIVED, "case_archived"),
    "close_refused": _closing(CaseState.REFUSED, "case_refused"),
    "close_withdrawn": _closing(CaseState.WITHDRAWN, "case_withdrawn"),
}
