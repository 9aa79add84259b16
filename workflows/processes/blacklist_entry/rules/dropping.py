"""When what a listing was to rest on falls before the decision: nobody is listed (S0-05, S4-04, S1-10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.basis import LOST
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision
from workflows.processes.blacklist_entry.rules.decision import no_listing_signed
from workflows.processes.blacklist_entry.rules.defence import DRAFTS, refusal

#: Cleaned data of a form.
Data = Mapping[str, Any]


def drop_basis(case: CaseView, _today: date) -> Decision:
    """Nothing that was drafted goes out; who has been told of the proposal is told of its end (LST-07)."""
    cause = case.facts["ground"]["cause"]
    letters = refusal(case) if case.facts.get("notice_signed") else ()
    return Decision(
        outcome="dropped",
        memory={"dropped": LOST.get(cause, LOST["annulled"])},
        strikes=("LST-02", "LST-02P", *DRAFTS),
        drafts=letters,
    )


def drop_signed(case: CaseView, _actor: Actor, _data: Data) -> Decision:
    """The head signs 不予列入决定 (LST-07): there is nothing left to weigh, so nothing to send back."""
    return no_listing_signed(case)
