"""What the law says of a record's publicity: the packs that bind who provided it, else the national rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.domain.policy import demands_in_force
from workflows.domain.publicity import Publicity, Terms, terms_of
from workflows.domain.record_clock import Keeping, keeping_of
from workflows.operations.office import Office
from workflows.store import people


@dataclass(frozen=True, kw_only=True)
class RecordLaw:
    """Terms by class, and how long records of natural persons are kept."""

    terms: Mapping[str, Terms]
    keeping: Keeping | None
    #: What papers an application for repair takes, and which causes cannot be repaired, in the words of the law.
    materials: str = ""
    never: str = ""
    #: Everything that binding packs demand of repairs.
    demands: Mapping[str, Any] = field(default_factory=dict)

    def of(self, record: Publicity) -> Terms | None:
        """Return the terms of a record's class; None where it has none."""
        return self.terms.get(record.category)


def law_of_packs(office: Office, packs: Sequence[str], on: date) -> RecordLaw:
    """Return what packs say together on a day; of classes, where they say nothing, the national rule."""
    demands = demands_in_force(office.packs, packs, "repair", on)
    return RecordLaw(
        terms=terms_of(demands),
        keeping=keeping_of(demands),
        materials=demands.get("materials_text", ""),
        never=demands.get("never_text", ""),
        demands=demands,
    )


def law_of_provider(office: Office, connection: Any, provider_id: int, jurisdiction: str, on: date) -> RecordLaw:
    """Return the law of a provider's records on a day: its own packs', else those of the authority of its place."""
    packs = people.bound_packs(connection, provider_id, on)
    if not packs and jurisdiction:
        authorities = people.organisations(connection, "authority")
        authority = next((row for row in authorities if row.jurisdiction == jurisdiction), None)
        packs = () if authority is None else people.bound_packs(connection, authority.id, on)
    return law_of_packs(office, packs, on)
