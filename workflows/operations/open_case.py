"""Opens a case: an application comes in, online or at the counter, and gets its number, receipt and clocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import orjson

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.chain import GENESIS, answers_mac
from workflows.domain.errors import FieldErrors, NotFound, OpenCaseExists
from workflows.domain.policy import merged_demands
from workflows.domain.process_type import Opener, Opening, ProcessType
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.engine import runtime
from workflows.intake.filestore import StoredFile
from workflows.operations import leaving, notify
from workflows.operations.act import Act
from workflows.operations.advance import advance
from workflows.operations.attach import attach
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.operations.running_bans import running_bans
from workflows.store import case_numbers, cases, list_pages, people, records
from workflows.store.query_codes import new_query_code
from workflows.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """The command: what came in."""

    process: str
    #: The organisation that handles it.
    authority_id: int
    #: The record that it is about; None where it is about several or about none.
    record_id: int | None = None
    #: The records of one subject that one application is about (合并申请).
    record_ids: tuple[int, ...] = ()
    #: Whom it is about, where it is about no record.
    subject_id: int | None = None
    channel: Channel
    #: Cleaned data of the process's filing form.
    application: Mapping[str, Any]
    #: What the process remembers from the beginning.
    memory: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()
    #: Idempotency key of the form.
    key: str
    #: Date on which a paper form was received at the counter (Asia/Shanghai); today for all others.
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the applicant takes away."""

    case_id: int
    number: str
    query_code: str


def opened_by_staff(process: ProcessType) -> bool:
    """Tell whether staff may open cases of a process."""
    return process.opened_by is Opener.STAFF or process.staff_may_open


def open_case(office: Office, actor: Actor, command: OpenCase) -> Opened:
    """Open a case in one transaction.

    Raises:
        NotFound: the record or subject does not exist, or the person may not open such a case about it.
        OpenCaseExists: a record has an open case of this process.
        NotOnList: the case would end a listing that does not stand.
        FieldErrors: the date of receipt is impossible.
    """
    return begin_case(office, actor, command, lambda _uow, _case_id: None)


def begin_case(office: Office, actor: Actor, command: OpenCase, also: Callable[[UnitOfWork, int], None]) -> Opened:
    """Open a case and do something more in its transaction; see :func:`open_case`.

    Args:
        also: called with the unit of work and the id of the new case before the commit.
    """
    return once(office, actor, command.key, lambda: _open(office, actor, command, also), _opened)


def _open(
    office: Office, actor: Actor, command: OpenCase, also: Callable[[UnitOfWork, int], None]
) -> Opened:
    process = office.processes[command.process]
    now = office.clock()
    with office.database.read() as connection:
        about = _about(connection, command)
        if about is None or not _may_open(actor, process, command, about.subject_id):
            raise NotFound()
        for record_id in about.record_ids:
            open_number = cases.open_case_number(connection, record_id, process.key)
            if open_number is not None:
                raise OpenCaseExists(number=open_number)
        leaves: dict[str, Any] = {}
        listed: Sequence[Any] = ()
        if process.ends_listing:
            list_key = str(command.application["list_key"])
            listed = list_pages.with_liable(connection, about.subject_id)
            own = leaving.standing(listed, about.subject_id, list_key)
            persons = [row for row in leaving.with_persons(listed, own) if row.of_listing_id is not None]
            leaves = {"persons": [{"name": row.subject_name, "role": row.liable_as} for row in persons]}
        received_on = _received_on(command, office_date(now), about.decided_on)
        bound = people.bound_packs(connection, command.authority_id, received_on)
        # A text that has been replaced rules no case received since, however long the authority stays bound to it.
        packs = tuple(pack for pack in bound if office.packs[pack].in_force(received_on))
        if not packs:
            raise FieldErrors({"received_on": [N_("收件当日本单位没有适用的规则，请核对日期或联系管理员。")]})
        authority = people.organisation_by_id(connection, command.authority_id)
        series = f"{authority.case_word}-{process.code}-{received_on.year}"
        last = case_numbers.last_number(connection, series)
        view = CaseView(
            id=case_numbers.reserve_id(connection),
            number=f"{series}-{last + 1:06d}",
            process=process.key,
            authority_id=command.authority_id,
            provider_id=about.provider_id,
            subject_id=about.subject_id,
            record_id=about.record_ids[0] if len(about.record_ids) == 1 else None,
            applicant_id=None if process.internal else _applicant(connection, actor, command, about.subject_id),
            channel=command.channel,
            state=CaseState.OPEN,
            version=0,
            substance=0,
            received_on=received_on,
            packs=packs,
            facts={
                "e_service": bool(command.application.get("e_service")),
                **({"superior": authority.parent_id} if authority.parent_id else {}),
                **command.memory,
                **leaves,
                **_several(about),
            },
        )
    requires = _requires(office, packs, process.key)
    with office.database.read() as connection:
        bans = running_bans(connection, about.subject_id, requires, received_on)
    told = command.application
    opening = Opening(case=view, records=about.records, application=told, requires=requires, bans=bans)
    view = replace(view, facts={**view.facts, **process.remembers(opening)})
    diagram = office.newest_diagram(process.key)
    act = _first_act(office, actor, process, view, diagram.hash, command, now)
    if process.ends_listing:
        act.listed = listed
    wrote = answers_mac(office.audit_key, case_id=view.id, task_id=0, data=orjson.dumps(dict(command.application)))
    act.record("case_opened", channel=str(command.channel), record=view.record_id, answers=wrote)
    attach(act, command.files, purpose="evidence", task_id=None)
    advance(act, runtime.start(diagram, process.opening_facts(view, requires)))
    if process.opened_by is Opener.APPLICANT:
        due = next((row["due_on"] for row in act.new_deadlines if row["rule"] == process.cap_rule), None)
        # Where no text caps the whole matter, no last day is promised.
        kind = "received" if due is not None else "received_undated"
        notify.owe(act, kind, "applicant", 1, received_on=received_on, due=due, query_code=act.query_code)
    opened = Opened(case_id=view.id, number=view.number, query_code=act.query_code)
    with office.database.act() as uow:
        case_numbers.take_number(uow.connection, series, last + 1)
        cases.add(uow.connection, _row(act), command.application, act.state)
        if len(about.record_ids) > 1:
            cases.add_records(uow.connection, view.id, process.key, about.record_ids)
        cases.keep_result(
            uow.connection, command.key, actor.user_id, f"{opened.case_id}|{opened.number}|{opened.query_code}", now
        )
        act.write(uow)
        also(uow, view.id)
        uow.commit()
    return opened


@dataclass(frozen=True, kw_only=True)
class _About:
    """Whom and what a new case is about."""

    subject_id: int
    provider_id: int | None
    record_ids: tuple[int, ...]
    records: tuple[Mapping[str, Any], ...]
    #: The newest decision among the records; None where the case is about none.
    decided_on: date | None


def _about(connection: Any, command: OpenCase) -> _About | None:
    """Return whom a new case is about; None where a record is missing or the records are not of one subject."""
    ids = command.record_ids or (() if command.record_id is None else (command.record_id,))
    if not ids:
        known = None if command.subject_id is None else records.subject_by_id(connection, command.subject_id)
        return known and _About(subject_id=known.id, provider_id=None, record_ids=(), records=(), decided_on=None)
    asked = list(dict.fromkeys(ids))
    rows = records.load_all(connection, asked)
    if len(rows) != len(asked) or len({row.subject_id for row in rows}) != 1:
        return None
    providers = {row.provider_id for row in rows}
    return _About(
        subject_id=rows[0].subject_id,
        provider_id=rows[0].provider_id if len(providers) == 1 else None,
        record_ids=tuple(row.id for row in rows),
        records=tuple(row._mapping for row in rows),
        decided_on=max(row.decided_on for row in rows),
    )


def _several(about: _About) -> dict[str, Any]:
    return {"records": list(about.record_ids)} if len(about.record_ids) > 1 else {}


def _requires(office: Office, packs: Sequence[str], process: str) -> dict[str, Any]:
    """Return what the binding packs demand: what any of them asks for, and otherwise what the highest says."""
    bound = [office.packs[pack] for pack in packs]
    return {"marking": any(pack.requires.marking for pack in bound), **merged_demands(bound, process)}


def _applicant(connection: Any, actor: Actor, command: OpenCase, subject_id: int) -> int | None:
    """Return the account that hears of the case for its subject: who files, else who acts for the subject."""
    if command.channel is Channel.ONLINE:
        return actor.user_id
    return people.representative_of(connection, subject_id) if command.channel is Channel.OFFICE else None


def _may_open(actor: Actor, process: ProcessType, command: OpenCase, subject_id: int) -> bool:
    if actor is OFFICE:
        return True
    if process.opened_by is not Opener.APPLICANT or command.channel is Channel.OFFICE:
        own = actor.holds(process.opening_role, command.authority_id)
        by_staff = opened_by_staff(process)
        return own and by_staff and command.channel is Channel.OFFICE
    if command.channel is Channel.COUNTER:
        return actor.holds(Role.REVIEWER, command.authority_id)
    return command.channel is Channel.ONLINE and subject_id in actor.subjects


def _received_on(command: OpenCase, today: date, decided_on: date | None) -> date:
    if command.received_on is None:
        return today
    if command.channel is not Channel.COUNTER or command.received_on > today:
        raise FieldErrors({"received_on": [N_("收件日期不能晚于今天。")]})
    if decided_on is not None and command.received_on < decided_on:
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
        query_code=new_query_code(),
        event_count=0,
        chain=GENESIS,
        all_deadlines=[],
        all_tasks=[],
        application=command.application,
    )


def _row(act: Act) -> dict[str, Any]:
    case = act.case
    return {
        **act.case_values(),
        "id": case.id,
        "number": case.number,
        "query_code": act.query_code,
        "process": case.process,
        "diagram_hash": act.diagram_hash,
        "authority_id": case.authority_id,
        "provider_id": case.provider_id,
        "subject_id": case.subject_id,
        "record_id": case.record_id,
        "applicant_id": case.applicant_id,
        "channel": str(case.channel),
        "received_on": case.received_on,
        "received_at": act.now,
        "packs": list(case.packs),
    }
