"""The one port through which the office talks to the city platform: what goes out, what comes back.

GB/T 39443-2020 (公共信用信息交换方式及接口规范) names two ways of exchange, by service and by file; package
``exchange`` has an adapter for each. Whatever the way, a thing is known on both sides by its key, and by the code of
its subject with the number of its decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workflows.domain.errors import OfficeError
from workflows.domain.exchange import KINDS, PUBLIC_TARGETS
from workflows.domain.identifiers import mask_name, mask_resident_id
from workflows.domain.words import N_
from workflows.operations.receive_receipt import Receipt
from workflows.store.dispatches import Claimed


class ExchangeUnreachable(OfficeError):
    """No answer, or one that cannot be believed: the call is repeated under the same keys; params: ``why``."""

    message = N_("平台没有应答：%(why)s")
    status = 502
    retry = True


class ExchangeRefused(OfficeError):
    """The other side refuses the call as a whole, and would refuse it again; params: ``why``."""

    message = N_("平台拒绝接收：%(why)s")
    status = 502


@dataclass(frozen=True, kw_only=True)
class Receipts:
    """Receipts that have come in."""

    found: Sequence[Receipt]
    #: Where to go on from: kept by the office only when everything found has been noted.
    cursor: str
    #: Whether more wait behind the cursor.
    more: bool = False
    #: What came in and is no receipt: (where it stood, what is wrong with it).
    broken: Sequence[tuple[str, str]] = ()
    #: Files that hold them, where they came as files.
    files: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One thing that the platform shows to the public."""

    #: ``record`` (公示) or ``listing`` (名单).
    what: str
    #: Code of the subject and number of the decision.
    code: str
    number: str


class Port(Protocol):
    """A way to the platform. Every call ends within a limited time."""

    def send(self, batch: Sequence[Claimed]) -> Mapping[str, str]:
        """Hand a batch over; tell of each key why it is refused, empty where it was accepted.

        Raises:
            ExchangeUnreachable: perhaps it arrived, perhaps not.
            ExchangeRefused: it did not, and would not.
        """
        ...

    def receipts(self, cursor: str) -> Receipts:
        """Read the receipts behind ``cursor``; the same cursor gives the same ones again.

        Raises:
            ExchangeUnreachable: nothing believable came.
            ExchangeRefused: the other side gives none.
        """
        ...

    def noted(self, receipts: Receipts) -> None:
        """The office has noted these: they need not be kept any longer."""
        ...

    def inventory(self) -> Sequence[Holding] | None:
        """Read what the platform shows now; None where it has not said.

        Raises:
            ExchangeUnreachable: nothing believable came.
            ExchangeRefused: the other side gives none.
        """
        ...


#: What a holding is, for adapters that read them: kinds of :class:`Holding`.
HOLDINGS: tuple[str, ...] = ("record", "listing")


#: Where publications go from here.
PUBLIC_TARGET = "site"


def _subject(claimed: Claimed) -> dict[str, Any]:
    """Return whom it concerns: a natural person is masked on everything that the public reads."""
    name, code = claimed.subject_name, claimed.code
    if claimed.target in PUBLIC_TARGETS and claimed.subject_kind == "natural_person":
        name, code = mask_name(name), mask_resident_id(code, public=True)
    return {"name": name, "kind": claimed.subject_kind, "code_type": claimed.code_type, "code": code}


def item_of(claimed: Claimed) -> dict[str, Any]:
    """Return what is told of one dispatch: identifier, what is asked, whom and which decision it concerns."""
    item: dict[str, Any] = {
        "key": claimed.key,
        "kind": claimed.kind,
        "kind_name": KINDS[claimed.kind],
        "target": claimed.target,
        "subject": _subject(claimed),
        "payload": dict(claimed.payload),
        "created_at": claimed.created_at.isoformat(timespec="seconds"),
    }
    if claimed.decision_number:
        item["record"] = {"decision_number": claimed.decision_number, "provider": claimed.provider}
    if claimed.list_key:
        item["listing"] = {"list": claimed.list_key, "number": claimed.listing_number}
    if claimed.due_on is not None:
        item["due_on"] = claimed.due_on.isoformat()
    return item
