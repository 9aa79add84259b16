"""Reads receipts from behind the stored cursor; the cursor moves when each of them has been noted.

A worker that dies in between reads the same ones again: a receipt is noted once. What fits nothing that was sent, or
is no receipt at all, is kept and shown to a person.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from workflows.domain.errors import NotFound
from workflows.operations.exchange_port import Port, Receipts
from workflows.operations.office import Office
from workflows.operations.receive_receipt import receive_receipt
from workflows.store import exchange

_log = structlog.get_logger(__name__)

#: The city platform takes everything on, also what is for others (domain/exchange.py); its receipts are one row.
TARGET = "platform"
#: Longest cursor that is believed.
LONGEST_CURSOR = 80
#: Pages read in one round: a platform that never ends its row must not keep the worker.
PAGES = 50


@dataclass
class Fetched:
    """What one round brought."""

    new: int = 0
    #: Noted before.
    known: int = 0
    #: Kept for a person: they fit nothing.
    strays: int = 0


def fetch_receipts(office: Office, port: Port, *, carry_on: Callable[[], bool] = lambda: True) -> Fetched:
    """Read and note everything that has come in.

    Raises:
        ExchangeUnreachable: the platform gave no answer that can be believed.
        ExchangeRefused: it gives none.
    """
    fetched = Fetched()
    for _page in range(PAGES):
        with office.database.read() as connection:
            row = exchange.cursor_of(connection, TARGET)
        cursor = "" if row is None else row.cursor
        found = port.receipts(cursor)
        _note(office, found, fetched)
        with office.database.act() as uow:
            exchange.set_cursor(uow.connection, TARGET, found.cursor[:LONGEST_CURSOR], office.real_clock())
            uow.commit()
        port.noted(found)
        if not found.more or found.cursor == cursor or not carry_on():
            break
    return fetched


def _note(office: Office, found: Receipts, fetched: Fetched) -> None:
    for receipt in found.found:
        try:
            if receive_receipt(office, receipt):
                fetched.new += 1
            else:
                fetched.known += 1
        except NotFound:
            _keep(office, receipt.key, receipt.number, f"没有对应的推送：{receipt.note}", fetched)
    for where, why in found.broken:
        _keep(office, where, "", why, fetched)


def _keep(office: Office, key: str, number: str, note: str, fetched: Fetched) -> None:
    _log.warning("stray_receipt", key=key[:80], note=note[:300])
    with office.database.act() as uow:
        fetched.strays += exchange.add_stray(uow.connection, key, number, note, office.clock())
        uow.commit()
