"""Finds records for staff: a centre searches its whole register, a provider its own records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workflows.operations.case_page import RecordCard, SubjectCard
from workflows.operations.office import Office
from workflows.operations.record_cards import record_card, subject_of
from workflows.store import records

#: Hits that one page shows; more asks for better words.
LIMIT = 50


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found."""

    record: RecordCard
    subject: SubjectCard


def find_records(
    office: Office, words: str, *, centres: Collection[int], providers: Collection[int] = ()
) -> Sequence[Hit]:
    """Return the records with this decision number or code, or whose subject's name begins so; none for no words.

    Args:
        centres: authorities in whose whole register the reader may look.
        providers: organisations whose own records the reader may see.
    """
    if not words:
        return ()
    with office.database.read() as connection:
        found = records.search(connection, words, centres=centres, providers=providers, limit=LIMIT)
    return [Hit(record=record_card(row, row.provider_name), subject=subject_of(row)) for row in found]
