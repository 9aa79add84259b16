"""What the service tasks of the diagrams do. A diagram names an operation; only these exist."""

from collections.abc import Callable

from workflows.domain.case import CaseState
from workflows.engine.steps import ServiceCall
from workflows.operations import papers
from workflows.operations.act import Act


def _issue_receipt(act: Act) -> None:
    """The receipt (收件回执) goes out with the filing itself, the same day."""
    papers.draft(act, "OBJ-03", signed_at_once=True)
    papers.sign(act, "OBJ-03")


def _mark_record(act: Act) -> None:
    """异议标注, where a binding pack asks for it."""
    if act.case.record_id is not None:
        act.mark = (act.case.record_id, True)
        act.remember(marked=True, marked_on=act.today.isoformat())
        papers.draft(act, "OBJ-14", signed_at_once=True)
        papers.sign(act, "OBJ-14")
        act.record("record_marked", record=act.case.record_id)


def _unmark_record(act: Act) -> None:
    if act.case.facts.get("marked") and act.case.record_id is not None:
        act.mark = (act.case.record_id, False)
        act.remember(marked=False)
        papers.draft(act, "OBJ-14", signed_at_once=True)
        papers.sign(act, "OBJ-14")
        act.record("record_unmarked", record=act.case.record_id)


def _urge_provider(act: Act) -> None:
    """A timer may draft a 催办函 (OBJ-09); a person signs it."""
    papers.draft(act, "OBJ-09")


def _archive(act: Act) -> None:
    _unmark_record(act)
    act.settle(CaseState.ARCHIVED)
    act.step = "closed"
    act.record("case_archived")


def _close_refused(act: Act) -> None:
    _unmark_record(act)
    act.settle(CaseState.REFUSED)
    act.step = "closed"
    act.record("case_refused")


def _close_withdrawn(act: Act) -> None:
    _unmark_record(act)
    act.settle(CaseState.WITHDRAWN)
    act.step = "closed"
    act.record("case_withdrawn")


def _nothing(_act: Act) -> None:
    """Warnings and escalations are recorded and told with the signal itself (see ``fire``)."""


_OPERATIONS: dict[str, Callable[[Act], None]] = {
    "issue_receipt": _issue_receipt,
    "mark_record": _mark_record,
    "urge_provider": _urge_provider,
    "warn": _nothing,
    "escalate": _nothing,
    "confirm_correction": _nothing,
    "archive": _archive,
    "close_refused": _close_refused,
    "close_withdrawn": _close_withdrawn,
}

#: Names that a diagram's service tasks may use.
NAMES = frozenset(_OPERATIONS)


def call(act: Act, service: ServiceCall) -> None:
    """Carry out one service task within an act.

    Raises:
        KeyError: the diagram names an operation that does not exist (``flask process check`` finds it before).
    """
    _OPERATIONS[service.operation](act)
