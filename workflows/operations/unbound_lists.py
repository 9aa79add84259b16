"""Lists whose own text binds none of the departments here that decide on them: their removals would have no limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.catalogue import library as catalogue
from workflows.domain.listing import ListKind
from workflows.domain.policy import Pack
from workflows.operations.office import Office
from workflows.store import bindings, people

#: Kinds of organisation that decide, and that rules can bind.
DECIDING = ("authority", "provider")


@dataclass(frozen=True, kw_only=True)
class UnboundList:
    """A list that is used here without its text."""

    kind: ListKind
    #: The rules of its text.
    pack: Pack
    #: The organisations that may decide on it: id and name.
    organs: Sequence[tuple[int, str]]


def unbound_lists(office: Office, today: date) -> list[UnboundList]:
    """Return each list on which an organisation here may decide, and whose text binds none of them on a day.

    A list whose text is not among the rules, or that only one place knows, is left out: its basis is said elsewhere.
    """
    with office.database.read() as connection:
        organs = [row for row in people.organisations(connection) if row.kind in DECIDING]
        rows = bindings.all_of(connection)
    bound = {
        (row.org_id, row.pack)
        for row in rows
        if row.bound_on <= today and (row.unbound_on is None or row.unbound_on > today)
    }
    found = []
    for kind in catalogue.lists().values():
        pack = next((each for each in office.packs.values() if each.title in kind.basis and each.in_force(today)), None)
        holders = [(row.id, row.name) for row in organs if kind.held_by and kind.is_of(row.name)]
        unused = kind.received_only or kind.jurisdiction or not kind.in_force(today)
        if pack is None or unused or not holders or any((organ, pack.id) in bound for organ, _name in holders):
            continue
        found.append(UnboundList(kind=kind, pack=pack, organs=holders))
    return found
