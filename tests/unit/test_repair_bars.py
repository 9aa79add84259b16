"""What binding texts withhold from repair: penalties of 45号令 Art. 14, and subjects under a running ban (S0-10)."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.test_repair_rules import NATIONAL, SOMEBODY, TAIAN, a_case, a_row
from workflows.domain.errors import FieldErrors
from workflows.domain.policy import merged_demands
from workflows.domain.process_type import Opening
from workflows.domain.repair_bars import RequireNoBan, SeekBans, early_stop, penalty_article
from workflows.policies import library as policies
from workflows.processes.repair.rules import remember
from workflows.processes.repair.rules.decision import decision_signed, draft_decision, verify
from workflows.processes.repair.rules.intake import examine

ORDER_45 = policies.pack("market-publicity/2021-09-01")
ART_14 = "《市场监督管理行政处罚信息公示规定》第十四条"
S4_08 = "《泰安市人防办关于在人防领域贯彻落实信用监管的通知》二（三）"
ON = date(2026, 9, 18)
BAN = SimpleNamespace(scope="食品经营", basis="示例法第一条", until_on=None)
REFUSE: dict[str, Any] = {
    "outcome": "refuse", "refuse_code": "banned", "never_article": "", "reasons": "正在禁入期间。", "refer_to": "",
    "identity_ok": True,
}  # fmt: skip
FOUND = {
    "number": "示市监罚决〔2026〕11号", "duties_ok": True, "corrected_ok": True, "fulfilled_on": date(2026, 3, 20),
    "remark": "",
}  # fmt: skip


def case_under(*packs: Any, bans: tuple[Any, ...] = (), **fields: str) -> Any:
    """A repair under these texts, of a record with these fields and a subject with these bans."""
    row = a_row(fields={"CF_CFJG": "示例市市场监督管理局", "CF_CFLB": "罚款", **fields})
    requires = merged_demands(packs, "repair")
    return a_case(**remember(Opening(case=a_case(), records=(row,), application={}, requires=requires, bans=bans)))


def wrong(act: Any, case: Any, data: dict[str, Any]) -> str:
    """What is said at the fields of a refused form."""
    with pytest.raises(FieldErrors) as refused:
        act(case, SOMEBODY, data)
    return "".join(words for all_ in refused.value.errors.values() for words in all_)


LAW = [
    # who imposed it, which kinds → the text that withholds repair (45号令 Art. 14); empty: none does
    ("示例市市场监督管理局", "罚款", ""),
    ("示例市市场监督管理局", "警告", ""),
    ("示例市市场监督管理局", "责令停产停业", ART_14),
    ("示例市市场监督管理局", "罚款；限制从业", ART_14),
    ("示例市市场监督管理局", "限制开展生产经营活动", ART_14),
    ("示例市市场监督管理局", "降低资质等级", ART_14),
    ("示例市市场监督管理局", "吊销许可证件", ART_14),
    ("示例市市场监督管理局", "吊销营业执照", ART_14),
    ("示例市生态环境局", "吊销许可证件", ""),
]


@pytest.mark.parametrize(("organ", "kinds", "article"), LAW)
def test_penalties_that_are_never_repaired_early(organ: str, kinds: str, article: str) -> None:
    row = a_row(fields={"CF_CFJG": organ, "CF_CFLB": kinds})
    assert penalty_article(row, ORDER_45.demands["repair"]) == article
    assert penalty_article(row, NATIONAL.demands["repair"]) == ""


def test_the_refusal_of_such_a_penalty_needs_no_text_from_the_clerk_and_cites_the_one_that_binds() -> None:
    case = case_under(NATIONAL, ORDER_45, CF_CFLB="吊销许可证件")
    examine(case, SOMEBODY, {**REFUSE, "refuse_code": "unrepairable"})
    found = replace(case, facts={**case.facts, "findings": [FOUND]})
    row = {"number": FOUND["number"], "decision": "refuse", "reason": "unrepairable", "reasons": "已吊销。",
           "never_article": "", "again_on": None}  # fmt: skip
    drafted = draft_decision(found, SOMEBODY, {"records": [row], "follow_up_on": None})
    assert drafted.memory["decisions"][0]["never_article"] == ART_14
    granted = {**row, "decision": "grant", "reason": ""}
    assert "属于不可修复的情形" in wrong(draft_decision, found, {"records": [granted], "follow_up_on": None})


def test_what_an_early_end_asks_for_is_told_of_that_field_alone_and_marked_where_it_is_to_be_checked() -> None:
    told = early_stop(a_row(fields={"CF_CFJG": "示例市市场监督管理局"}), ORDER_45.demands["repair"])
    for words in ("第十三条、第十四条", "三个月", "三年", "同一类违法行为", "待核实"):
        assert words in told, words
    assert early_stop(a_row(fields={"CF_CFJG": "示例市生态环境局"}), ORDER_45.demands["repair"]) == ""


BANS = [
    # texts that bind, bans that run → is an application barred because of the ban (S0-10 where law says so, S4-08)
    ((NATIONAL,), (BAN,), False),
    ((NATIONAL, TAIAN), (BAN,), True),
    ((NATIONAL, TAIAN), (), False),
]


@pytest.mark.parametrize(("packs", "bans", "barred"), BANS)
def test_a_running_ban_refuses_repair_where_a_binding_text_says_so(
    packs: tuple[Any, ...], bans: tuple[Any, ...], barred: bool
) -> None:
    case = case_under(*packs, bans=bans)
    if barred:
        assert examine(case, SOMEBODY, REFUSE).memory["refuse_code"] == "banned"
        assert "均不符合修复条件" in wrong(examine, case, {**REFUSE, "outcome": "accept"})
        return
    assert examine(case, SOMEBODY, {**REFUSE, "outcome": "accept"}).outcome == "accept"
    assert "不能以此不予受理" in wrong(examine, case, REFUSE)


def test_the_decision_cannot_grant_it_and_looks_again_when_it_is_checked_and_signed() -> None:
    case = case_under(NATIONAL, TAIAN, bans=(BAN,))
    checked = verify(case, SOMEBODY, {"outcome": "conclude", "records": [FOUND], "method": ["papers"]})
    assert checked.effects == (SeekBans(),)
    found = replace(case, facts={**case.facts, "findings": [FOUND]})
    row = {"number": FOUND["number"], "decision": "grant", "reason": "", "reasons": "符合条件。", "never_article": "",
           "again_on": None}  # fmt: skip
    data: dict[str, Any] = {"records": [row], "follow_up_on": None}
    assert "市场和行业禁入期间不予修复" in wrong(draft_decision, found, data)
    refused = {**row, "decision": "refuse", "reason": "banned"}
    told = draft_decision(found, SOMEBODY, {"records": [refused], "follow_up_on": None}).memory["decisions"][0]
    assert told["never_article"] == S4_08
    free = replace(found, facts={**found.facts, "bans": [], "decisions": [row]})
    draft_decision(free, SOMEBODY, {"records": [row], "follow_up_on": None})
    assert decision_signed(free).effects == (RequireNoBan(),)
