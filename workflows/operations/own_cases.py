"""An applicant's list of cases: where each stands, whose turn it is, and by when the reply is promised."""

from dataclasses import dataclass
from datetime import date

from workflows.domain.access import Actor
from workflows.domain.case import CASE_STATE_NAMES, CaseState
from workflows.operations.office import Office
from workflows.store import applicant
from workflows.store.tasks import NO_DATE


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """One line of the list."""

    id: int
    number: str
    process_name: str
    #: Words of the state as a whole and of the step, message ids.
    state_words: str
    step_words: str
    state: str
    received_on: date
    subject_name: str
    decision_number: str
    #: The promised last day of the reply, while it runs.
    due_on: date | None
    provisional: bool
    #: What the applicant has to do now, a message id; empty where nothing.
    todo: str
    todo_by: date | None


def own_cases(office: Office, actor: Actor) -> list[OwnCase]:
    """Return the cases that a person filed, newest first."""
    with office.database.read() as connection:
        rows = applicant.cases_of(connection, actor.user_id)
        caps = {process.cap_rule for process in office.processes.values()}
        running = {row.case_id: row for row in applicant.running_of(connection, [row.id for row in rows], caps)}
        todo = {row.case_id: row for row in applicant.own_tasks_of(connection, actor.user_id)}
    found = []
    for row in rows:
        process, own, clock = office.processes[row.process], todo.get(row.id), running.get(row.id)
        found.append(
            OwnCase(
                id=row.id,
                number=row.number,
                process_name=process.name,
                state_words=CASE_STATE_NAMES[CaseState(row.state)],
                step_words=process.steps[row.step],
                state=row.state,
                received_on=row.received_on,
                subject_name=row.subject_name,
                decision_number=row.decision_number or "",
                due_on=clock.due_on if clock else None,
                provisional=bool(clock and clock.provisional),
                todo=process.tasks[own.node].waiting if own else "",
                todo_by=own.due_on if own and own.due_on != NO_DATE else None,
            )
        )
    return found
