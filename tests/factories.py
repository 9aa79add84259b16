"""A small office for tests: real parts on a real database, clocks that are moved by hand, and a walk through a case.

Everything here is plainly fictional; codes carry valid check digits.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from docx import Document

from tests.samples.objection import APPLICATION, TODAY, USUAL
from tests.samples.penalties import code, resident
from webapp import bootstrap, settings
from workflows.domain.access import Actor, Role
from workflows.domain.case import Channel
from workflows.domain.time import end_of_day, office_date
from workflows.intake.filestore import StoredFile
from workflows.operations.complete_task import Completed, CompleteTask, complete_task
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.store import cases, deadlines, people, records, tasks

#: Friday, 18 September 2026, 10:00 in Asia/Shanghai: a working day before the autumn holidays.
START = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)

AUTHORITY = "示例市公共信用信息中心"
PROVIDER = "示例市市场监督管理局"
OTHER_PROVIDER = "示例市生态环境局"
EXECUTOR = "示例市公共资源交易中心"
SUBJECT_CODE = code("91410184MA0000001")
OTHER_SUBJECT_CODE = code("91410184MA0000002")
PERSON_CODE = resident("41018419900307001")


class MovingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant (UTC)."""
        return self.now

    def advance(self, **step: float) -> None:
        """Move forward (or back) by ``timedelta(**step)``."""
        self.now += timedelta(**step)


@cache
def blank_docx() -> bytes:
    """A Word file with nothing in it, for tests that do not look at letters."""
    buffer = io.BytesIO()
    Document().save(buffer)
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


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is in the small office, with one record about one subject."""

    office: Office
    authority: int
    provider: int
    other_provider: int
    executor: int
    subject: int
    record: int
    ids: dict[str, int]

    def actor(self, login: str) -> Actor:
        """The person who signs in as ``login``: applicant, reviewer, reviewer2, auditor, head, provider, …"""
        with self.office.database.read() as connection:
            return people.actor(connection, self.ids[login], login)


def demo_people(office: Office, *, pack: str = "xinzheng/2018-03-28") -> People:
    """Fill an empty office with organisations, one person for each role, and a record to object to."""
    now = office.clock()
    with office.database.act() as uow:
        connection = uow.connection

        def organisation(name: str, kind: str, word: str, case_word: str = "") -> int:
            return people.add_organisation(
                connection,
                {"name": name, "kind": kind, "letter_word": word, "case_word": case_word, "jurisdiction": "xinzheng"},
            )

        authority = organisation(AUTHORITY, "authority", "示信用", "SL")
        provider = organisation(PROVIDER, "provider", "示市监")
        other_provider = organisation(OTHER_PROVIDER, "provider", "示环")
        executor = organisation(EXECUTOR, "executor", "示交易")
        people.bind_pack(connection, authority, pack, date(2018, 3, 28))
        posts: dict[str, list[tuple[Role, int]]] = {
            "applicant": [],
            "stranger": [],
            "reviewer": [(Role.REVIEWER, authority)],
            "reviewer2": [(Role.REVIEWER, authority)],
            "auditor": [(Role.AUDITOR, authority)],
            "head": [(Role.HEAD, authority)],
            "provider": [(Role.PROVIDER, provider)],
            "provider2": [(Role.PROVIDER, other_provider)],
            "executor": [(Role.EXECUTOR, executor)],
            "supervisor": [(Role.SUPERVISOR, authority)],
            "admin": [(Role.ADMIN, authority)],
        }
        ids = {
            login: people.add_user(
                connection,
                {
                    "login": login,
                    "name": f"示例{login}",
                    "password_hash": "-",
                    "created_at": now,
                    "email": f"{login}@office.example",
                },
                held,
            )
            for login, held in posts.items()
        }
        subject = records.add_subject(
            connection,
            {
                "kind": "legal_person",
                "name": "示例甲商贸有限公司",
                "code_type": "uscc",
                "code": SUBJECT_CODE,
                "alt_ids": {},
            },
        )
        records.add_representation(
            connection,
            {"user_id": ids["applicant"], "subject_id": subject, "kind": "agent", "verified_at": now},
        )
        made = People(
            office=office,
            authority=authority,
            provider=provider,
            other_provider=other_provider,
            executor=executor,
            subject=subject,
            record=add_record(connection, subject, provider, "示市监罚决〔2026〕9001号"),
            ids=ids,
        )
        uow.commit()
    return made


def add_record(connection: Any, subject: int, provider: int, decision_number: str) -> int:
    """A penalty whose fine was typed wrongly (5 instead of 0.5 万元)."""
    return records.add(
        connection,
        {
            "subject_id": subject,
            "provider_id": provider,
            "decision_number": decision_number,
            "fields": {"CF_WSH": decision_number, "CF_NR": "罚款五千元", "CF_NR_FK": "5", "CF_JDRQ": "2026-06-05"},
            "decided_on": date(2026, 6, 5),
            "publish_until": date(2027, 6, 5),
        },
    )


@dataclass
class Walk:
    """One case, driven step by step; ``people.office.clock`` must be a MovingClock."""

    people: People
    opened: Opened | None = None
    _keys: Any = field(default_factory=lambda: count(1))

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
        return f"walk-{id(self)}-{next(self._keys)}"

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
                signals = [row.signal_at for row in deadlines.running(connection) if row.signal_at and not row.incident]
            due = [moment for moment in signals if moment <= end]
            if not due:
                break
            self.clock.now = max(self.clock.now, min(due))
            swept = fire_due_deadlines(self.office, "walk")
            assert not swept.failed, "a deadline could not be fired; see the log"
            fired += swept.fired
        self.clock.now = max(self.clock.now, end)
        return fired
