"""One listing as staff sees it, and whose watch lists a person may look into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.lists.public import shown_name, without_persons
from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotFound
from workflows.operations.end_registered_listing import may_end
from workflows.operations.office import Office
from workflows.operations.propose_exit import can_leave, may_propose
from workflows.operations.reading import may_see
from workflows.store import cases, list_pages, received

#: Who looks into the registers of lists.
READERS = (Role.RECOGNISER, Role.LEGAL, Role.HEAD, Role.REVIEWER, Role.AUDITOR, Role.SUPERVISOR)


@dataclass(frozen=True, kw_only=True)
class OneListing:
    """One listing with everything that hangs on it."""

    row: Any
    #: The subject's name and the reason; a natural person is masked for whoever has no part in the matter.
    name: str
    reason: str
    #: The entity's listing for a liable person; None for the entity itself.
    entity: Any
    persons: Sequence[Any]
    measures: Sequence[Any]
    bans: Sequence[Any]
    #: Domains in which the subject stands on a serious list (S1-14).
    domains: int
    #: Cases that entered and ended it: what they are, number, and the id where the reader may open it.
    cases: Sequence[tuple[str, str, int | None]]
    #: The open case of its removal, or None.
    exit_case: Any
    #: Decisions of another authority, of a listing that is only registered here.
    received: Sequence[Any]
    may_propose: bool
    may_release: bool
    may_end: bool


def sees_watch_of(actor: Actor) -> frozenset[int]:
    """Return the organisations whose watch lists a person sees: the own ones, nobody else's (S0-06)."""
    return actor.organisations(*READERS)


def one(office: Office, actor: Actor, listing_id: int) -> OneListing:
    """Return a listing.

    Raises:
        NotFound: there is none.
        Hidden: it is another organ's watch listing.
    """
    with office.database.read() as connection:
        row = list_pages.load(connection, listing_id)
        if row is None:
            raise NotFound()
        if row.register != "serious" and row.organ_id not in sees_watch_of(actor):
            raise Hidden()
        entity = None if row.of_listing_id is None else list_pages.load(connection, row.of_listing_id)
        persons = list_pages.persons_of(connection, [row.id])
        exit_case = list_pages.open_exit(connection, row.subject_id, row.list_key) if can_leave(row) else None
        own_cases = _cases(connection, actor, row, exit_case)
        handles = row.organ_id in sees_watch_of(actor) or any(case_id for _, _, case_id in own_cases)
        natural = [str(each.subject_name) for each in (row, *persons) if each.subject_kind == "natural_person"]
        return OneListing(
            row=row,
            name=str(row.subject_name) if handles else shown_name(row),
            reason=row.reason if handles else without_persons(row.reason, natural),
            entity=entity,
            persons=persons,
            measures=list_pages.measures_of(connection, [row.id]),
            bans=list_pages.bans_of(connection, row.subject_id),
            domains=list_pages.domains_of(connection, [row.subject_id]).get(row.subject_id, 0),
            cases=own_cases,
            exit_case=exit_case,
            may_propose=can_leave(row) and exit_case is None and may_propose(actor, row),
            received=received.of_listing(connection, row.id) if row.case_id is None else (),
            may_end=may_end(actor, row),
            may_release=row.register == "watch" and row.state == "listed" and actor.holds(Role.HEAD, row.organ_id),
        )


def measures_by_listing(connection: Any, rows: Sequence[Any]) -> Mapping[int, list[Any]]:
    """Return the measures of each listing."""
    found: dict[int, list[Any]] = {row.id: [] for row in rows}
    for each in list_pages.measures_of(connection, list(found)):
        found[each.listing_id].append(each)
    return found


def _cases(connection: Any, actor: Actor, row: Any, exit_case: Any) -> list[tuple[str, str, int | None]]:
    ids = [row.case_id, row.exit_case_id or (None if exit_case is None else exit_case.id)]
    stored = [cases.load(connection, case_id) for case_id in dict.fromkeys(ids) if case_id is not None]
    views = [each.view for each in stored if each is not None]
    return [(view.process, view.number, view.id if may_see(actor, view) else None) for view in views]
