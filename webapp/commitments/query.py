"""What the address of the register asks for: state, kind, scope, words, what is due or proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp import addresses
from workflows.domain.commitment import KINDS, SCOPES, STATES, CommitmentState
from workflows.domain.words import N_

#: What a list shows, by its name in the address.
SLICES: Mapping[str, str] = {
    "open": N_("待核实"),
    "due": N_("已到期"),
    "asked": N_("提请认定违诺"),
    "all": N_("全部"),
}
_OPEN = tuple(str(state) for state in CommitmentState if state.open)


@dataclass(frozen=True, kw_only=True)
class Query:
    """The filters; every one may be missing."""

    show: str = "open"
    kind: str = ""
    scope: str = ""
    state: str = ""
    words: str = ""

    def address(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the same list with some of them changed; empty ones are left out."""
        values = {
            "show": self.show if self.show != "open" else None,
            "kind": self.kind,
            "scope": self.scope,
            "state": self.state,
            "q": self.words,
            **changes,
        }
        return {key: value for key, value in values.items() if value}

    def conditions(self, today: date) -> dict[str, Any]:
        """Return what :func:`workflows.store.commitments.page` is asked for."""
        states = (self.state,) if self.state else _OPEN if self.show == "open" else ()
        return {
            "states": states,
            "kind": self.kind,
            "scope": self.scope,
            "words": self.words,
            "asked": self.show == "asked",
            "due_by": today if self.show == "due" else None,
        }


def read(values: Mapping[str, str]) -> Query:
    """Read the filters from an address; what makes no sense is passed over."""
    show, kind, scope, state = (values.get(name, "") for name in ("show", "kind", "scope", "state"))
    return Query(
        show=show if show in SLICES else "open",
        kind=kind if kind in KINDS else "",
        scope=scope if scope in SCOPES else "",
        state=state if state in STATES else "",
        words=addresses.words(values, "q", 120),
    )
