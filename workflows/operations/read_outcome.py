"""What came of a case, as whom it is about is told: each decision, and what was carried out because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.answer import Answer
from workflows.domain.exchange import KINDS, TARGETS
from workflows.domain.process_type import Carries, ProcessType
from workflows.domain.time import office_date
from workflows.operations.case_page import CasePage
from workflows.operations.office import Office
from workflows.operations.untold import untold
from workflows.store import case_pages, cases, outcomes


@dataclass(frozen=True, kw_only=True)
class Carried:
    """One thing that was to be carried out."""

    #: A message id.
    what: str
    #: Number of the record that it is about, or the measure with its answer; may be empty.
    about: str
    #: Name of the organisation, or a message id for a platform.
    by: str
    #: When it was done or confirmed (Asia/Shanghai); None while it is open.
    on: date | None
    #: What was done, in the department's own words; may be empty.
    words: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a case has brought about so far."""

    answers: tuple[Answer, ...] = ()
    carried: tuple[Carried, ...] = ()

    @property
    def open(self) -> int:
        """How much of it is still to be carried out."""
        return sum(each.on is None for each in self.carried)


def read_outcome(office: Office, page: CasePage) -> Outcome:
    """Return what came of the case whose page its applicant reads; nothing before the decision was served."""
    case_id = page.view.id
    told = {node: kind.carries for node, kind in page.process.tasks.items() if kind.carries is not None}
    with office.database.read() as connection:
        stored = cases.load(connection, case_id)
        hidden = untold(page.process, case_pages.letters_of(connection, case_id))
        if stored is None or hidden:
            return Outcome()
        steps = outcomes.steps_of(connection, case_id, told) if told else ()
        receipts = outcomes.receipts_of(connection, case_id)
    return Outcome(
        answers=tuple(page.process.answers(stored.view)),
        carried=(*_steps(page.process, steps), *_receipts(receipts)),
    )


def _steps(process: ProcessType, rows: Sequence[Any]) -> list[Carried]:
    return [
        Carried(what=told.what, about=about, by=row.org_name, on=date.fromisoformat(on) if on else None, words=words)
        for row in rows
        if (told := process.tasks[row.node].carries) is not None
        for about, on, words in _done(told, (row.data or {}) if row.state == "done" else {})
    ]


def _done(told: Carries, data: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return (about what, day, words) of what a step has carried out; without a day while it is open."""
    on = str(data.get(told.day) or "")
    return told.parts(data) or [("", on, str(data.get(told.words) or "") if on else "")]


def _receipts(rows: Sequence[Any]) -> list[Carried]:
    return [
        Carried(
            what=KINDS[row.kind],
            about=row.decision_number,
            by=row.payload.get("department") or TARGETS[row.target],
            on=office_date(row.received_at) if row.received_at else None,
            words="",
        )
        for row in rows
    ]
