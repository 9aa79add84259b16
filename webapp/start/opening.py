"""What a person may open: processes by post, the organisations in which the post is held, and whom a case is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.records.searching import LIMIT, Hit, find_records
from workflows.domain.access import Actor, Role
from workflows.domain.errors import NotAllowed, NotFound
from workflows.domain.process_basis import process_basis
from workflows.domain.process_type import ProcessType
from workflows.domain.time import office_date
from workflows.operations.case_page import RecordCard, SubjectCard
from workflows.operations.office import Office
from workflows.operations.open_case import opened_by_staff
from workflows.operations.record_cards import record_card, subject_card
from workflows.processes import discover
from workflows.store import people, records, subjects


def opening_posts() -> tuple[Role, ...]:
    """Return the posts that open cases of any process."""
    return tuple(sorted({each.opening_role for each in discover().values() if _opens(each)}))


def processes_for(office: Office, actor: Actor) -> list[ProcessType]:
    """Return the processes of which a person may open cases."""
    return [each for each in office.processes.values() if _opens(each) and actor.holds(each.opening_role)]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A process that a person may open, and the texts on which it rests in that person's organisations."""

    process: ProcessType
    #: Text with articles, the highest first; empty where no text that binds them speaks of the process.
    basis: tuple[str, ...]


def offers(office: Office, actor: Actor) -> list[Offer]:
    """Return the processes of which a person may open cases, each with its basis in the packs that bind there today."""
    found = processes_for(office, actor)
    posts = {role: sorted(actor.organisations(role)) for role in {each.opening_role for each in found}}
    today = office_date(office.clock())
    with office.database.read() as connection:
        bound = {
            role: {pack for org in orgs for pack in people.bound_packs(connection, org, today)}
            for role, orgs in posts.items()
        }
    packs = {role: [office.packs[pack] for pack in sorted(names)] for role, names in bound.items()}
    return [Offer(process=each, basis=process_basis(packs[each.opening_role], each.key)) for each in found]


def _opens(process: ProcessType) -> bool:
    """Tell whether staff opens a process here; what ends a listing is opened from the listing."""
    return opened_by_staff(process) and not process.ends_listing


def process_for(office: Office, actor: Actor, key: str) -> ProcessType:
    """Return a process of which the person may open cases.

    Raises:
        NotFound: there is no such process, or staff does not open it.
        NotAllowed: the person holds another post.
    """
    process = office.processes.get(key)
    if process is None or not _opens(process):
        raise NotFound()
    if not actor.holds(process.opening_role):
        raise NotAllowed()
    return process


def organisations_for(office: Office, actor: Actor, process: ProcessType) -> dict[int, str]:
    """Return the organisations for which the person may open: id → name."""
    with office.database.read() as connection:
        rows = people.organisations_by_ids(connection, sorted(actor.organisations(process.opening_role)))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found."""

    subjects: Sequence[SubjectCard]
    records: Sequence[Hit]


def search(office: Office, process: ProcessType, actor: Actor, words: str) -> Found:
    """Find subjects and records by code, decision number or the beginning of a name; nothing for no words."""
    if not words:
        return Found(subjects=(), records=())
    with office.database.read() as connection:
        rows = subjects.find(connection, words, LIMIT)
    centres, providers = _sides(office, actor, process)
    hits = () if process.internal else find_records(office, words, centres=centres, providers=providers)
    return Found(subjects=[subject_card(row) for row in rows], records=hits)


@dataclass(frozen=True, kw_only=True)
class About:
    """Whom a case will be about, and the records that may be its matter."""

    subject: SubjectCard
    records: Sequence[RecordCard]


def about(office: Office, process: ProcessType, actor: Actor, subject_id: int) -> About:
    """Return the subject with those of its records that the opener may make the matter of a case.

    Raises:
        NotFound: there is no such subject.
    """
    centres, providers = _sides(office, actor, process)
    with office.database.read() as connection:
        subject = records.subject_by_id(connection, subject_id)
        if subject is None:
            raise NotFound()
        names = {row.id: row.name for row in people.organisations(connection)}
        places = {row.jurisdiction for row in people.organisations_by_ids(connection, sorted(centres))}
        register = {row.id for row in people.organisations(connection) if row.jurisdiction in places}
        rows = [] if process.internal else subjects.records_of(connection, subject_id, sorted(register | providers))
    return About(subject=subject_card(subject), records=[record_card(row, names[row.provider_id]) for row in rows])


def _sides(office: Office, actor: Actor, process: ProcessType) -> tuple[set[int], set[int]]:
    """Return the centres and the departments in which the opener holds the post: the one sees a whole register."""
    with office.database.read() as connection:
        rows = people.organisations_by_ids(connection, sorted(actor.organisations(process.opening_role)))
    centres = {row.id for row in rows if row.kind == "authority"}
    return centres, {row.id for row in rows} - centres
