"""What a legal reader looks for in every letter that decides: organ, number, date, addressee, article, relief, days."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.dossier import Dossier, DueDate, Organ
from workflows.processes import discover

PROCESSES = discover()
TODAY = date(2026, 9, 21)
CENTRE, MARKET = (
    Organ(id=place, name=name, letter_word=word, phone="0371-00000000", contact_post="信用监管科",
          review_body="示例市人民政府", court="示例市人民法院")
    for place, name, word in ((1, "示例市公共信用信息中心", "示信用"), (2, "示例市市场监督管理局", "示市监"))
)  # fmt: skip
PENALTY = "示市监罚决〔2026〕11号"
LISTING = {
    "id": 1, "list_key": "market_serious", "state": "listed", "exit_case_id": None, "number": "示市监列〔2026〕1号",
    "listed_on": date(2026, 9, 7), "of_listing_id": None, "reason": "销售不合格产品。", "organ_name": MARKET.name,
    "measures": [
        {"measure": "procurement", "state": "executed", "organ_name": "示例市财政局", "from_on": date(2026, 9, 7)},
        {"measure": "no_awards", "state": "lifted", "organ_name": "示例市财政局", "from_on": date(2026, 9, 7)},
    ],
}  # fmt: skip
MATTER = {
    "record": 4, "number": PENALTY, "category": "一般", "start_on": "2026-03-12", "first_on": "2026-06-13",
    "last_on": "2027-03-12", "article": "", "fulfilled_on": "2026-03-20", "payment_number": "", "done": "已缴清。",
}  # fmt: skip
FACTS: dict[str, Any] = {
    "list_key": "market_serious", "cause": "repair", "reasons": "已纠正。", "left_on": "2026-09-21", "executors": [2],
    "basis": {"kind": "penalty", "number": PENALTY, "effective_on": "2026-08-03"}, "listed_on": "2026-09-21",
    "persons": [{"name": "示例责任人", "code": "410184198001010012", "role": "legal_representative"}],
    "measures": ["procurement"], "number": PENALTY, "restore_until": "2027-03-12", "matters": [MATTER],
    "refuse_code": "not_due", "supply_by": "2026-09-24", "missing": [{"item": "proof", "requirement": "缴款收据"}],
    "extension": {"n": 5, "reason": "需现场核查"}, "extended": True, "kind": "penalty",
    "shown_as": "示例甲商贸有限公司",
    "decided_on": "2026-08-03", "annulled_on": "2026-09-18", "annulled_by": "行政复议决定",
    "order": {"items": [{"problem": "不符", "requirement": "改正", "due": "2026-09-28"}], "report_by": "2026-09-30",
              "report_how": ""},
    "decisions": [{"number": PENALTY, "decision": "grant", "reasons": "已履行。"},
                  {"number": PENALTY, "decision": "refuse", "reason": "not_due", "reasons": "未满。"}],
}  # fmt: skip
ANSWERS = {
    "assess": {"facts": "销售不合格产品。", "nature": "恶劣。", "gravity": "严重。", "harm": "较大。"},
    "review_defence": {"reasons": "事实清楚。", "points": []},
    "draft_revocation": {"reasons": "虚假材料。", "basis": "《信用修复管理办法》关于撤销修复的规定"},
    "verify": {"finding": "correct", "course": "调阅案卷。"},
    "order_restoration": {"measures": "限制交易", "restore_by": "2026-10-16"},
    "examine": {"refuse_code": "not_ours", "reasons": "不属于。", "remedy": "缴清后可以再次申请。"},
    "draft_decision": {"conclusion": "unfounded", "reasons": "信息无误。"},
    "draft_withdrawal": {"reasons": "依据已被撤销。"},
}  # fmt: skip
#: Process and letter → what it must say besides: days, the decision that it ends, what follows.
LETTERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("objection", "OBJ-04"): ("2026年10月12日",),
    ("objection", "OBJ-05"): ("2026年9月24日", "缴款收据"),
    ("objection", "OBJ-06"): ("不属于。",),
    ("objection", "OBJ-11"): ("信息无误。", "异议不成立"),
    ("objection", "OBJ-13"): ("2026年10月16日", "限制交易"),
    ("repair", "REP-04B"): ("2026年10月12日",),
    ("repair", "REP-04C"): ("2026年9月24日", "缴款收据"),
    ("repair", "REP-04D"): ("2026年6月13日",),
    ("repair", "REP-07B"): ("2026年9月29日", "2026年10月12日", "5个工作日"),
    ("repair", "REP-08"): (PENALTY, "终止公示"),
    ("repair", "REP-09"): (PENALTY, "可以再次申请"),
    ("repair_revocation", "REP-11"): ("《信用修复决定书》（示市监修决〔2026〕3号）", "2026年9月18日", "2027年3月12日"),
    ("blacklist_entry", "LST-02"): ("依法限制参加政府采购活动", "陈述、申辩"),
    ("blacklist_entry", "LST-06"): ("依法限制参加政府采购活动", "2029年9月21日届满", "移出条件和程序"),
    ("blacklist_entry", "LST-06P.1"): ("《列入名单决定书》（示市监列〔2026〕9号，2026年9月21日作出）",),
    ("blacklist_entry", "LST-07"): ("事实清楚。",),
    ("blacklist_entry", "LST-08"): ("示市监列〔2026〕9号",),
    ("blacklist_exit", "LST-08"): ("销售不合格产品。", "2026年9月7日", "信用修复"),
    ("blacklist_exit", "LST-11"): ("示市监列〔2026〕1号，2026年9月7日作出",),
    ("blacklist_exit", "LST-11N"): ("示市监列〔2026〕1号，2026年9月7日作出", "缴清后可以再次申请。"),
    ("blacklist_exit", "LST-12"): ("示市监列〔2026〕1号", "依法限制参加政府采购活动（强制性）", "示例市财政局"),
    ("blacklist_exit", "LST-13"): ("示市监列〔2026〕1号，2026年9月7日作出",),
    ("rectification", "REC-01"): ("2026年9月28日", "2026年9月30日"),
    ("publication", "PUB-02"): ("《中华人民共和国行政处罚法》第四十八条", "2026年9月18日", PENALTY),
}
#: Announcements are addressed to nobody.
UNADDRESSED = {("blacklist_entry", "LST-08"), ("blacklist_exit", "LST-08"), ("publication", "PUB-02")}
#: What tells the public cites the decision, which cites the article.
UNCITED = {("blacklist_entry", "LST-08"), ("blacklist_exit", "LST-08")}
ARTICLE = re.compile(r"《[^》]+》(（[^）]+）)?(第.+?条|关于.+?的规定|六（三）|“)")


def dossier(process: str, code: str) -> Dossier:
    """A case that knows all that a letter may ask for."""
    case = CaseView(
        id=1, number="SL-OBJ-2026-000001", process=process, authority_id=1, provider_id=2, subject_id=3, record_id=4,
        applicant_id=5, channel=Channel.ONLINE, state=CaseState.OPEN, version=1, substance=1,
        received_on=date(2026, 9, 18), packs=("xinzheng/2018-03-28",), facts=FACTS,
    )  # fmt: skip
    pack = "《新郑市实施方案》" if process == "objection" else "信用修复管理办法"
    article = "六（三）" if process == "objection" else "关于办理期限的规定"
    rules = PROCESSES[process].rules
    due = {
        rule: DueDate(rule=rule, due_on=date(2026, 10, 12), provisional=False, article=article, pack=pack)
        for rule in rules
    }
    earlier = {"process": "repair", "code": "REP-08", "number": "示市监修决〔2026〕3号", "signed_on": date(2026, 9, 18),
               "record": 4, "about": ""}  # fmt: skip
    return Dossier(
        case=case, query_code="ABCDEFGH2345", record={"id": 4, "decision_number": PENALTY, "decided_on": TODAY},
        subject={"name": "示例甲商贸有限公司", "code": "91410184MA0000001K", "code_type": "uscc",
                 "kind": "legal_person", "legal_representative": "示例人甲"},
        authority=CENTRE, provider=MARKET, organs={1: CENTRE, 2: MARKET}, answers=ANSWERS, doers={},
        application={"cause": "repair", "list_key": "market_serious", "statement": "请求更正。",
                     "basis": "《中华人民共和国反不正当竞争法》第八条",

                     "found": "收据系伪造。"},
        numbers={"LST-06": "示市监列〔2026〕9号", "LST-02": "示市监列告〔2026〕1号"}, deadlines=due, today=TODAY,
        former={rule: DueDate(rule=rule, due_on=date(2026, 9, 29), provisional=False) for rule in rules},
        listings=(LISTING,), earlier=(earlier,), number=f"示信用{code[:3]}〔2026〕7号",
    )  # fmt: skip


def strings(values: Any) -> Iterator[str]:
    """Every piece of text that a letter is given to print."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for value in values.values():
            yield from strings(value)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from strings(value)


@pytest.mark.parametrize(("process", "code"), LETTERS, ids=lambda value: str(value))
def test_a_letter_that_decides_says_what_a_legal_reader_looks_for(process: str, code: str) -> None:
    found = PROCESSES[process]
    letter = found.letter(code)
    values: dict[str, Any] = dict(found.letter_context(code, dossier(process, code)))
    words = "\n".join(strings(values))
    assert letter.word, "it is registered under a number"
    assert values["letter"]["number"].endswith("〔2026〕7号")
    assert values["sign"] == {"organ": values["organ"]["name"], "date_cn": "2026年9月21日"}
    assert values["organ"]["contact_post"]
    assert values["organ"]["phone"]
    assert bool(values["recipient"]["name"]) is ((process, code) not in UNADDRESSED)
    assert (process, code) in UNCITED or ARTICLE.search(words), words
    for said in LETTERS[process, code]:
        assert said in words, said
    assert not re.search(r"None|（）|〔〕|。。|，，|；。|，。|[\u4e00-\u9fff][,;?!]", words), words
    assert "410184198001010012" not in words
    assert "91410184MA0000001K" not in words


#: What takes away or refuses, and can be taken to review and court (行政复议法 Art. 20, 行政诉讼法 Art. 46).
HARMFUL = {
    ("objection", "OBJ-06"), ("objection", "OBJ-11"), ("repair", "REP-04D"), ("repair", "REP-09"),
    ("repair_revocation", "REP-11"), ("blacklist_entry", "LST-06"), ("blacklist_entry", "LST-06P"),
    ("blacklist_entry", "LST-14"), ("blacklist_exit", "LST-11N"),
}  # fmt: skip


def test_the_ways_of_relief_stand_in_every_letter_that_harms_and_in_no_other() -> None:
    told = {(key, code) for key, found in PROCESSES.items() for code, each in found.letters.items() if each.relief}
    assert told == HARMFUL
    for process, code in HARMFUL:
        printed = "".join(PROCESSES[process].letter_context(code, dossier(process, code))["relief"])  # type: ignore[arg-type]
        for said in ("60日内", "6个月内", "示例市人民政府申请行政复议", "示例市人民法院提起行政诉讼"):
            assert said in printed, (code, said)
