"""Deadlines as a lawyer reads them: each step of an objection under each pack, and the words that explain the date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.unit.tables.reading import rows
from workflows.calendars import library as calendars
from workflows.domain.deadline import ClockFacts, compute, explain, lines, remaining, signals, stricter_unbound
from workflows.domain.errors import CalendarMissing
from workflows.policies import library as policies

CALENDAR = calendars.shipped()
XINZHENG = policies.pack("xinzheng/2018-03-28")
HENAN = policies.pack("henan/2020-05-01")
RECEIVED = ClockFacts(starts={"received_by_centre": date(2026, 9, 18)})


def day(cell: str) -> date:
    """Read a cell that holds a date."""
    return date.fromisoformat(cell)


@pytest.mark.parametrize("row", rows("four_clocks"), ids=lambda row: row["case"][0])
def test_the_four_clocks_of_the_xinzheng_rule(row: Mapping[str, str]) -> None:
    facts = ClockFacts(
        starts={
            "received_by_centre": date(2026, 9, 18),
            "received_by_provider": day(row["provider received"]),
            "result_received": day(row["result received"]),
        }
    )
    steps = {"forward": "forward by", "verify": "verify by", "notify": "notify by", "overall": "overall"}
    for step, column in steps.items():
        found = compute(f"objection.{step}", [XINZHENG], facts, CALENDAR)
        assert found is not None
        assert found.due_on == day(row[column]), step
    notify = compute("objection.notify", [XINZHENG], facts, CALENDAR)
    assert notify is not None
    assert notify.governing.due_on == day(row["stage"])
    assert (notify.capped_by is not None) == (row["stage"] > row["overall"])


@pytest.mark.parametrize("row", rows("packs"), ids=lambda row: row["pack"])
def test_what_each_pack_gives(row: Mapping[str, str]) -> None:
    facts = ClockFacts(
        starts={
            "received_by_centre": date(2026, 9, 18),
            "received_by_provider": date(2026, 9, 28),
            "result_received": date(2026, 10, 9),
        }
    )
    for step, cell in row.items():
        if step == "pack":
            continue
        found = compute(f"objection.{step}", [policies.pack(row["pack"])], facts, CALENDAR)
        given = "—" if found is None else f"{found.governing.due_on}"
        assert given == cell, step


def test_a_date_explains_itself_day_by_day() -> None:
    found = compute("objection.overall", [XINZHENG], RECEIVED, CALENDAR)
    assert found is not None
    told = explain(found)
    assert told[:4] == [
        "2026年9月18日 周五 信用中心收到异议申请，当日不计（民法典第二百零一条）",
        "新郑方案（规范性文件）六（三）：12个工作日",
        "9月19日 周六 公休日，不计",
        "9月20日 周日 调休上班，第 1 日",
    ]
    assert "10月1日 周四 国庆节，不计" in told
    assert "10月7日 周三 国庆节调休，不计" in told
    assert "10月10日 周六 调休上班，第 11 日" in told
    assert told[-2:] == [
        "10月12日 周一 工作日，第 12 日",
        "2026年10月12日 周一 为最后一日，至24时届满（民法典第二百零三条）",
    ]
    assert [line.text for line in lines(found)] == told
    assert {line.kind for line in lines(found)} == {
        "start", "limit", "weekend", "makeup", "work", "holiday", "in_lieu", "end",
    }


def test_the_sixth_day_may_be_a_saturday_that_is_worked() -> None:
    facts = ClockFacts(starts={"received_by_centre": date(2026, 9, 27)})
    found = compute("objection.overall", [XINZHENG], facts, CALENDAR)
    assert found is not None
    assert "10月10日 周六 调休上班，第 6 日" in explain(found)


def test_a_capped_step_names_both_dates() -> None:
    facts = ClockFacts(starts={"received_by_centre": date(2026, 9, 18), "result_received": date(2026, 10, 10)})
    found = compute("objection.notify", [XINZHENG], facts, CALENDAR)
    assert found is not None
    assert explain(found)[-1] == "本环节期限依新郑方案六（三）至2026年10月13日，总时限先届满，以总时限为准"
    assert found.steps == found.ruling.steps
    assert found.ruling.limit.rule == "objection.overall"


def test_a_date_beyond_the_published_schedule_is_provisional_and_says_so() -> None:
    facts = ClockFacts(starts={"received_by_centre": date(2026, 12, 21)})
    found = compute("objection.overall", [XINZHENG], facts, CALENDAR)
    assert found is not None
    assert (found.due_on, found.provisional) == (date(2027, 1, 7), True)
    assert explain(found)[-1] == "暂定：2027年的放假安排尚未公布，以国务院办公厅公布的节假日安排为准"


def test_a_number_that_is_not_verified_says_so() -> None:
    found = compute("objection.own_scope", [policies.pack("shenzhen/2023-03-01")], RECEIVED, CALENDAR)
    assert found is not None
    assert not found.governing.verified
    assert "深圳条例（地方性法规）第五十一条：1个工作日（待核实）" in explain(found)


def test_a_missing_calendar_stops_the_computation() -> None:
    facts = ClockFacts(starts={"received_by_centre": date(2027, 12, 30)})
    with pytest.raises(CalendarMissing, match="2028"):
        compute("objection.overall", [XINZHENG], facts, CALENDAR)


def test_the_signals_of_a_deadline() -> None:
    """Warning at 09:00 on Saturday 10 October, a make-up day; breach at the end of the 12th; escalation on the 14th."""
    found = signals(date(2026, 10, 12), CALENDAR)
    assert found.warning_at == datetime(2026, 10, 10, 1, 0, tzinfo=UTC)
    assert found.breach_at == datetime(2026, 10, 12, 16, 0, tzinfo=UTC)
    assert found.escalation_at == datetime(2026, 10, 14, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "left"), [("2026-09-30", 4), ("2026-10-09", 2), ("2026-10-11", 1), ("2026-10-12", 0), ("2026-10-13", -1)]
)
def test_the_working_days_that_remain(today: str, left: int) -> None:
    assert remaining(date(2026, 10, 12), day(today), CALENDAR) == left


def test_the_stricter_regulation_that_does_not_bind_is_a_warning() -> None:
    relevant = policies.relevant("xinzheng", date(2026, 9, 18))
    (found,) = stricter_unbound("objection.overall", [XINZHENG], relevant, RECEIVED, CALENDAR)
    assert found.text == "河南条例（地方性法规）更严：第四十一条第二款规定7个工作日，按该规定至2026年9月29日届满"
    assert (found.pack, found.earlier, found.higher) == (HENAN, True, True)
    assert found.deadline.due_on == date(2026, 9, 29)


def test_once_bound_it_rules_and_there_is_no_warning() -> None:
    relevant = policies.relevant("xinzheng", date(2026, 9, 18))
    assert stricter_unbound("objection.overall", [XINZHENG, HENAN], relevant, RECEIVED, CALENDAR) == ()
    found = compute("objection.overall", [XINZHENG, HENAN], RECEIVED, CALENDAR)
    assert found is not None
    assert found.due_on == date(2026, 9, 29)
    assert [each.due_on for each in found.candidates] == [date(2026, 10, 12), date(2026, 9, 29)]


def test_a_higher_text_warns_even_where_it_is_not_earlier() -> None:
    longer = replace(HENAN.limits["objection.overall"], n=20)
    later = replace(HENAN, limits={**HENAN.limits, "objection.overall": longer})
    (found,) = stricter_unbound("objection.overall", [XINZHENG], [later], RECEIVED, CALENDAR)
    assert (found.earlier, found.higher) == (False, True)
    assert found.text == "河南条例（地方性法规）位阶更高：第四十一条第二款规定20个工作日，按该规定至2026年10月22日届满"


def test_a_text_of_equal_rank_that_is_later_is_no_warning() -> None:
    zhejiang = policies.pack("zhejiang/2018-01-01")
    assert stricter_unbound("objection.overall", [zhejiang], [HENAN], RECEIVED, CALENDAR) == ()


def test_a_step_that_only_the_unbound_text_limits_is_a_warning() -> None:
    (found,) = stricter_unbound("objection.own_scope", [XINZHENG], [HENAN], RECEIVED, CALENDAR)
    assert found.deadline.due_on == date(2026, 9, 22)


def test_a_clock_that_has_not_started_and_a_rule_without_a_limit_have_no_deadline() -> None:
    assert compute("objection.verify", [XINZHENG], RECEIVED, CALENDAR) is None
    assert compute("objection.correction", [XINZHENG], RECEIVED, CALENDAR) is None
    assert compute("objection.mark", [XINZHENG], RECEIVED, CALENDAR) is None
    assert compute("objection.unheard_of", [XINZHENG], RECEIVED, CALENDAR) is None
    assert compute("objection.overall", [], RECEIVED, CALENDAR) is None
    assert stricter_unbound("objection.verify", [XINZHENG], [HENAN], RECEIVED, CALENDAR) == ()


def test_a_day_set_by_hand_is_no_stricter_under_a_text_that_gives_no_number_either() -> None:
    national = policies.pack("national/2026-04-01")
    set_by_hand = ClockFacts(set_dates={"blacklist_exit.at_once": date(2026, 11, 11)})
    assert compute("blacklist_exit.at_once", [HENAN], set_by_hand, CALENDAR) is not None
    assert stricter_unbound("blacklist_exit.at_once", [national], [HENAN], set_by_hand, CALENDAR) == ()
