"""A case of rectification as the rules see it, and what they refuse."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import FieldErrors

OPENED, LAST = date(2026, 9, 21), date(2026, 9, 30)
FIRST, SECOND = Actor(user_id=1, name="示例甲"), Actor(user_id=2, name="示例乙")
ITEMS = [
    {"problem": "一", "requirement": "甲", "due": "2026-09-28"},
    {"problem": "二", "requirement": "乙", "due": "2026-09-30"},
]
CASE = CaseView(
    id=1, number="SJ-REC-2026-000001", process="rectification", authority_id=5, provider_id=5, subject_id=7,
    record_id=9, applicant_id=3, channel=Channel.OFFICE, state=CaseState.OPEN, version=0, substance=0,
    received_on=OPENED, packs=("xinzheng/2018-03-28",),
    facts={"items": ITEMS, "report_by": LAST.isoformat(), "order": {"items": ITEMS, "report_by": LAST.isoformat()}},
)  # fmt: skip


def case(**facts: Any) -> CaseView:
    """The case with further memory."""
    return replace(CASE, facts={**CASE.facts, **facts})


def wrong(decide: Any, view: CaseView, data: dict[str, Any], actor: Actor = FIRST) -> set[str]:
    """The fields that a rule refuses."""
    with pytest.raises(FieldErrors) as refused:
        decide(view, actor, data)
    return set(refused.value.errors)
