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
HELD: dict[str, Any] = {
    "held_on": "2026-10-15", "began_at": "09:30", "ended_at": "10:30", "place": "会议室", "host": "示例主持",
    "recorder": "示例记录", "attendees": "示例甲（经理）", "confirmed": "yes", "statement": "无。",
    "requirements": "撤换。",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "inspect_first": {"course": "现场查看。"}, "inspect_second": {"course": "现场查看。"},
    "choose_interview": {"cause": "未撤换。", "basis": "办法"}, "hold_interview": HELD,
}  # fmt: skip
UNIT = {"name": "示例甲商贸有限公司", "code": "", "code_type": "uscc", "kind": "legal_person",
        "legal_representative": "示例甲"}  # fmt: skip
PERSON = {"name": "示例庚", "code": "", "code_type": "id", "kind": "natural_person", "legal_representative": ""}


def text(code: str, subject: dict[str, str], signed: dict[str, str] | None = None) -> str:
    doers = dict.fromkeys(("inspect_first", "inspect_second"), ("示例核查员", None))
    told = {"statement": "宣传不符。", "basis": "办法。"}
    dossier = a_dossier(
        "rectification", facts={**FACTS, "read_back": signed or {}}, subject=subject, answers=ANSWERS,
        application=told, doers=doers,
    )  # fmt: skip
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


@pytest.mark.parametrize(
    ("signed", "says", "silent"),
    [
        ({}, ["以上记录经核对无误。", "被约谈人（签名）"], ["拒绝签字", "见证人", "已向被约谈人宣读"]),
        (
            {"signing": "signed"},
            ["已向被约谈人宣读或者交其阅读", "以上记录经核对无误。", "被约谈人（签名）"],
            ["拒绝签字", "见证人"],
        ),
        (
            {"signing": "refused", "refusal": "不认可约谈事由", "witness": "示例见证"},
            ["宣读或者交其阅读", "被约谈人拒绝签字，理由：不认可约谈事由。见证人：示例见证。", "见证人（签名）"],
            ["核对无误", "被约谈人（签名）"],
        ),
    ],
    ids=["to be signed", "signed", "refused"],
)
def test_only_who_signs_has_confirmed_the_record(signed: dict[str, str], says: list[str], silent: list[str]) -> None:
    """TLK-04: 核对语句, or 拒签说明 with its reason and witness; never both."""
    found = text("TLK-04", UNIT, signed)
    assert [words for words in says if words not in found] == []
    assert [words for words in silent if words in found] == []


def test_an_order_says_whom_to_turn_to_and_invents_no_remedy() -> None:
    """REC-01: 限期整改 is provisional; 陈述申辩 and contact, and the remedies that its basis told of."""
    found = text("REC-01", UNIT)
    assert "可以向本机关陈述、申辩，并提供证据（联系岗位和电话见文末）" in found
    assert "作为整改依据的行政决定已告知救济途径和期限的，从其告知。" in found
    assert [words for words in ("行政复议", "行政诉讼") if words in found] == []
