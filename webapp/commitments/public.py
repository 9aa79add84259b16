"""What the public sees of commitments: no telephone, no number of a person, names of natural persons masked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from webapp.commitments.query import Query
from workflows.domain.identifiers import mask_name
from workflows.domain.listing import Persons
from workflows.operations.office import Office
from workflows.operations.public_persons import persons_shown
from workflows.store import commitments


def published(
    office: Office, query: Query, *, before: tuple[date, int] | None, today: date, size: int
) -> tuple[Sequence[tuple[Any, str]], tuple[date, int] | None]:
    """Return a page of published commitments, each with its public name, and the place of the next page, or None."""
    with office.database.read() as connection:
        rows = commitments.page(connection, public=True, before=before, limit=size + 1, **query.conditions(today))
        persons = {row.organ_id: persons_shown(office, connection, row.organ_id, today) for row in rows}
    shown = [(row, _name(row)) for row in rows[:size] if _displayed(row, persons[row.organ_id], query.words)]
    last = rows[size - 1] if len(rows) > size else None
    return shown, None if last is None else (last.made_on, last.id)


def _displayed(row: Any, persons: Persons, words: str) -> bool:
    """Tell whether the public sees a row; nobody is found by the name or number of a natural person."""
    return row.subject_kind != "natural_person" or (persons is not Persons.WITHHELD and not words)


def _name(row: Any) -> str:
    return mask_name(row.subject_name) if row.subject_kind == "natural_person" else str(row.subject_name)
