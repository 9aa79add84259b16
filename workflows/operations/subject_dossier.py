"""The dossier of one subject (一户一档), reduced to what its reader may see; internal matters never belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotFound
from workflows.operations.case_page import CasePage, RecordCard, SubjectCard
from workflows.operations.follow_commitment import may_read
from workflows.operations.office import Office
from workflows.operations.read_case import read_case
from workflows.operations.reading import CASE_POSTS, may_see
from workflows.operations.record_cards import record_card, subject_card
from workflows.store import cases, commitments, people, publicity, records, subject_dossiers

#: Cases of one subject that are read for a dossier, the newest.
CASE_LIMIT = 100
#: Posts that see every record of their place, and posts that see the records of their own organisation.
_CENTRE = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.SUPERVISOR)
_PROVIDERS = (*CASE_POSTS, Role.PROVIDER)


@dataclass(frozen=True, kw_only=True)
class SubjectDossier:
    """What one reader may see of a subject."""

    subject: SubjectCard
    records: Sequence[RecordCard]
    cases: Sequence[CasePage]
    commitments: Sequence[Any]
    listings: Sequence[Any]


def read_dossier(office: Office, actor: Actor, subject_id: int) -> SubjectDossier:
    """Return the dossier of a subject as ``actor`` may see it.

    Raises:
        NotFound: there is no such subject.
        Hidden: the reader neither acts for it nor has a post that sees anything of it.
    """
    own = subject_id in actor.subjects
    with office.database.read() as connection:
        row = records.subject_by_id(connection, subject_id)
        if row is None:
            raise NotFound()
        places = _places(connection, actor)
        found = [
            each
            for each in publicity.of_subjects(connection, [subject_id])
            if own or each.provider_id in actor.organisations(*_PROVIDERS) or each.jurisdiction in places
        ]
        listings = [each for each in subject_dossiers.listings_of(connection, subject_id) if _sees(actor, each, own)]
        promised = [each for each in commitments.of_subject(connection, subject_id) if may_read(actor, each)]
        ids = subject_dossiers.case_ids(connection, subject_id, CASE_LIMIT)
        stored = [each for each in (cases.load(connection, case_id) for case_id in ids) if each is not None]
    seen = [
        read_case(office, actor, each.view.id)
        for each in stored
        if not office.processes[each.view.process].internal and may_see(actor, each.view)
    ]
    if not (own or found or listings or promised or seen):
        raise Hidden()
    return SubjectDossier(
        subject=subject_card(row),
        records=[record_card(each, each.provider_name) for each in found],
        cases=seen,
        commitments=promised,
        listings=listings,
    )


def _places(connection: Any, actor: Actor) -> frozenset[str]:
    """Return the jurisdictions in whose whole register the reader may look: those of a centre."""
    rows = people.organisations_by_ids(connection, sorted(actor.organisations(*_CENTRE)))
    return frozenset(row.jurisdiction for row in rows if row.kind == "authority" and row.jurisdiction)


def _sees(actor: Actor, row: Any, own: bool) -> bool:
    """Serious listings are open to whom they concern and to staff; the watch list to its organ alone (S0-06)."""
    if row.register == "serious":
        return own or bool(actor.organisations(*CASE_POSTS))
    return row.organ_id in actor.organisations(*CASE_POSTS)
