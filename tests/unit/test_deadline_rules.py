"""How deadlines move: earliest rules, the cap beats the stages, and suspension, 补正 and extension only as allowed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendars import library as calendars
from workflows.domain.deadline import (
    ClockFacts,
    Deadline,
    Extended,
    Suspension,
    compute,
    explain,
    signals,
)
from workflows.domain.policy import Correction, Limit, Pack, Unit
from workflows.domain.time import at_office_hour
from workflows.policies import library as policies

CALENDAR = calendars.shipped()
XINZHENG = policies.pack("xinzheng/2018-03-28")
HENAN = policies.pack("henan/2020-05-01")
ALL = tuple(policies.packs().values())
CENTRE = "received_by_centre"
STARTS = st.dates(date(2005, 1, 1), date(2026, 9, 1))


def received(on: date, **facts: Any) -> ClockFacts:
    """The facts of an objection that the centre received on ``on``."""
    return ClockFacts(starts={CENTRE: on}, **facts)


def due(rule: str, pack: Pack, facts: ClockFacts) -> date | None:
    """The due date under one pack alone."""
    found = compute(rule, [pack], facts, CALENDAR)
    assert found is not None
    return found.due_on


def found_of(rule: str, packs: list[Pack], facts: ClockFacts) -> Deadline:
    """The deadline, which must exist."""
    found = compute(rule, packs, facts, CALENDAR)
    assert found is not None
    return found


def limited(**limit: Any) -> Pack:
    """A pack whose only limit is ``objection.overall`` with these terms."""
    terms: Mapping[str, Any] = {"n": 5, "start": CENTRE, "article": "一", "source": "示例", **limit}
    return replace(XINZHENG, limits={"objection.overall": Limit(rule="objection.overall", **terms)})


@given(STARTS, st.lists(st.sampled_from(ALL), min_size=1, max_size=4, unique_by=lambda pack: pack.id))
def test_the_earliest_of_the_bound_packs_rules(start: date, packs: list[Pack]) -> None:
    facts = received(start)
    alone = [found.due_on for pack in packs if (found := compute("objection.overall", [pack], facts, CALENDAR))]
    together = compute("objection.overall", packs, facts, CALENDAR)
    if not alone:
        assert together is None
    else:
        assert together is not None
        assert together.due_on == min(each for each in alone if each is not None)
        assert len(together.candidates) == len(alone)


@given(STARTS, st.integers(0, 30), st.integers(0, 30))
def test_no_step_ends_after_the_cap_and_every_last_day_is_worked(start: date, to_provider: int, to_result: int) -> None:
    facts = ClockFacts(
        starts={
            CENTRE: start,
            "received_by_provider": start + timedelta(days=to_provider),
            "result_received": start + timedelta(days=to_provider + to_result),
        }
    )
    cap = due("objection.overall", XINZHENG, facts)
    assert cap is not None
    for rule in ("objection.forward", "objection.verify", "objection.notify", "objection.correct"):
        found = found_of(rule, [XINZHENG], facts)
        assert found.due_on is not None
        assert found.due_on <= cap
        assert found.governing.due_on is not None
        assert (found.capped_by is not None) == (found.governing.due_on > cap)
        assert CALENDAR.is_working_day(found.due_on)


@given(STARTS, STARTS, st.sampled_from(ALL))
def test_an_earlier_receipt_is_never_due_later(one: date, other: date, pack: Pack) -> None:
    for rule in pack.limits:
        first, second = (compute(rule, [pack], received(on), CALENDAR) for on in sorted((one, other)))
        if first is not None and second is not None:
            assert first.due_on is not None
            assert second.due_on is not None
            assert first.due_on <= second.due_on


@given(STARTS)
def test_warning_breach_and_escalation_come_in_this_order(on: date) -> None:
    found = signals(on, CALENDAR)
    assert found.warning_at < found.breach_at < found.escalation_at


@given(STARTS, st.integers(0, 6), st.integers(0, 40))
def test_an_appraisal_of_k_working_days_moves_the_end_by_k(start: date, begins: int, lasts: int) -> None:
    before = due("objection.overall", HENAN, received(start))
    assert before is not None
    begun = CALENDAR.nth_working_day(start, begins) if begins else start
    ended = begun + timedelta(days=lasts)
    facts = received(start, suspensions=(Suspension(from_on=begun, to_on=ended, reason="鉴定"),))
    after = due("objection.overall", HENAN, facts)
    assert after is not None
    assert CALENDAR.working_days_between(before, after) == CALENDAR.working_days_between(begun, ended)
    assert after not in [step.day for step in found_of("objection.overall", [HENAN], facts).steps[:-1]]


def test_while_an_appraisal_lasts_the_clock_of_henan_stands_still_and_that_of_xinzheng_runs() -> None:
    open_ended = (Suspension(from_on=date(2026, 9, 21), to_on=None, reason="专家评审"),)
    facts = received(date(2026, 9, 18), suspensions=open_ended)
    henan = found_of("objection.overall", [HENAN], facts)
    assert henan.suspended
    assert henan.due_on is None
    assert explain(henan)[-1] == "计时已暂停，恢复后另行计算届满日"
    assert found_of("objection.overall", [HENAN, XINZHENG], facts).due_on == date(2026, 10, 12)


def test_a_suspended_step_still_ends_with_a_cap_that_runs() -> None:
    facts = ClockFacts(
        starts={CENTRE: date(2026, 9, 18), "received_by_provider": date(2026, 9, 22)},
        suspensions=(Suspension(from_on=date(2026, 9, 23), to_on=None, reason="鉴定"),),
    )
    unnamed = replace(HENAN.limits["objection.overall"], suspend_for=())
    pack = replace(HENAN, limits={**HENAN.limits, "objection.overall": unnamed})
    found = found_of("objection.verify", [pack], facts)
    assert found.governing.suspended
    assert found.due_on == date(2026, 9, 29)


def test_a_reason_that_the_text_does_not_name_stops_nothing() -> None:
    facts = received(
        date(2026, 9, 18), suspensions=(Suspension(from_on=date(2026, 9, 21), to_on=None, reason="领导出差"),)
    )
    assert due("objection.overall", HENAN, facts) == date(2026, 9, 29)


def test_an_appraisal_that_begins_after_the_last_day_brings_nothing_back() -> None:
    begun = (Suspension(from_on=date(2026, 9, 29), to_on=None, reason="鉴定"),)
    assert due("objection.overall", HENAN, received(date(2026, 9, 18), suspensions=begun)) == date(2026, 9, 29)


def test_overlapping_appraisals_are_counted_once() -> None:
    twice = tuple(
        Suspension(from_on=date(2026, 9, 21), to_on=end, reason=reason)
        for end, reason in ((date(2026, 9, 24), "检验"), (date(2026, 9, 23), "鉴定"))
    )
    once = twice[:1]
    start = date(2026, 9, 18)
    assert due("objection.overall", HENAN, received(start, suspensions=twice)) == due(
        "objection.overall", HENAN, received(start, suspensions=once)
    )


def test_the_explanation_shows_the_days_of_the_appraisal() -> None:
    facts = received(
        date(2026, 9, 18),
        suspensions=(Suspension(from_on=date(2026, 9, 21), to_on=date(2026, 9, 23), reason="鉴定"),),
    )
    told = explain(found_of("objection.overall", [HENAN], facts))
    assert "9月21日 周一 工作日，第 2 日" in told
    assert "9月22日 周二 鉴定期间，不计" in told
    assert "9月23日 周三 鉴定期间，不计" in told
    assert "9月24日 周四 工作日，第 3 日" in told


@pytest.mark.parametrize(
    ("word", "complete_on", "end"),
    [
        (Correction.CONTINUE, date(2026, 9, 23), date(2026, 9, 24)),
        (Correction.EXCLUDE, date(2026, 9, 23), date(2026, 9, 29)),
        (Correction.RESTART, date(2026, 9, 23), date(2026, 10, 8)),
        (Correction.CONTINUE, None, date(2026, 9, 24)),
        (Correction.EXCLUDE, None, None),
        (Correction.RESTART, None, None),
    ],
)
def test_what_supplying_papers_does_to_a_limit_of_five_days(
    word: Correction, complete_on: date | None, end: date | None
) -> None:
    """Received on Friday 18 September 2026, papers asked for on Monday 21 September."""
    facts = received(date(2026, 9, 18), corrections=((date(2026, 9, 21), complete_on),))
    assert due("objection.overall", limited(correction=word), facts) == end


def test_under_xinzheng_supplying_papers_does_not_stop_the_clock() -> None:
    facts = received(date(2026, 9, 18), corrections=((date(2026, 9, 21), None),))
    assert due("objection.overall", XINZHENG, facts) == date(2026, 10, 12)


def test_a_restarted_clock_says_from_when() -> None:
    facts = received(date(2026, 9, 18), corrections=((date(2026, 9, 21), date(2026, 9, 23)),))
    told = explain(found_of("objection.overall", [limited(correction=Correction.RESTART)], facts))
    assert told[0] == "2026年9月23日 周三 补正材料收齐，当日不计（民法典第二百零一条）"


def extended(rule: str, n: int) -> Extended:
    """A decision to extend ``rule`` by ``n`` working days."""
    return Extended(rule=rule, n=n, unit=Unit.WORKING_DAYS, approved_by="负责人", on=date(2026, 9, 21))


@pytest.mark.parametrize(
    ("jurisdiction", "rule", "granted", "total"),
    [
        ("zhejiang", "objection.overall", [10], 15),
        ("zhejiang", "objection.overall", [10, 5], 20),
        ("zhejiang", "objection.overall", [10, 10], 20),
        ("shenzhen", "objection.verify", [3], 5),
        ("shenzhen", "objection.verify", [5], 5),
        ("shenzhen", "objection.own_scope", [3], 1),
        ("xinzheng", "objection.overall", [5], 12),
        ("henan", "objection.overall", [5], 7),
    ],
)
def test_an_extension_reaches_as_far_as_the_text_allows(
    jurisdiction: str, rule: str, granted: list[int], total: int
) -> None:
    start = date(2026, 3, 2)
    facts = ClockFacts(
        starts={CENTRE: start, "received_by_provider": start}, extensions=tuple(extended(rule, n) for n in granted)
    )
    pack = policies.in_force(jurisdiction, start)
    assert due(rule, pack, facts) == CALENDAR.nth_working_day(start, total)


def test_an_extension_is_explained_with_its_approver() -> None:
    facts = received(date(2026, 3, 2), extensions=(extended("objection.overall", 10),))
    told = explain(found_of("objection.overall", [policies.pack("zhejiang/2018-01-01")], facts))
    assert "延长10个工作日，由省发展和改革部门负责人批准（第三十一条第一款）" in told


@pytest.mark.parametrize(
    ("terms", "start", "end"),
    [
        ({"n": 20, "unit": Unit.NATURAL_DAYS}, date(2026, 9, 11), date(2026, 10, 8)),
        ({"n": 20, "unit": Unit.NATURAL_DAYS, "roll": False}, date(2026, 9, 11), date(2026, 10, 1)),
        ({"n": 1, "unit": Unit.MONTHS}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"n": 3, "unit": Unit.MONTHS, "roll": False}, date(2026, 11, 30), date(2027, 2, 28)),
        ({"n": 1, "unit": Unit.YEARS, "roll": False}, date(2024, 2, 29), date(2025, 2, 28)),
        ({"n": 3, "unit": Unit.YEARS, "roll": False}, date(2026, 5, 1), date(2029, 5, 1)),
    ],
)
def test_natural_days_months_and_years_roll_only_for_acts_the_office_owes(
    terms: dict[str, Any], start: date, end: date
) -> None:
    assert due("objection.overall", limited(**terms), received(start)) == end


def test_a_limit_in_months_rolls_into_the_next_working_day_and_says_so() -> None:
    found = found_of("objection.overall", [limited(n=1, unit=Unit.MONTHS)], received(date(2026, 9, 1)))
    assert found.due_on == date(2026, 10, 8)
    assert "期间的最后一日是法定休假日的，顺延至其后第一个工作日（民法典第二百零三条）" in explain(found)


def test_natural_days_that_roll_in_an_unpublished_year_are_provisional() -> None:
    found = found_of("objection.overall", [limited(n=30, unit=Unit.NATURAL_DAYS)], received(date(2026, 12, 2)))
    assert (found.due_on, found.provisional) == (date(2027, 1, 4), True)


def test_a_date_set_by_hand_stands_but_for_the_cap() -> None:
    facts = replace(received(date(2026, 9, 18)), set_dates={"objection.correction": date(2026, 9, 25)})
    found = found_of("objection.correction", [XINZHENG], facts)
    assert found.due_on == date(2026, 9, 25)
    assert explain(found) == ["2026年9月25日 周五 由经办人指定"]
    late = replace(facts, set_dates={"objection.correction": date(2026, 10, 20)})
    assert due("objection.correction", XINZHENG, late) == date(2026, 10, 12)


def test_the_cap_may_be_named() -> None:
    facts = ClockFacts(starts={CENTRE: date(2026, 9, 18), "result_received": date(2026, 10, 20)})
    named = compute("objection.notify", [XINZHENG], facts, CALENDAR, cap_rule="objection.forward")
    assert named is not None
    assert named.due_on == date(2026, 9, 24)


def test_nothing_that_was_computed_changes_when_facts_are_added() -> None:
    facts = received(date(2026, 9, 18))
    before = found_of("objection.overall", [HENAN], facts)
    later = replace(facts, suspensions=(Suspension(from_on=date(2026, 9, 21), to_on=None, reason="鉴定"),))
    assert found_of("objection.overall", [HENAN], later).due_on is None
    assert before.due_on == date(2026, 9, 29)
    assert found_of("objection.overall", [HENAN], facts) == before


@pytest.mark.parametrize(
    ("warn_days", "warned_on"),
    [(1, date(2026, 10, 10)), (3, date(2026, 10, 8)), (4, date(2026, 9, 30))],
)
def test_a_limit_may_be_warned_of_more_than_one_working_day_before(warn_days: int, warned_on: date) -> None:
    """Over the make-up Saturday of 10 October and the National Day holidays (1–7 October)."""
    found = signals(date(2026, 10, 12), CALENDAR, warn_days)
    assert found.warning_at == at_office_hour(warned_on, 9)
    assert (found.breach_at, found.escalation_at) == (
        signals(date(2026, 10, 12), CALENDAR).breach_at,
        signals(date(2026, 10, 12), CALENDAR).escalation_at,
    )
