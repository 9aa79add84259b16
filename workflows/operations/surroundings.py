"""What an act may ask about its case: read when it is asked for, at most once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflows.domain.case import CaseView
from workflows.operations.office import Office
from workflows.store import letters, list_pages, records
from workflows.store.records import Matter


@dataclass(kw_only=True)
class Surroundings:
    """A case and what hangs on it."""

    office: Office
    case: CaseView
    #: The version at which the case was read; 0 while it is being opened.
    seen: int = 0

    @cached_property
    def matter(self) -> Matter:
        """Whom and what the case is about."""
        case = self.case
        with self.office.database.read() as connection:
            return records.matter(connection, case.id, case.subject_id, case.record_id, case.applicant_id)

    @cached_property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """The records that the case is about, as :func:`workflows.store.records.load` gives them."""
        ids = self.case.facts.get("records")
        if not ids:
            return [] if self.matter.record is None else [self.matter.record]
        with self.office.database.read() as connection:
            return [row._mapping for row in records.load_all(connection, ids)]

    @cached_property
    def listed(self) -> Sequence[Any]:
        """Every listing of the subject and of who was listed with it, past ones too, oldest first."""
        with self.office.database.read() as connection:
            return list_pages.with_liable(connection, self.case.subject_id)

    @cached_property
    def measures(self) -> Sequence[Any]:
        """The measures that hang on what is :attr:`listed`, each with the name of its department."""
        with self.office.database.read() as connection:
            return list_pages.measures_of(connection, [row.id for row in self.listed])

    @cached_property
    def listings(self) -> Sequence[Mapping[str, Any]]:
        """The subject's own listings, those that stand first, newest first, each with its ``measures``."""
        own = [row for row in self.listed if row.subject_id == self.case.subject_id]
        return [
            {**row._mapping, "measures": [each._mapping for each in self.measures if each.listing_id == row.id]}
            for row in sorted(own, key=lambda row: (row.state, row.listed_on), reverse=True)
        ]

    @cached_property
    def files(self) -> Sequence[Any]:
        """The files that the case had before the act, oldest first; none for a case that is being opened."""
        if self.seen == 0:
            return ()
        with self.office.database.read() as connection:
            return letters.files_of(connection, self.case.id)

    @cached_property
    def letters(self) -> Sequence[Any]:
        """The letters that the case had before the act, oldest first; none for a case that is being opened."""
        if self.seen == 0:
            return ()
        with self.office.database.read() as connection:
            return letters.of_case(connection, self.case.id)
