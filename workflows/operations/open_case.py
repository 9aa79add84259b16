"""Opens a case: an application comes in, online or at the counter, and gets its number, receipt and clocks."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.chain import GENESIS
from workflows.domain.errors import FieldErrors, NotFound, OpenCaseExists
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.engine import runtime
from workflows.intake.filestore import StoredFile
from workflows.operations import notify
from workflows.operations.act import Act
from workflows.operations.advance import advance
from workflows.operations.attach import attach
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.store import cases, people, records

#: Alphabet of query codes: no sign that is mistaken for another. 12 signs are 58 bits, not derivable from the number.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """The command: what came in."""

    process: str
    authority_id: int
    record_id: int
    channel: Channel
    #: Cleaned data of the process's filing form.
    application: Mapping[str, Any]
    files: Sequence[StoredFile] = ()
    #: Idempotency key of the form.
    key: str
    #: Date on which a paper form was received at the counter (Asia/Shanghai); today for online filings.
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the applicant takes away."""

    case_id: int
    number: str
    query_code: str


def open_case(office: Office, actor: Actor, command: OpenCase) -> Opened:
    """Open a case in one transaction.

    Raises:
        NotFound: the record does not exist or the person may not act for its subject.
        OpenCaseExists: the record has an open case of this process.
        FieldErrors: the date of receipt is impossible.
    """
    return once(office, actor, command.key, lambda: _open(office, actor, command), _opened)


def _open(office: Office, actor: Actor, command: OpenCase) -> Opened:
    process = office.processes[command.process]
    now = office.clock()
    with office.database.read() as connection:
        record = records.load(connection, command.record_id)
        if record is None or not _may_file(actor, command, record.subject_id):
            raise NotFound()
        open_number = cases.open_case_number(connection, command.record_id, process.key)
        if open_number is not None:
            raise OpenCaseExists(number=open_number)
        received_on = _received_on(command, office_date(now), record.decided_on)
        packs = people.bound_packs(connection, command.authority_id, received_on)
        if not packs:
            raise FieldErrors({"received_on": [N_("收件当日本单位没有适用的规则，请核对日期或联系管理员。")]})
        authority = people.organisation_by_id(connection, command.authority_id)
        last = cases.last_number(connection, series := f"{authority.case_word}-{process.code}-{received_on.year}")
        view = CaseView(
            id=cases.reserve_id(connection),
            number=f"{series}-{last + 1:06d}",
            process=process.key,
            authority_id=command.authority_id,
            provider_id=record.provider_id,
            subject_id=record.subject_id,
            record_id=record.id,
            applicant_id=actor.user_id if command.channel is Channel.ONLINE else None,
            channel=command.channel,
            state=CaseState.OPEN,
            version=0,
            substance=0,
            received_on=received_on,
            packs=packs,
            facts={"e_service": bool(command.application.get("e_service"))},
        )
    diagram = office.newest_diagram(process.key)
    act = _first_act(office, actor, process, view, diagram.hash, command, now)
    requires = {"marking": any(office.packs[pack].requires.marking for pack in packs)}
    act.record("case_opened", channel=str(command.channel), record=record.id, application=command.application)
    attach(act, command.files, purpose="evidence", task_id=None)
    advance(act, runtime.start(diagram, process.opening_facts(view, requires)))
    due = next((row["due_on"] for row in act.new_deadlines if row["rule"] == process.cap_rule), None)
    notify.owe(act, "received", "applicant", 1, received_on=received_on, due=due, query_code=act.query_code)
    opened = Opened(case_id=view.id, number=view.number, query_code=act.query_code)
    with office.database.act() as uow:
        cases.take_number(uow.connection, series, last + 1)
        cases.add(uow.connection, _row(act, diagram.hash, now), command.application)
        cases.keep_result(
            uow.connection, command.key, actor.user_id, f"{opened.case_id}|{opened.number}|{opened.query_code}", now
        )
        act.write(uow)
        uow.commit()
    return opened


def _may_file(actor: Actor, command: OpenCase, subject_id: int) -> bool:
    if command.channel is Channel.COUNTER:
        return actor.holds(Role.REVIEWER, command.authority_id)
    return subject_id in actor.subjects


def _received_on(command: OpenCase, today: date, decided_on: date) -> date:
    if command.received_on is None:
        return today
    if command.channel is not Channel.COUNTER or command.received_on > today:
        raise FieldErrors({"received_on": [N_("收件日期不能晚于今天。")]})
    if command.received_on < decided_on:
        raise FieldErrors({"received_on": [N_("收件日期不能早于决定日期，请核对年份。")]})
    return command.received_on


def _opened(result: str) -> Opened:
    case_id, number, code = result.split("|")
    return Opened(case_id=int(case_id), number=number, query_code=code)


def _first_act(
    office: Office, actor: Actor, process: ProcessType, view: CaseView, digest: str, command: OpenCase, now: datetime
) -> Act:
    return Act(
        office=office,
        actor=actor,
        process=process,
        case=view,
        now=now,
        diagram_hash=digest,
        state=b"",
        step=next(iter(process.steps)),
        query_code="".join(secrets.choice(_CODE_ALPHABET) for _ in range(12)),
        event_count=0,
        chain=GENESIS,
        all_deadlines=[],
        all_tasks=[],
        application=command.application,
    )


def _row(act: Act, diagram_hash: str, now: datetime) -> dict[str, Any]:
    case = act.case
    return {
        "id": case.id,
        "number": case.number,
        "query_code": act.query_code,
        "process": case.process,
        "diagram_hash": diagram_hash,
        "authority_id": case.authority_id,
        "provider_id": case.provider_id,
        "subject_id": case.subject_id,
        "record_id": case.record_id,
        "applicant_id": case.applicant_id,
        "channel": str(case.channel),
        "state": str(CaseState.OPEN),
        "step": act.step,
        "version": 0,
        "substance": 0,
        "received_on": case.received_on,
        "received_at": now,
        "packs": list(case.packs),
        "facts": {},
        "clocks": {},
        "event_count": 0,
        "chain": GENESIS,
    }
