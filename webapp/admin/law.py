"""The law as an administrator sees it: who is bound by what, what would be stricter, what is still to be verified."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.clock import ClockFacts
from workflows.domain.deadline import Line, stricter_unbound
from workflows.domain.errors import CalendarMissing
from workflows.domain.policy import Pack
from workflows.operations.office import Office
from workflows.operations.unbound_lists import DECIDING
from workflows.policies import library
from workflows.processes import rule_names
from workflows.store import bindings, people


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One binding of an authority."""

    pack: Pack
    bound_on: date
    unbound_on: date | None
    #: It binds on the office's day.
    now: bool


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One authority with the packs that bind it."""

    id: int
    name: str
    bound: tuple[Bound, ...]
    #: Why packs of its own or a higher jurisdiction that do not bind it would matter: by pack, rule and reason.
    warnings: Mapping[str, Sequence[tuple[str, Line]]]


def authorities(office: Office, today: date) -> list[Authority]:
    """Return the authorities, and the departments bound on their own, with their bindings; past ones are left out."""
    with office.database.read() as connection:
        rows = bindings.all_of(connection)
        bound = {row.org_id for row in rows}
        found = [
            each
            for kind in DECIDING
            for each in people.organisations(connection, kind)
            if kind == "authority" or each.id in bound
        ]
    return [_authority(office, each, [row for row in rows if row.org_id == each.id], today) for each in found]


def _authority(office: Office, organisation: Any, rows: Sequence[Any], today: date) -> Authority:
    bound = tuple(
        Bound(
            pack=office.packs[row.pack],
            bound_on=row.bound_on,
            unbound_on=row.unbound_on,
            now=row.bound_on <= today and (row.unbound_on is None or row.unbound_on > today),
        )
        for row in rows
        if row.unbound_on is None or row.unbound_on > today
    )
    warnings = _warnings(office, organisation.jurisdiction, [each.pack for each in bound if each.now], today)
    return Authority(id=organisation.id, name=organisation.name, bound=bound, warnings=warnings)


def _warnings(office: Office, jurisdiction: str, bound: list[Pack], today: date) -> dict[str, list[tuple[str, Line]]]:
    """Compare with an application that came in today, and whose every clock started today."""
    relevant = library.relevant(jurisdiction, today) if jurisdiction else ()
    starts = {limit.start: today for pack in office.packs.values() for limit in pack.limits.values() if limit.start}
    found: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for rule, name in rule_names().items():
        try:
            stricter = stricter_unbound(rule, bound, relevant, ClockFacts(starts=starts), office.calendar())
        except CalendarMissing:
            continue
        for each in stricter:
            found[each.pack.name].append((name, each.line))
    return dict(found)


def packs_by_place(office: Office, today: date) -> dict[str, list[tuple[Pack, bool]]]:
    """Return every pack under its place, the highest rank first, and whether it is in force."""
    places: dict[str, list[tuple[Pack, bool]]] = defaultdict(list)
    for pack in sorted(office.packs.values(), key=lambda each: (-each.rank, each.place, each.valid_from)):
        places[pack.place].append((pack, pack.in_force(today)))
    return dict(places)
