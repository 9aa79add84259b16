"""The provider signs for the 核查函 and answers it; or the centre checks a record of its own."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]


def sign_for(case: CaseView, actor: Actor, data: Data) -> Decision:
    """签收: the provider's clock starts (S1-03 自收到申请之日起)."""
    return Decision(outcome="signed_for", starts=("received_by_provider",))


def verify(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The provider's written opinion (OBJ-08): the centre's two working days start with the first one (S1-04).

    A supplement starts nothing anew: sending back buys nobody time (docs/adr/0013).
    """
    answered = "result_received" in case.clocks.get("starts", {})
    return Decision(
        outcome="verified",
        memory={"finding": data["finding"], "proposed": list(data["changes"])},
        starts=() if answered else ("result_received",),
        meets=("objection.verify",),
        strikes=("OBJ-09",),
        drafts=("OBJ-08",),
        signs=("OBJ-08",),
    )


def self_check(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The centre checks a record of its own."""
    return Decision(
        outcome="verified",
        memory={"finding": data["finding"], "proposed": list(data["changes"])},
        starts=("result_received",),
        meets=("objection.own_scope",),
    )
