"""Compares what the platform shows with what the office shows, and reports where they differ. It corrects nothing.

What is on its way (owed, sent and not answered) is no difference yet. A person looks at each and has it pushed again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.domain.access import OFFICE
from workflows.domain.identifiers import mask_resident_id
from workflows.operations.exchange_port import Port
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import dispatches, exchange

#: Rows read at a time.
BATCH = 1000
#: Differences kept of one comparison; more than these say that something is wrong as a whole.
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What one comparison found."""

    #: Things that either side shows.
    compared: int
    drifts: int


def reconcile_exchange(office: Office, port: Port) -> Comparison | None:
    """Compare records and listings by code and number; None where the platform has not said what it shows.

    Raises:
        ExchangeUnreachable: the platform gave no answer that can be believed.
        ExchangeRefused: it gives none.
    """
    holdings = port.inventory()
    if holdings is None:
        return None
    there: dict[str, set[tuple[str, str]]] = {"record": set(), "listing": set()}
    for each in holdings:
        there[each.what].add((each.code, each.number))
    compared, rows = 0, []
    for kind, read in (("record", exchange.shown_records), ("listing", exchange.shown_listings)):
        count, found = _compare(office, kind, there[kind], read)
        compared += count
        rows += found
    rows.sort(key=lambda row: (row["what"] != "surplus", row["kind"]))
    with office.database.act() as uow:
        exchange.replace_drifts(uow.connection, rows[:MOST])
        exchange.set_cursor(uow.connection, exchange.COMPARED, str(compared), office.clock())
        note_within(office, uow, OFFICE.user_id, "exchange_compared", compared=compared, drifts=len(rows))
        uow.commit()
    return Comparison(compared=compared, drifts=len(rows))


def _compare(
    office: Office, kind: str, there: set[tuple[str, str]], read: Callable[..., Sequence[Any]]
) -> tuple[int, list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    left, after, compared = set(there), 0, 0
    while True:
        with office.database.read() as connection:
            batch = read(connection, after, BATCH)
            moving = dispatches.on_their_way(connection, f"{kind}_id", [row.id for row in batch])
        if not batch:
            break
        after = batch[-1].id
        for row in batch:
            name = (row.code, row.number)
            names = {name}
            if row.kind == "natural_person":
                # Where the public sees a person, the other side knows the masked code too.
                names.add((mask_resident_id(row.code, public=True), row.number))
            shown_there = bool(names & there)
            left -= names
            compared += row.shown or shown_there
            if row.waits and not shown_there:
                continue
            if row.shown != shown_there and row.id not in moving:
                rows.append(_row("missing" if row.shown else "surplus", kind, *name, row))
    rows += [_row("unknown", kind, *name) for name in sorted(left)]
    return compared + len(left), rows


def _row(what: str, kind: str, code: str, number: str, row: Any = None) -> dict[str, Any]:
    return {
        "what": what,
        "kind": kind,
        "code": code[:40],
        "number": number[:100],
        "subject_id": None if row is None else row.subject_id,
        "record_id": row.id if row is not None and kind == "record" else None,
        "listing_id": row.id if row is not None and kind == "listing" else None,
    }
