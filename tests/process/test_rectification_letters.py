"""How the letters of rectification and interviews speak to a person and to a unit, and what a commitment holds."""

from typing import Any

import pytest

from tests.process.test_repair_letters import a_dossier, printed
from workflows.domain.commitment import MANDATORY_CLAUSES
from workflows.processes import discover

RECTIFICATION = discover()["rectification"]
ITEMS = [{"problem": "宣传不符", "requirement": "撤换", "due": "2026-09-28"}]
FACTS: dict[str, Any] = {
    "order": {"items": ITEMS, "report_by": "2026-09-30", "report_how": "登录系统。"}, "items": ITEMS,
    "report_by": "2026-09-30", "inspection": [{"no": "1", "finding": "not", "remark": "未撤换"}], "conclusion": "not",
    "summons": {
        "kind": "warning", "on": "2026-10-15", "at": "09:30", "minutes": 60, "place": "会议室", "persons": "示例甲",
        "bring": "", "reply_by": "2026-10-13",
    },
    "interviews": [{"kind": "prompt", "on": "2026-10-09", "result": "absent"}],
    "commitments": [{"matter": "撤换全部宣传材料", "due": "2026-10-20"}],
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "inspect_first": {"course": "现场查看。"}, "inspect_second": {"course": "现场查看。"},
    "choose_interview": {"cause": "未撤换。", "basis": "办法"}, "hold_interview": {"held_on": "2026-10-15"},
}  # fmt: skip
UNIT = {"name": "示例甲商贸有限公司", "code": "", "code_type": "uscc", "kind": "legal_person",
        "legal_representative": "示例甲"}  # fmt: skip
PERSON = {"name": "示例庚", "code": "", "code_type": "id", "kind": "natural_person", "legal_representative": ""}


def text(code: str, subject: dict[str, str]) -> str:
    doers = dict.fromkeys(("inspect_first", "inspect_second"), ("示例核查员", None))
    told = {"statement": "宣传不符。", "basis": "办法。"}
    dossier = a_dossier(
        "rectification", facts=FACTS, subject=subject, answers=ANSWERS, application=told, doers=doers
    )
    return printed(code, dossier, RECTIFICATION)


@pytest.mark.parametrize("code", ["REC-01", "REC-04", "TLK-02", "TLK-05"])
def test_a_person_is_no_unit(code: str) -> None:
    assert "单位" not in text(code, PERSON).replace("被约谈单位（人）", "")
    assert "营业执照" not in text(code, PERSON)
    assert "单位" in text(code, UNIT)


def test_a_second_summons_says_what_became_of_the_first() -> None:
    assert "本机关此前定于2026年10月9日进行提示约谈，你单位无正当理由未到场。" in text("TLK-02", UNIT)


@pytest.mark.parametrize("clause", MANDATORY_CLAUSES)
def test_what_is_entered_in_the_register_stands_in_the_paper_that_is_signed(clause: str) -> None:
    """S3-10: the three clauses go into the register, so the subject signs them."""
    assert clause in text("TLK-05", UNIT)
