"""What an exported dossier says: the words of the registers, and letters that can be told apart."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from workflows.operations.dossier_sheets import letter_name, sheets
from workflows.processes import discover

AT = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
ENTRY = discover()["blacklist_entry"]


def letter(code: str, **more: Any) -> Any:
    said = {
        "id": 7, "code": code, "kind": code.partition(".")[0], "title": ENTRY.letter(code).title, "about": "",
        "number": "", "signed_at": AT, "served_at": None, "served_to": "", "method": "",
    }  # fmt: skip
    return SimpleNamespace(**{**said, **more})


def case(letters: Any = (), served: tuple[str, ...] = ()) -> Any:
    events = [SimpleNamespace(kind="letter_served", at=AT, data={"code": code}) for code in served]
    return SimpleNamespace(process=ENTRY, events=events, letters=letters, view=SimpleNamespace(number="SJ-LST-2026-1"))


def test_papers_of_a_service_are_told_apart_by_person_and_letter() -> None:
    notices, decision = case(served=("LST-02", "LST-02P.1")), case(served=("LST-06", "REP-00"))
    assert letter_name(notices, letter("SHR-01")) == "送达回证_" + ENTRY.letter("LST-02").title
    own = letter_name(notices, letter("SHR-01.1", about="示例责任人"))
    assert own == "送达回证_示例责任人_" + ENTRY.letter("LST-02P").title
    titles = "、".join(ENTRY.letter(code).title for code in ("LST-06", "REP-00"))
    assert letter_name(decision, letter("SHR-01")) == f"送达回证_{titles}"


def test_a_letter_without_a_number_ends_with_its_title() -> None:
    assert letter_name(case(), letter("LST-01")) == ENTRY.letter("LST-01").title
    assert letter_name(case(), letter("LST-06", number="示名单〔2026〕1号")).endswith("_示名单〔2026〕1号")


def test_every_sheet_speaks_in_words() -> None:
    day, notice = date(2026, 9, 18), letter("LST-02", served_at=AT, served_to="李示例", method="post", number="示1号")
    found: Any = SimpleNamespace(
        records=[SimpleNamespace(decision_number="示2号", provider_name="甲", decided_on=day, state="withdrawn")],
        commitments=[SimpleNamespace(made_on=day, due_on=None, kind="repair", scope="general", state="running")],
        listings=[
            SimpleNamespace(
                id=5, listed_on=day, left_on=None, list_key="market_serious", organ_name="甲", state="listed"
            )
        ],
        cases=[case(letters=[notice])],
    )
    how = SimpleNamespace(letter_id=7, method="post", details={"tracking": "EX1", "witness": "", "recorded": False})
    measure = SimpleNamespace(
        listing_id=5, measure="bidding", organ_name="乙", state="not_applicable", executed_on=day, lifted_on=None,
        note="没有这类业务",
    )  # fmt: skip
    rows = {sheet.title: list(sheet.rows) for sheet in sheets(found, [measure], [how])}
    assert rows["信用信息"] == [("示2号", "甲", day, "已撤销")]
    assert rows["信用承诺"] == [(day, "长期", "信用修复型", "综合信用承诺", "履约中")]
    assert rows["名单"][0][2:] == ("市场监督管理严重违法失信名单", "甲", "在列")
    assert rows["惩戒措施"][0][2:] == ("乙", "不适用", day, "", "没有这类业务")
    assert rows["送达"][0][1:] == (notice.title, "", "示1号", "李示例", "邮寄送达", day, "邮件单号：EX1")
