"""Progress without signing in: case number and query code together show where a case stands, and nobody's name."""

from dataclasses import dataclass
from datetime import date

from workflows.domain.case import CASE_STATE_NAMES, CaseState
from workflows.domain.errors import NotFound
from workflows.domain.identifiers import normalise_code
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.office import Office
from workflows.store import applicant, cases, deadlines, tasks


class NoSuchProgress(NotFound):
    """Number and code do not belong together; which of them is wrong is not said."""

    message = N_("没有查到。请核对编号和查询码，两项都印在收件回执上。")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a case stands. Holds no personal data: no name, no code, no record, no text that anybody wrote."""

    number: str
    process: ProcessType
    received_on: date
    state: CaseState
    #: Message id.
    state_words: str
    step: str
    #: What is being waited for, message ids; empty when the case is closed.
    waiting: tuple[str, ...]
    #: The promised last day of the reply; None when no clock runs any more.
    due_on: date | None
    provisional: bool


def read_progress(office: Office, number: str, code: str) -> Progress:
    """Return where the case stands that number and query code name together.

    Args:
        number: as typed; spaces and width do not matter.
        code: as typed; spaces, hyphens and capitals do not matter.

    Raises:
        NoSuchProgress: no such pair.
    """
    with office.database.read() as connection:
        # Numbers carry hyphens of their own, codes none.
        found = applicant.case_by_code(connection, _plain(number), normalise_code(code))
        stored = None if found is None else cases.load(connection, found)
        if stored is None:
            raise NoSuchProgress()
        live = deadlines.live_of(connection, stored.view.id)
        open_tasks = tasks.open_of(connection, stored.view.id)
    case, process = stored.view, office.processes[stored.view.process]
    cap = next((row for row in live if row.rule == process.cap_rule), None)
    waiting = dict.fromkeys(process.tasks[task.node].waiting for task in open_tasks)
    return Progress(
        number=case.number,
        process=process,
        received_on=case.received_on,
        state=case.state,
        state_words=CASE_STATE_NAMES[case.state],
        step=stored.step,
        waiting=tuple(words for words in waiting if words),
        due_on=cap.due_on if cap else None,
        provisional=bool(cap and cap.provisional),
    )


def _plain(number: str) -> str:
    return number[:60].strip().upper().translate(_WIDE)


#: Full-width letters, digits and hyphens as a Chinese keyboard writes them.
_WIDE = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
