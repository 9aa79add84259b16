"""An act on one case: everything it will write, collected before the transaction begins.

Nothing slow stands between begin and commit: engine, rendering and hashing come before :meth:`Act.write`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.case import CaseState
from workflows.domain.chain import link
from workflows.domain.dossier import Organ
from workflows.domain.events import EVENT_NAMES
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.operations.office import Office
from workflows.operations.send_webhooks import told
from workflows.operations.surroundings import Surroundings
from workflows.store import cases, deadlines, dispatches, letters, messages, publicity, records, tasks
from workflows.store.cases import StoredCase
from workflows.store.deadlines import StoredDeadline
from workflows.store.tasks import NO_DATE, Done, StoredTask
from workflows.store.unit_of_work import UnitOfWork
from workflows.store.webhooks import Hook


@dataclass
class Act(Surroundings):
    """What one act reads and will write. Filled by ``clocks``, ``papers``, ``services`` and ``notify``."""

    actor: Actor
    process: ProcessType
    now: datetime
    #: Hash of the diagram that the case began with.
    diagram_hash: str
    state: bytes
    step: str
    query_code: str
    event_count: int
    chain: str
    #: Every deadline and task that the case had before the act, oldest first.
    all_deadlines: list[StoredDeadline]
    all_tasks: list[StoredTask]
    closed_at: datetime | None = None
    #: False for a timer: forms that people have open stay valid.
    substantive: bool = True
    #: What the applicant wrote, where the case is only being opened.
    application: Mapping[str, Any] | None = None

    events: list[dict[str, Any]] = field(default_factory=list)
    new_tasks: list[dict[str, Any]] = field(default_factory=list)
    #: The task that the act completes.
    done_task: tuple[StoredTask, Done] | None = None
    cancelled_tasks: list[int] = field(default_factory=list)
    due_changes: dict[int, date] = field(default_factory=dict)
    new_deadlines: list[dict[str, Any]] = field(default_factory=list)
    deadline_changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_letters: list[dict[str, Any]] = field(default_factory=list)
    letter_changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    numbers: list[tuple[int, str, int, int]] = field(default_factory=list)
    new_files: list[dict[str, Any]] = field(default_factory=list)
    new_notices: list[dict[str, Any]] = field(default_factory=list)
    services: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    correction: tuple[int, int, dict[str, Any], list[dict[str, Any]]] | None = None
    mark: tuple[int, bool] | None = None
    #: What changes in the publicity of records, by record, with the version at which it was read.
    publicity: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: What effects write beyond the case: first what must not have changed since it was read, then the rest.
    guards: list[Callable[[Any], None]] = field(default_factory=list)
    writes: list[Callable[[Any], None]] = field(default_factory=list)
    #: Rows of what the act owes other systems.
    new_dispatches: list[dict[str, Any]] = field(default_factory=list)
    #: Rows of what it tells other cases.
    new_messages: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    #: Organisations by id, as far as the act's letters have asked for them.
    organs: dict[int, Organ] = field(default_factory=dict)
    #: Last number given out in each of their registers of this year, by organisation and word.
    registers: dict[tuple[int, str], int] = field(default_factory=dict)
    #: Who holds a post, by role and organisation, as far as the act's notices have asked for them.
    holders: dict[tuple[Role, int], list[Any]] = field(default_factory=dict)
    #: The webhooks that may be told of the act, read before its transaction begins.
    hooks: Sequence[Hook] = field(init=False)

    def __post_init__(self) -> None:
        self.hooks = self.office.webhooks()

    @classmethod
    def on(
        cls,
        office: Office,
        actor: Actor,
        stored: StoredCase,
        now: datetime,
        all_deadlines: list[StoredDeadline],
        all_tasks: list[StoredTask],
        *,
        substantive: bool = True,
    ) -> "Act":
        """Begin an act on a case as it was read at version ``stored.view.version``."""
        act = cls(
            office=office,
            actor=actor,
            process=office.processes[stored.view.process],
            case=stored.view,
            now=now,
            diagram_hash=stored.diagram_hash,
            state=stored.state,
            step=stored.step,
            query_code=stored.query_code,
            event_count=stored.event_count,
            chain=stored.chain,
            closed_at=stored.closed_at,
            all_deadlines=all_deadlines,
            all_tasks=all_tasks,
            substantive=substantive,
            seen=stored.view.version,
        )
        if stored.matter is not None:
            act.matter = stored.matter
        return act

    @property
    def today(self) -> date:
        """The Asia/Shanghai date of the act."""
        return office_date(self.now)

    @cached_property
    def live(self) -> list[StoredDeadline]:
        """The running and suspended deadlines."""
        return [row for row in self.all_deadlines if row.state in ("running", "suspended")]

    @cached_property
    def open_tasks(self) -> list[StoredTask]:
        """The open tasks."""
        return [task for task in self.all_tasks if task.state == "open"]

    def remember(self, **facts: Any) -> None:
        """Merge facts into the case's memory."""
        self.case = replace(self.case, facts={**self.case.facts, **facts})

    def note_clock(self, key: str, value: Any) -> None:
        """Replace one part of the case's clock events."""
        self.case = replace(self.case, clocks={**self.case.clocks, key: value})

    def settle(self, state: CaseState) -> None:
        """Give the case a state; one that is settled stands at the last step of its line."""
        self.case = replace(self.case, state=state)
        if state is not CaseState.OPEN:
            self.step = list(self.process.steps)[-1]

    def record(self, kind: str, **data: Any) -> int:
        """Append an event to the case's chain and return its sequence number.

        Raises:
            KeyError: the kind is neither in EVENT_NAMES nor among the process's own.
        """
        if kind not in self.process.events:
            EVENT_NAMES[kind]
        self.event_count += 1
        actor_id = OFFICE.user_id if self.actor is OFFICE else self.actor.user_id
        self.chain = link(
            self.office.audit_key,
            self.chain,
            case_id=self.case.id,
            seq=self.event_count,
            at=self.now,
            actor_id=actor_id,
            kind=kind,
            data=orjson.dumps(data),
        )
        self.events.append(
            {
                "case_id": self.case.id,
                "seq": self.event_count,
                "at": self.now,
                "actor_id": actor_id,
                "kind": kind,
                "data": data,
                "mac": self.chain,
            }
        )
        return self.event_count

    def due_of(self, node: str) -> date:
        """Return the date that a task on ``node`` wears: its own clock's, else the cap's, else none."""
        return self.due_under(*self.process.tasks[node].rules, self.process.cap_rule) or NO_DATE

    def due_under(self, *rules: str) -> date | None:
        """Return the earliest last day among the running clocks of ``rules``; None where none runs."""
        dates = [row["due_on"] for row in self.new_deadlines if row["state"] == "running" and row["rule"] in rules]
        dates += [
            row.due_on
            for row in self.live
            if row.rule in rules and self.deadline_changes.get(row.id, {}).get("state", row.state) == "running"
        ]
        return min((due for due in dates if due is not None), default=None)

    def write(self, uow: UnitOfWork) -> None:
        """Write everything in one transaction; the caller commits.

        Raises:
            StaleVersion: the case, a letter number or the record moved on since it was read.
        """
        connection = uow.connection
        if self.hooks:
            self.new_notices += told(self.hooks, self.process, self.case, self.events, self.now)
        self._write_guarded(connection)
        with uow.together():
            self._write_work(connection)
            if self.events:
                cases.add_events(connection, self.events)
            letters.change(connection, self.letter_changes)
            if self.new_letters:
                letters.add(connection, self.new_letters)
            if self.new_files:
                letters.add_files(connection, self.new_files)
            if self.new_notices:
                letters.add_notices(connection, self.new_notices)
            if self.new_messages:
                messages.add(connection, self.new_messages)
        if self.services:
            letters.add_services(connection, self.case.id, self.services)
        for write in self.writes:
            write(connection)
        if self.new_dispatches:
            dispatches.add_all(connection, self.new_dispatches)

    def case_values(self) -> dict[str, Any]:
        """Return what the act leaves in the row of its case; the row of a case that it opens is written with it."""
        return {
            "version": self.seen + 1,
            "substance": self.seen + 1 if self.substantive else self.case.substance,
            "state": str(self.case.state),
            "step": self.step,
            "facts": self.case.facts,
            "clocks": self.case.clocks,
            "event_count": self.event_count,
            "chain": self.chain,
            "closed_at": None if self.case.state is CaseState.OPEN else self.closed_at or self.now,
        }

    def _write_guarded(self, connection: Any) -> None:
        """Write what must not have changed since it was read: the case, registers of letters, the record."""
        values = self.case_values()
        if self.seen:
            cases.advance(connection, self.case.id, self.seen, values)
        if values["closed_at"] is not None and self.case.facts.get("records"):
            cases.release_records(connection, self.case.id)
        letters.take_numbers(connection, self.numbers)
        publicity.change_all(connection, self.publicity)
        for guard in self.guards:
            guard(connection)
        if self.correction is not None:
            record_id, seen, values, changes = self.correction
            records.correct(
                connection, record_id, seen, values, changes, case_id=self.case.id, at=self.now, by=self.actor.user_id
            )

    def _write_work(self, connection: Any) -> None:
        """Write the engine's state, tasks, clocks and the record's mark."""
        if self.ended:
            cases.forget_state(connection, self.case.id)
        elif self.seen:
            cases.keep_state(connection, self.case.id, self.state)
        if self.done_task is not None:
            task, done = self.done_task
            tasks.finish(connection, task.id, self.now, self.actor.user_id, done)
        if self.cancelled_tasks:
            tasks.cancel(connection, self.cancelled_tasks, self.now)
        if self.new_tasks:
            tasks.add(connection, self.new_tasks)
        if self.due_changes:
            tasks.set_due(connection, self.due_changes)
        deadlines.change(connection, self.deadline_changes)
        if self.new_deadlines:
            deadlines.add(connection, self.new_deadlines)
        if self.mark is not None:
            records.mark(connection, *self.mark)
