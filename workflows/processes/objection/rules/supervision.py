"""What a supervisor does about a breach."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision

#: Cleaned data of a form.
Data = Mapping[str, Any]


def supervise(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The supervisor's measure on a breach."""
    return Decision(outcome="supervised")
