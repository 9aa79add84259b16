"""What the address of the register of lists asks for: register, domain, list, organ, state, last day, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp import addresses
from workflows.catalogue import library as catalogue
from workflows.domain.listing import DOMAINS, REGISTERS
from workflows.domain.words import N_
from workflows.store.list_pages import Wanted

#: State in the address → words.
STATES: Mapping[str, str] = {"listed": N_("在列"), "left": N_("已移出"), "all": N_("全部")}


@dataclass(frozen=True, kw_only=True)
class Query:
    """The filters; every one may be missing."""

    state: str = "listed"
    register: str = ""
    domain: str = ""
    list_key: str = ""
    organ: int | None = None
    until: date | None = None
    words: str = ""

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the same page with some of them changed; empty ones are left out."""
        values = {
            "state": self.state if self.state != "listed" else None,
            "register": self.register,
            "domain": self.domain,
            "list": self.list_key,
            "organ": self.organ,
            "until": None if self.until is None else self.until.isoformat(),
            "q": self.words,
            **changes,
        }
        return {key: value for key, value in values.items() if value}

    @property
    def wanted(self) -> Wanted:
        """What the store is asked for."""
        return Wanted(
            register=self.register,
            domain=self.domain,
            list_key=self.list_key,
            state="" if self.state == "all" else self.state,
            organ_id=self.organ,
            until=self.until,
            words=self.words,
        )


def read(values: Mapping[str, str]) -> Query:
    """Read the filters from an address; what makes no sense is passed over."""
    state, register, domain, key = (values.get(name, "") for name in ("state", "register", "domain", "list"))
    return Query(
        state=state if state in STATES else "listed",
        register=register if register in REGISTERS else "",
        domain=domain if domain in DOMAINS else "",
        list_key=key if key in catalogue.lists() else "",
        organ=addresses.row_id(values.get("organ")),
        until=_day(values.get("until", "")),
        words=addresses.words(values, "q", 120),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
