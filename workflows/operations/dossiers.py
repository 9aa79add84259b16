"""Gathers the dossier from which letters are filled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from workflows.domain.clock import ClockFacts
from workflows.domain.deadline import compute
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.domain.listing import UNLIFTED
from workflows.domain.policy import Correction
from workflows.domain.time import office_date
from workflows.intake.penalty_columns import COLUMNS
from workflows.operations import clocks
from workflows.operations.act import Act
from workflows.store import cases, deadlines, letters, people

#: Chinese names of the fields of a record.
LABELS = {column.code: column.label for column in COLUMNS}


def _organ(row: Any) -> Organ:
    return Organ(
        id=row.id,
        name=row.name,
        letter_word=row.letter_word,
        address=row.address,
        postcode=row.postcode,
        phone=row.phone,
        contact_post=row.contact_post,
        review_body=row.review_body,
        court=row.court,
    )


def organ_of(connection: Any, org_id: int) -> Organ:
    """Return an organisation as it appears on paper and on screens."""
    return _organ(people.organisation_by_id(connection, org_id))


def dossier_of(act: Act) -> Dossier:
    """Read the case's dossier and put the present act's own answers and clocks on top."""
    office, case = act.office, act.case
    organ_ids = {case.authority_id, *(case.facts.get("executors") or ()), *(case.facts.get("organs") or ())}
    if case.provider_id is not None:
        organ_ids.add(case.provider_id)
    if act.process.ends_listing:
        # Whose measures end is printed by the letters that follow, whose number and day the first one gives.
        organ_ids |= {row.organ_id for row in act.measures if row.state in UNLIFTED}
    matter = act.matter
    organs = _organs(act, organ_ids)
    answers: dict[str, dict[str, Any]] = {}
    doers: dict[str, tuple[str, date]] = {}
    for task in act.all_tasks:
        if task.state == "done" and task.completed_at is not None:
            answers[task.node] = dict(task.data or {})
            doers[task.node] = (task.completed_name, office_date(task.completed_at))
    if act.done_task is not None:
        task, done = act.done_task
        answers[task.node] = done.data
        doers[task.node] = (act.actor.name, act.today)
    found = due_dates(act, act.all_deadlines)
    return Dossier(
        case=case,
        query_code=act.query_code,
        subject=matter.subject,
        record=matter.record or {},
        authority=organs[case.authority_id],
        provider=None if case.provider_id is None else organs[case.provider_id],
        organs=organs,
        application=act.application or matter.application,
        answers=answers,
        doers=doers,
        numbers=_numbers(act),
        hashes={row.code: row.sha256 for row in act.letters if row.sha256},
        deadlines=found,
        expected=_Expected(act, found),
        labels=LABELS,
        days_late=_days_late(act, act.all_deadlines),
        former=_former(act),
        attachments=_Later(lambda: [*(row.name for row in act.files), *(row["name"] for row in act.new_files)]),
        listings=_Later(lambda: act.listings),
        earlier=_Later(lambda: _earlier(act)),
        today=act.today,
        changes=tuple(case.facts.get("applied", ())),
        site=office.base_url,
        records=tuple(act.records) if case.facts.get("records") else (matter.record,) if matter.record else (),
        requires={
            "marking": any(office.packs[pack].requires.marking for pack in case.packs),
            "correction_stops": _correction_stops(act),
        },
    )


def _organs(act: Act, ids: set[int]) -> dict[int, Organ]:
    """Read the organisations that the act has not read yet, with the registers from which letters take numbers.

    Two letters of one act name mostly the same organisations.
    """
    if missing := ids - act.organs.keys():
        with act.office.database.read() as connection:
            rows = letters.organs_with_registers(connection, sorted(missing), act.today.year)
        for row in rows:
            if row.word is not None:
                act.registers[row.id, row.word] = row.last
            if row.id not in act.organs:
                act.organs[row.id] = _organ(row)
    return {org_id: act.organs[org_id] for org_id in sorted(ids)}


def due_dates(act: Act, stored: list[deadlines.StoredDeadline]) -> dict[str, DueDate]:
    """Return the deadlines of a case by rule, the newest of each and the present act's included."""
    found: dict[str, DueDate] = {}
    rows = [(row.rule, row.due_on, row.provisional, row.pack) for row in stored if row.state != "superseded"]
    rows += [(row["rule"], row["due_on"], row["provisional"], row["pack"]) for row in act.new_deadlines]
    for rule, due_on, provisional, pack_id in rows:
        pack = act.office.packs.get(pack_id)
        limit = None if pack is None else pack.limit(rule)
        found[rule] = DueDate(
            rule=rule,
            due_on=due_on,
            provisional=provisional,
            article="" if limit is None else limit.article,
            pack="" if pack is None else pack.title,
            length="" if limit is None else limit.length,
        )
    return found


class _Expected(Mapping[str, DueDate]):
    """The clocks that have not started, computed as if their event happened today, each when a letter asks for it."""

    def __init__(self, act: Act, running: Mapping[str, DueDate]) -> None:
        self._act = act
        self._rules = [rule for rule in act.process.rules if rule not in running]
        self._packs = [act.office.packs[pack] for pack in act.case.packs]

    @cached_property
    def _facts(self) -> ClockFacts:
        rules = self._act.process.rules
        limits = [limit for pack in self._packs for limit in pack.limits.values() if limit.rule in rules]
        starts = {limit.start: self._act.today for limit in limits if limit.start}
        facts = clocks.facts_of(self._act.case)
        return replace(facts, starts={**starts, **facts.starts})

    def __getitem__(self, rule: str) -> DueDate:
        if rule not in self._rules:
            raise KeyError(rule)
        act = self._act
        answer = compute(rule, self._packs, self._facts, act.office.calendar(), cap_rule=act.process.cap_rule)
        if answer is None:
            raise KeyError(rule)
        return DueDate(
            rule=rule,
            due_on=answer.due_on,
            provisional=answer.provisional,
            article=answer.governing.article,
            pack=answer.governing.title,
            length=answer.governing.limit.length,
        )

    def __iter__(self) -> Iterator[str]:
        return (rule for rule in self._rules if rule in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Later(Sequence[Any]):
    """What few letters name, such as the files of the case; it is read when a letter asks for it."""

    def __init__(self, read: Callable[[], Sequence[Any]]) -> None:
        self._read = read

    @cached_property
    def _rows(self) -> Sequence[Any]:
        return self._read()

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


def _numbers(act: Act) -> dict[str, str]:
    """Return the numbers of the letters signed so far, those of the present act included."""
    rows = [{"code": row.code, "number": row.number, "state": row.state} for row in act.letters]
    rows = [{**row, **act.letter_changes.get(was.id, {})} for row, was in zip(rows, act.letters, strict=True)]
    return {
        row["code"]: row["number"]
        for row in (*rows, *act.new_letters)
        if row.get("number") and row["state"] == "signed"
    }


def _former(act: Act) -> dict[str, DueDate]:
    """Return, of each rule whose last day was moved, the deadline before the newest."""
    rows = [(row.rule, row.due_on, row.provisional) for row in act.all_deadlines]
    rows += [(row["rule"], row["due_on"], row["provisional"]) for row in act.new_deadlines]
    found: dict[str, list[DueDate]] = {}
    for rule, due_on, provisional in rows:
        found.setdefault(rule, []).append(DueDate(rule=rule, due_on=due_on, provisional=provisional))
    return {rule: each[-2] for rule, each in found.items() if len(each) > 1}


def _earlier(act: Act) -> list[dict[str, Any]]:
    """Return the numbered letters of the subject's other cases, newest first, with the record that each is about."""
    found = []
    with act.office.database.read() as connection:
        for view in cases.of_subject(connection, act.case.subject_id):
            process = act.office.processes.get(view.process)
            if process is None or view.id == act.case.id:
                continue
            found += [
                {
                    "process": view.process, "code": row.code, "number": row.number,
                    "signed_on": office_date(row.signed_at), "record": view.record_id,
                    "about": process.letter_about(view, row.code),
                }
                for row in letters.of_case(connection, view.id)
                if row.number and row.state == "signed"
            ]  # fmt: skip
    return sorted(found, key=lambda row: (row["signed_on"], row["number"]), reverse=True)


def _correction_stops(act: Act) -> bool:
    limits = [act.office.packs[pack].limit(act.process.cap_rule) for pack in act.case.packs]
    return any(limit is not None and limit.correction is not Correction.CONTINUE for limit in limits)


def _days_late(act: Act, stored: list[deadlines.StoredDeadline]) -> int:
    due = [row.due_on for row in stored if row.state == "running" and row.breached_at and row.due_on]
    return max((act.office.calendar().working_days_between(day, act.today) for day in due), default=0)


def numbered(dossier: Dossier, number: str, verify: str) -> Dossier:
    """Return the dossier with the number of the letter that is printed, and the address at which it is verified."""
    return replace(dossier, number=number, verify=verify)
