"""A small office for tests: real parts on a real database, clocks that are moved by hand, and a walk through a case.

Everything here is plainly fictional; codes carry valid check digits.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from tests.samples.objection import APPLICATION, TODAY, USUAL
from tests.support.clock import START, MovingClock
from tests.support.people import (
    AUTHORITY,
    EXECUTOR,
    OTHER_PROVIDER,
    OTHER_SUBJECT_CODE,
    PERSON_CODE,
    PROVIDER,
    SUBJECT_CODE,
    People,
    add_record,
    demo_people,
)
from webapp import bootstrap, logs, settings
from workflows.domain.case import Channel
from workflows.domain.time import end_of_day, office_date
from workflows.intake.filestore import StoredFile
from workflows.operations.complete_task import Completed, CompleteTask, complete_task
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.store import cases, deadlines, tasks

__all__ = [
    "APPLICATION",
    "AUTHORITY",
    "EXECUTOR",
    "OTHER_PROVIDER",
    "OTHER_SUBJECT_CODE",
    "PERSON_CODE",
    "PROVIDER",
    "START",
    "SUBJECT_CODE",
    "USUAL",
    "MovingClock",
    "People",
    "Walk",
    "add_record",
    "blank_docx",
    "demo_people",
    "make_office",
]


# The library's own console renderer draws every local of a traceback, which takes seconds for each logged failure.
logs.configure()


@cache
def blank_docx() -> bytes:
    """The smallest Word file, for tests that do not look at letters: each of its parts is inspected as it is stored."""
    package = "http://schemas.openxmlformats.org/package/2006"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        )
        container.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/></Relationships>',
        )
        container.writestr("word/document.xml", f'<w:document xmlns:w="{body}"><w:body><w:p/></w:body></w:document>')
    return buffer.getvalue()


def make_office(
    url: str,
    folder: Path,
    *,
    clock: MovingClock | None = None,
    real_clock: MovingClock | None = None,
    real_letters: bool = False,
) -> Office:
    """An office on the migrated database at ``url``; its files lie in ``folder``.

    Args:
        clock: the office's clock, standing at START unless given.
        real_clock: clock of leases, backoff and sessions; a second one that stands at START unless given.
        real_letters: render letters from docs_templates/ instead of one blank Word file for all.
    """
    read = settings.read(
        {
            "CREDITCASE_ENV": "test",
            "CREDITCASE_DATA": str(folder),
            "DATABASE_URL": url,
            "CREDITCASE_AUDIT_KEY": "k" * 32,
        }
    )
    office = bootstrap.build_office(read)
    return replace(
        office,
        clock=clock or MovingClock(),
        real_clock=real_clock or MovingClock(),
        render=office.render if real_letters else lambda _template, _context: blank_docx(),
    )


#: One row of keys for all walks: the address of one that is gone may be given to the next.
_KEYS = count(1)


@dataclass
class Walk:
    """One case, driven step by step; ``people.office.clock`` must be a MovingClock."""

    people: People
    opened: Opened | None = None

    @property
    def office(self) -> Office:
        """The office of the case."""
        return self.people.office

    @property
    def clock(self) -> MovingClock:
        """The office's clock."""
        clock = self.office.clock
        assert isinstance(clock, MovingClock)
        return clock

    @property
    def case_id(self) -> int:
        """The id of the case."""
        assert self.opened is not None, "open the case first"
        return self.opened.case_id

    def open(self, who: str = "applicant", *, record: int | None = None, **application: Any) -> "Walk":
        """File an objection; ``application`` replaces answers of APPLICATION."""
        self.opened = open_case(
            self.office,
            self.people.actor(who),
            OpenCase(
                process="objection",
                authority_id=self.people.authority,
                record_id=record or self.people.record,
                channel=Channel.ONLINE if who in ("applicant", "stranger") else Channel.COUNTER,
                application={**APPLICATION, **application},
                key=self.key(),
            ),
        )
        return self

    def key(self) -> str:
        """A fresh idempotency key."""
        return f"walk-{next(_KEYS)}"

    def command(
        self,
        node: str,
        *,
        files: Sequence[StoredFile] = (),
        breach_reason: str | None = None,
        breach_note: str | None = None,
        **data: Any,
    ) -> CompleteTask:
        """The command that completes the open task on ``node`` with its usual answers, some replaced by ``data``."""
        usual = dict(USUAL[node])
        if node in TODAY:
            usual[TODAY[node]] = office_date(self.clock())
        if node == "order_restoration":
            usual |= {
                "departments": [self.people.executor],
                "restore_by": office_date(self.clock()) + timedelta(days=15),
            }
        with self.office.database.read() as connection:
            at_node = [task for task in tasks.open_of(connection, self.case_id) if task.node == node]
            stored = cases.load(connection, self.case_id)
        assert at_node, f"{node} is not open; open are {self.open_nodes()}"
        assert stored is not None
        return CompleteTask(
            task_id=at_node[0].id,
            seen=stored.view.substance,
            data={**usual, **data},
            files=files,
            key=self.key(),
            breach_reason=breach_reason,
            breach_note=breach_note,
        )

    def do(self, who: str, node: str, **data: Any) -> Completed:
        """Complete the open task on ``node``; see :meth:`command` for what may be given."""
        return complete_task(self.office, self.people.actor(who), self.command(node, **data))

    def withdraw(self, who: str = "applicant", reason: str = "已与信息提供单位沟通解决。") -> int:
        """Withdraw the application."""
        with self.office.database.read() as connection:
            stored = cases.load(connection, self.case_id)
        assert stored is not None
        command = WithdrawCase(case_id=self.case_id, seen=stored.view.substance, reason=reason, key=self.key())
        return withdraw_case(self.office, self.people.actor(who), command)

    def open_nodes(self) -> list[str]:
        """The nodes of the open tasks, oldest first."""
        with self.office.database.read() as connection:
            return [task.node for task in tasks.open_of(connection, self.case_id)]

    def forwarded(self) -> "Walk":
        """Go on from filing to the provider's desk (all on the day of filing)."""
        self.do("reviewer", "examine")
        self.do("auditor", "sign_acceptance")
        self.do("reviewer", "draft_inquiry")
        self.do("auditor", "sign_inquiry")
        return self

    def finished(self) -> "Walk":
        """Go on from the provider's desk to the archive: the objection is right, the record is corrected."""
        self.do("provider", "sign_for")
        self.do("provider", "verify")
        self.do("reviewer", "draft_decision")
        self.do("auditor", "audit_decision")
        self.do("head", "approve_decision")
        self.do("reviewer", "serve_reply")
        self.do("provider", "execute_correction")
        return self

    def fire_until(self, day: date) -> int:
        """Move the clock from signal to signal to the end of ``day`` (Asia/Shanghai), firing each; return how many."""
        end, fired = end_of_day(day), 0
        while True:
            with self.office.database.read() as connection:
                due = deadlines.next_signal(connection)
            if due is None or due > end:
                break
            self.clock.now = max(self.clock.now, due)
            swept = fire_due_deadlines(self.office, "walk")
            assert not swept.failed, "a deadline could not be fired; see the log"
            fired += swept.fired
        self.clock.now = max(self.clock.now, end)
        return fired
