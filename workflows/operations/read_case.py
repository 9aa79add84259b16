"""Reads a case for a page, reduced to what its reader may see.

Who sees what is said in ``case_sight``. Nothing that a reader may not see leaves this module, so no template can show
it by mistake.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import NotFound
from workflows.domain.letter_code import kind_of
from workflows.domain.listing import REMOVAL_REASONS
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.operations.case_page import (
    OUTSIDE,
    CasePage,
    EventLine,
    FileLine,
    LetterLine,
    ListingLine,
    Side,
    TaskLine,
)
from workflows.operations.case_sight import sight_of
from workflows.operations.claims import change_lines, claim_lines
from workflows.operations.clock_slips import slips_of
from workflows.operations.dossiers import organ_of
from workflows.operations.office import Office
from workflows.operations.reading import require_sight
from workflows.operations.record_cards import record_card, subject_card
from workflows.operations.substitute import absent_for
from workflows.processes import event_names
from workflows.store import case_pages, cases, list_pages, records
from workflows.store.tasks import NO_DATE

#: Kinds of event that everybody concerned may know of.
_OPEN_KINDS = frozenset({
    "case_opened", "withdrawal_filed", "case_archived", "case_refused", "case_withdrawn", "record_marked",
    "record_unmarked", "record_corrected", "record_withdrawn",
})  # fmt: skip
#: Kinds shown where the clock that they are about is shown, or the letter, or the step.
_CLOCK_KINDS = frozenset({
    "clock_started", "clock_suspended", "clock_resumed", "clock_extended", "clock_recomputed", "deadline_breached",
    "clock_met", "clock_met_late",
})  # fmt: skip
_LETTER_KINDS = frozenset({"letter_signed", "letter_issued", "letter_served"})
#: What of an event's data may leave the centre.
_OPEN_DATA = frozenset({"node", "code", "number", "rule", "on", "old", "due_on", "provisional", "channel", "method"})
#: What of a case's memory the applicant may see.
_OPEN_FACTS = frozenset({"missing", "e_service", "reply_signed", "promised_on"})
#: Steps of others that the applicant is told of when they are done (without what was written there).
_TOLD = frozenset({"sign_for", "verify"})
#: Outcome of a step at which only more time was asked for: it is not done.
_MORE_TIME = "extend"


def read_case(office: Office, actor: Actor, case_id: int) -> CasePage:
    """Return a case as ``actor`` may see it.

    Raises:
        NotFound: there is no such case.
        Hidden: it is not this person's to see.
        CalendarMissing: a year that must be counted has no calendar.
    """
    with office.database.read() as connection:
        stored = cases.load(connection, case_id)
        if stored is None:
            raise NotFound()
        case = stored.view
        require_sight(actor, case)
        application = cases.application(connection, case_id)
        subject = records.subject_by_id(connection, case.subject_id)
        record = None if case.record_id is None else records.load(connection, case.record_id)
        authority = organ_of(connection, case.authority_id)
        provider = None if case.provider_id is None else organ_of(connection, case.provider_id)
        task_rows = case_pages.tasks_of(connection, case_id)
        event_rows = case_pages.events_of(connection, case_id)
        letter_rows = case_pages.letters_of(connection, case_id)
        file_rows = case_pages.files_of(connection, case_id)
        listed = _listing(connection, case, application) if office.processes[case.process].ends_listing else None
    process = office.processes[case.process]
    sight = sight_of(actor, case, process, task_rows, letter_rows)
    side = sight.side
    letters = tuple(_letter(process, case, row) for row in letter_rows if sight.letter(row))
    # Only where a colleague holds something is it asked for whom the reader stands in.
    held = any(row.state == "open" and row.assignee_id not in (None, actor.user_id) for row in task_rows)
    hands = {None, actor.user_id, *(absent_for(office, actor, office_date(office.clock())) if held else ())}
    tasks = tuple(_task(process, side, actor, hands, row) for row in task_rows if sight.task(row))
    slips = tuple(slip for slip in slips_of(office, case_id) if sight.clock(slip.rule, tasks))
    told = {process.cap_rule} if side is Side.APPLICANT else {slip.rule for slip in slips}
    events = _events(process, side, event_rows, tasks, letters, told)
    return CasePage(
        side=side,
        view=case if side not in OUTSIDE else _outside(process, case, actor),
        process=process,
        step=stored.step,
        query_code=stored.query_code if side in (Side.APPLICANT, Side.CENTRE) else "",
        received_at=stored.received_at,
        authority=authority,
        provider=provider,
        subject=subject_card(subject),
        record=record_card(record, provider.name if provider else "") if record and side is not Side.PERSON else None,
        listing=None if side is Side.PERSON else listed,
        application=application if sight.whole else {},
        claims=claim_lines(application, {} if record is None else record.fields) if sight.whole else (),
        changes=() if sight.secret else change_lines(case.facts.get("applied", ())),
        tasks=tasks,
        events=events,
        letters=letters,
        files=tuple(_file(row) for row in file_rows if sight.file(row, tasks)),
        slips=slips,
    )


def _listing(connection: Any, case: CaseView, application: Mapping[str, Any]) -> ListingLine | None:
    rows = list_pages.of_subjects(connection, (case.subject_id,))
    own = [row for row in rows if row.list_key == case.facts.get("list_key")]
    left = [row for row in own if row.id in case.facts.get("left", ())]
    found = left or [row for row in own if row.state == "listed"]
    if not found:
        return None
    row = found[0]
    kind = catalogue.lists().get(row.list_key)
    return ListingLine(
        list_name=row.list_key if kind is None else kind.name,
        number=row.number or "",
        listed_on=row.listed_on,
        until_on=row.until_on,
        left_on=row.left_on,
        cause=REMOVAL_REASONS.get(case.facts.get("cause") or application.get("cause", ""), ""),
    )


def _outside(process: ProcessType, case: CaseView, actor: Actor) -> CaseView:
    """Leave out what the process remembers of who did what and how it will be decided."""
    shown = (_OPEN_FACTS | process.open_facts) & case.facts.keys()
    facts = {key: case.facts[key] for key in shown}
    return replace(case, facts={**facts, **process.open_memory(case, actor)}, clocks={})


def _task(process: ProcessType, side: Side, actor: Actor, hands: set[int | None], row: Any) -> TaskLine:
    kind = process.tasks[row.node]
    own = side not in OUTSIDE or row.user_id == actor.user_id
    desk = Desk(role=Role(row.role), org_id=row.org_id, user_id=row.user_id)
    return TaskLine(
        id=row.id,
        node=row.node,
        name=kind.name,
        role=row.role,
        org_id=row.org_id,
        org_name=row.org_name or "",
        state=row.state,
        due_on=None if row.due_on == NO_DATE else row.due_on,
        opened_at=row.opened_at,
        assignee_id=row.assignee_id if own else None,
        assignee_name=(row.assignee_name or "") if own else "",
        owner_id=row.owner_id if own else None,
        owner_name=(row.owner_name or "") if own else "",
        completed_at=row.completed_at,
        completed_by=row.completed_by if own else None,
        completed_name=(row.completed_name or "") if own else "",
        outcome=(row.outcome or "") if own else "",
        outcome_words=process.outcome_words(row.node, row.outcome) if own and row.outcome else "",
        data=(row.data or {}) if own else {},
        mine=row.state == "open" and desk.admits(actor) and row.owner_id is None and row.assignee_id in hands,
    )


def _letter(process: ProcessType, view: CaseView, row: Any) -> LetterLine:
    kind = process.letter(row.code)
    return LetterLine(
        id=row.id,
        code=row.code,
        title=kind.title,
        about=process.letter_about(view, row.code),
        state=row.state,
        number=row.number or "",
        sha256=row.sha256 or "",
        signed_at=row.signed_at,
        void_reason=row.void_reason or "",
        recipient=kind.recipient,
        method=row.method or "",
        served_at=row.served_at,
        served_to=row.served_to or "",
    )


def _file(row: Any) -> FileLine:
    return FileLine(
        id=row.id,
        name=row.name,
        type=row.type,
        size=row.size,
        purpose=row.purpose,
        task_id=row.task_id,
        uploaded_at=row.uploaded_at,
        uploader_name=row.uploader_name or "",
        quarantined=row.quarantined,
        removed=row.removed,
        sha256=row.sha256,
    )


def _events(
    process: ProcessType,
    side: Side,
    rows: Sequence[Any],
    tasks: Sequence[TaskLine],
    letters: Sequence[LetterLine],
    rules: set[str],
) -> tuple[EventLine, ...]:
    if side is Side.CENTRE:
        answers = {task.id: {"data": task.data} for task in tasks if task.data}
        return tuple(
            _event(process, row, {**row.data, **answers.get(row.data.get("task"), {})}, row.actor_name or "")
            for row in rows
        )
    seen = _visible(side, process, tasks, letters, rules)
    return tuple(
        _event(process, row, {key: value for key, value in row.data.items() if key in _OPEN_DATA}, "")
        for row in rows
        if seen(row)
    )


def _visible(
    side: Side, process: ProcessType, tasks: Sequence[TaskLine], letters: Sequence[LetterLine], rules: set[str]
) -> Callable[[Any], bool]:
    codes = {letter.code for letter in letters}
    own = {task.node for task in tasks if side is not Side.APPLICANT or task.role == Role.APPLICANT}
    nodes = own | _TOLD if side is Side.APPLICANT else own

    def visible(row: Any) -> bool:
        data: Mapping[str, Any] = row.data
        if row.kind in _OPEN_KINDS:
            return side is not Side.EXECUTOR
        if row.kind in _LETTER_KINDS:
            return data.get("code") in codes
        if row.kind in _CLOCK_KINDS:
            return data.get("rule") in rules
        done = row.kind == "task_completed" and data.get("outcome") != _MORE_TIME
        return done and data.get("node") in nodes

    return visible


def _event(process: ProcessType, row: Any, data: Mapping[str, Any], actor_name: str) -> EventLine:
    return EventLine(
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        words=event_names().get(row.kind, row.kind),
        about=_about(process, row.data),
        actor_name=actor_name,
        data=data,
    )


def _about(process: ProcessType, data: Mapping[str, Any]) -> str:
    if (node := data.get("node", "")) in process.tasks:
        return process.tasks[node].name
    letter = process.letters.get(kind_of(data.get("code", "")))
    return letter.title if letter else process.rules.get(data.get("rule", ""), "")
