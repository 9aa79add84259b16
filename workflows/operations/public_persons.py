"""What the public sees of natural persons: the name masked, or nothing where the law of the place forbids display."""

from datetime import date
from typing import Any

from workflows.domain.listing import Persons
from workflows.domain.policy import merged_demands
from workflows.operations.office import Office
from workflows.store import people


def persons_shown(office: Office, connection: Any, organ_id: int, on: date) -> Persons:
    """Return how an organisation's packs let natural persons be displayed on a day.

    山东省社会信用条例 Art. 20 forbids it (``persons = "withheld"`` in its demands); elsewhere names are masked.
    """
    packs = [office.packs[pack] for pack in people.bound_packs(connection, organ_id, on)]
    said = merged_demands(packs, "blacklist_entry").get("persons")
    return Persons.WITHHELD if said == Persons.WITHHELD else Persons.MASKED
