"""信用修复告知书 (REP-00), with a penalty, a refusal that came too early, a decision to list: all its reader needs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tests.process.test_repair_letters import MARKET, MATTER, a_dossier, printed
from tests.support.scenarios import ran
from workflows.catalogue import library as catalogue
from workflows.domain.dossier import Dossier
from workflows.processes import discover
from workflows.processes.repair_information import MATERIALS

ENTRY, PUBLICATION = discover()["blacklist_entry"], discover()["publication"]
RECORD = {"id": 4, "decision_number": "示市监罚决〔2026〕11号", "query_code": "K7M2P9Q4R6T8"}
BASIS = {"kind": "penalty", "number": "示市监罚决〔2026〕11号", "effective_on": "2026-08-01"}


def listing(*, minimum: bool, records: tuple[Mapping[str, Any], ...] = (RECORD,)) -> Dossier:
    """A decision to enter a list with or without a minimum."""
    kind = next(
        each for each in catalogue.lists().values() if (each.minimum is not None) is minimum and not each.received_only
    )
    facts = {"list_key": kind.key, "basis": BASIS}
    made = a_dossier("blacklist_entry", facts=facts, site="https://credit.example", records=records)
    return replace(made, provider=replace(MARKET, phone="0371-00000000"), today=date(2026, 8, 31))


def test_who_came_too_early_reads_the_first_day_the_code_the_papers_the_way_and_that_it_is_free() -> None:
    facts = {"matters": [MATTER], "materials": {"proof": "must", "commitment": "must"}}
    text = printed("REP-00", a_dossier(facts=facts, records=(RECORD,), site="https://credit.example"))
    for words in (
        "示市监罚决〔2026〕11号", "一般", "2026年11月11日", "K7M2P9Q4R6T8", "https://credit.example/check",
        MATERIALS["commitment"], "信用中国网站", "综合窗口", "不收取任何费用",
    ):  # fmt: skip
        assert words in text, words


def test_the_decision_to_list_says_with_a_date_from_when_removal_can_be_asked_for() -> None:
    found = listing(minimum=True)
    months = catalogue.lists()[found.case.facts["list_key"]].minimum
    assert months is not None
    text = printed("REP-00", found, ENTRY)
    first = {3: "2026年12月1日", 6: "2027年3月1日", 12: "2027年9月1日"}[months.months]
    assert f"自{first}起申请修复" in text, "the day after the minimum has ended at 24:00"
    for words in ("2026年8月31日", "K7M2P9Q4R6T8", "材料", "信用网站", MARKET.name, "0371-00000000", "不收取任何费用"):
        assert words in text, words


def test_a_list_without_a_minimum_promises_no_day() -> None:
    text = printed("REP-00", listing(minimum=False), ENTRY)
    assert "符合申请条件的即可申请" in text
    assert "起申请修复" not in text


def test_without_a_record_no_code_is_printed() -> None:
    text = printed("REP-00", listing(minimum=True, records=()), ENTRY)
    assert "查询码" not in text


def test_whoever_is_penalised_is_told_before_publicity_begins_with_the_code_of_the_record() -> None:
    told = ran("publication", "penalty").told
    [letter] = [row for row in told.letters if row["code"] == "REP-00"]
    assert (letter["state"], letter["number"]) == ("issued", "示市监修告〔2026〕1号")
    kinds = [event["kind"] for event in told.events]
    issued = [event["data"].get("code") for event in told.events].index("REP-00")
    assert issued < kinds.index("act_displayed")


def test_what_goes_with_the_penalty_says_that_its_days_are_counted_from_the_decision_for_the_time_being() -> None:
    facts = {"matters": [MATTER], "materials": {"proof": "must", "commitment": "must"}}
    dossier = a_dossier("publication", facts=facts, records=(RECORD,), site="https://credit.example")
    text = printed("REP-00", dossier, PUBLICATION)
    for words in ("示例甲商贸有限公司", "K7M2P9Q4R6T8", "2026年11月11日", "暂从决定之日起算", "不收取任何费用"):
        assert words in text, words
