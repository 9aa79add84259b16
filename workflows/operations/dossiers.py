"""Gathers the dossier from which letters are filled."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.domain.time import office_date
from workflows.operations.act import Act
from workflows.store import cases, deadlines, letters, people, records, tasks


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


def dossier_of(act: Act) -> Dossier:
    """Read the case's dossier and put the present act's own answers and clocks on top."""
    office, case = act.office, act.case
    organ_ids = {case.authority_id, *(case.facts.get("executors") or ())}
    if case.provider_id is not None:
        organ_ids.add(case.provider_id)
    with office.database.read() as connection:
        subject = records.subject_by_id(connection, case.subject_id)
        record = None if case.record_id is None else records.load(connection, case.record_id)
        stored_tasks = tasks.all_of(connection, case.id)
        stored_deadlines = deadlines.all_of(connection, case.id)
        application = act.application or cases.application(connection, case.id)
        files = letters.files_of(connection, case.id)
        organs = {row.id: _organ(row) for row in people.organisations_by_ids(connection, sorted(organ_ids))}
    answers: dict[str, dict[str, Any]] = {}
    doers: dict[str, tuple[str, date]] = {}
    for task in stored_tasks:
        if task.state == "done" and task.completed_at is not None:
            answers[task.node] = dict(task.data or {})
            doers[task.node] = (task.completed_name, office_date(task.completed_at))
    if act.done_task is not None:
        node = next(task.node for task in act.open_tasks if task.id == act.done_task[0])
        answers[node] = act.done_task[2]
        doers[node] = (act.actor.name, act.today)
    return Dossier(
        case=case,
        query_code=act.query_code,
        subject=subject._asdict(),
        record={} if record is None else record._asdict(),
        authority=organs[case.authority_id],
        provider=None if case.provider_id is None else organs[case.provider_id],
        organs=organs,
        application=application,
        answers=answers,
        doers=doers,
        numbers={row.code: row.number for row in act.letters if row.number and row.state == "signed"},
        deadlines=_due_dates(act, stored_deadlines),
        attachments=(
            *(row.name for row in files if row.purpose != "letter"),
            *(row["name"] for row in act.new_files if row["purpose"] != "letter"),
        ),
        today=act.today,
        changes=tuple(case.facts.get("applied", ())),
        site=office.base_url,
        requires={"marking": any(office.packs[pack].requires.marking for pack in case.packs)},
    )


def _due_dates(act: Act, stored: list[deadlines.StoredDeadline]) -> dict[str, DueDate]:
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
            pack="" if pack is None else pack.name,
        )
    return found


def numbered(dossier: Dossier, number: str) -> Dossier:
    """Return the dossier with the number of the letter that is printed."""
    return replace(dossier, number=number)
