"""The clocks of a living case, as a lawyer would check them: start, last day, who rules, and when people are told."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.factories import MovingClock, Walk, demo_people, make_office
from tests.integration.test_calendar_import import LATER
from tests.support.readings import slip_for
from workflows.domain.errors import BreachReasonRequired
from workflows.domain.time import OFFICE_ZONE
from workflows.operations.clock_slips import Slip, slips_of
from workflows.operations.import_calendar import import_calendar
from workflows.store import history, people

XINZHENG, HENAN, SHENZHEN = "xinzheng/2018-03-28", "henan/2020-05-01", "shenzhen/2023-03-01"
ZHEJIANG = "zhejiang/2018-01-01"


def at(month: int, day: int, year: int = 2026) -> datetime:
    """10:00 in Asia/Shanghai."""
    return datetime(year, month, day, 2, tzinfo=UTC)


def walk_under(url: str, folder: Path, *packs: str, on: datetime | None = None) -> Walk:
    office = make_office(url, folder, clock=MovingClock(on or at(9, 18)))
    made = demo_people(office, pack=packs[0])
    with office.database.act() as uow:
        for pack in packs[1:]:
            people.bind_pack(uow.connection, made.authority, pack, date(2018, 3, 28))
        uow.commit()
    return Walk(made).open()


def slip(walk: Walk, rule: str) -> Slip:
    found = slip_for(walk.office, walk.case_id, f"objection.{rule}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("packs", "last_day", "article"),
    [
        ((XINZHENG,), date(2026, 10, 12), "六（三）"),
        ((HENAN,), date(2026, 9, 29), "第四十一条第二款"),
        ((XINZHENG, HENAN), date(2026, 9, 29), "第四十一条第二款"),
        ((ZHEJIANG,), date(2026, 9, 24), "第三十一条第一款"),
    ],
    ids=["新郑 alone", "河南 alone", "新郑 and 河南： the earlier rules", "浙江"],
)
def test_the_last_day_for_a_reply_to_an_objection_received_on_18_september(
    sqlite_url: str, tmp_path: Path, packs: tuple[str, ...], last_day: date, article: str
) -> None:
    found = slip(walk_under(sqlite_url, tmp_path, *packs), "overall")
    assert (found.start_on, found.due_on, found.provisional) == (date(2026, 9, 18), last_day, False)
    assert found.governing is not None
    assert found.governing.article == article
    assert len(found.candidates) == len(packs)


def test_each_clock_of_xinzheng_starts_with_its_own_event(sqlite_url: str, tmp_path: Path) -> None:
    """S1 六(三): 5 from receipt, 5 from the provider's receipt, 2 from the result, 12 from receipt in all."""
    walk = walk_under(sqlite_url, tmp_path, XINZHENG)
    walk.clock.now = at(9, 21)
    walk.forwarded()
    walk.clock.now = at(9, 22)
    walk.do("provider", "sign_for")
    walk.clock.now = at(9, 28)
    walk.do("provider", "verify")
    found = slips_of(walk.office, walk.case_id)
    assert [(each.rule, each.start_on, each.due_on, each.state) for each in found] == [
        ("objection.overall", date(2026, 9, 18), date(2026, 10, 12), "running"),
        ("objection.forward", date(2026, 9, 18), date(2026, 9, 24), "met"),
        ("objection.verify", date(2026, 9, 22), date(2026, 9, 30), "met"),
        ("objection.notify", date(2026, 9, 28), date(2026, 9, 30), "running"),
    ]


def test_the_cap_squeezes_the_last_stage(sqlite_url: str, tmp_path: Path) -> None:
    walk = walk_under(sqlite_url, tmp_path, XINZHENG)
    walk.forwarded()
    walk.clock.now = at(10, 9)
    walk.do("provider", "sign_for", breach_reason=None)
    found = slip(walk, "verify")
    assert found.due_on == date(2026, 10, 12), "five working days would end on 16 October, the cap ends before"
    assert found.capped
    assert any("以总时限为准" in line.text for line in found.lines)


@pytest.mark.parametrize(
    ("signal", "when"),
    [
        ("deadline_warned", "2026-10-10 09:00"),
        ("deadline_breached", "2026-10-13 00:00"),
        ("deadline_escalated", "2026-10-14 09:00"),
    ],
)
def test_people_are_told_the_working_day_before_at_midnight_after_and_two_working_days_later(
    sqlite_url: str, tmp_path: Path, signal: str, when: str
) -> None:
    """Saturday, 10 October is a make-up working day: the warning comes on it, not on Friday."""
    walk = walk_under(sqlite_url, tmp_path, XINZHENG)
    walk.fire_until(date(2026, 10, 14))
    with walk.office.database.read() as connection:
        fired = [
            event.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
            for event in history.events_of(connection, walk.case_id)
            if event.kind == signal and event.data["rule"] == "objection.overall"
        ]
    assert fired == [when]


@pytest.mark.parametrize(("day", "late"), [(24, False), (25, True)], ids=["on the last day", "the day after"])
def test_lateness_is_decided_by_date_and_a_late_act_needs_a_coded_reason(
    database_url: str, tmp_path: Path, day: int, late: bool
) -> None:
    walk = walk_under(database_url, tmp_path, XINZHENG)
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    walk.do("reviewer", "draft_inquiry")
    walk.clock.now = datetime(2026, 9, day, 15, 59, tzinfo=UTC)  # 23:59 in Asia/Shanghai
    if late:
        with pytest.raises(BreachReasonRequired):
            walk.do("auditor", "sign_inquiry")
    walk.do("auditor", "sign_inquiry", breach_reason="handler_missed" if late else None)
    found = slip(walk, "forward")
    assert (found.state, found.breach_reason) == (("late", "handler_missed") if late else ("met", None))
    assert found.light == ("red" if late else "")


def test_a_stricter_text_that_does_not_bind_is_a_warning_until_it_is_bound(sqlite_url: str, tmp_path: Path) -> None:
    alone = slip(walk_under(sqlite_url, tmp_path, XINZHENG), "overall")
    assert [line.text for line in alone.warnings] == [
        "河南条例（地方性法规）更严：第四十一条第二款规定7个工作日，按该规定至2026年9月29日届满"
    ]


def test_a_bound_stricter_text_is_no_warning_any_more(sqlite_url: str, tmp_path: Path) -> None:
    assert slip(walk_under(sqlite_url, tmp_path, XINZHENG, HENAN), "overall").warnings == ()


def test_what_is_not_verified_in_the_official_text_says_so(sqlite_url: str, tmp_path: Path) -> None:
    walk = walk_under(sqlite_url, tmp_path, SHENZHEN).forwarded()
    walk.do("provider", "sign_for")
    found = slip(walk, "verify")
    assert found.governing is not None
    assert not found.governing.verified
    assert any("待核实" in line.text for line in found.lines)
    assert found.extendable


@pytest.mark.parametrize(
    ("today", "left", "light"),
    [
        (at(9, 18), 12, ""),
        (at(9, 30), 4, ""),
        (at(10, 10), 1, "yellow"),
        (at(10, 12), 0, "yellow"),
        (at(10, 13), -1, "red"),
    ],
)
def test_what_is_left_is_told_in_working_days_with_the_colour_of_the_card(
    sqlite_url: str, tmp_path: Path, today: datetime, left: int, light: str
) -> None:
    walk = walk_under(sqlite_url, tmp_path, XINZHENG)
    if light:
        walk.fire_until(date(2026, 10, 10))
    walk.clock.now = today
    found = slip(walk, "overall")
    assert (found.remaining, found.light) == (left, light)


def test_a_date_set_by_hand_says_so(sqlite_url: str, tmp_path: Path) -> None:
    walk = walk_under(sqlite_url, tmp_path, XINZHENG)
    missing = [{"item": "授权委托书", "requirement": "加盖公章"}]
    walk.do("reviewer", "examine", outcome="correct", missing=missing, supply_by=date(2026, 9, 23))
    walk.do("auditor", "sign_correction_notice")
    found = slip(walk, "correction")
    assert found.due_on == date(2026, 9, 23)
    assert "由经办人指定" in found.lines[0].text
    assert slip(walk, "overall").due_on == date(2026, 10, 12), "补正 does not stop the clock under 新郑"


def test_a_closed_clock_keeps_the_count_it_was_closed_with(sqlite_url: str, tmp_path: Path) -> None:
    """A schedule that comes later moves what runs, never what is done."""
    walk = walk_under(sqlite_url, tmp_path, XINZHENG, on=at(12, 25))
    before = slip(walk, "forward")
    assert (before.due_on, before.provisional) == (date(2027, 1, 4), True)
    walk.forwarded()
    import_calendar(walk.office, walk.people.actor("admin"), LATER)
    closed, runs = slip(walk, "forward"), slip(walk, "overall")
    assert (closed.state, closed.due_on, closed.provisional) == ("met", date(2027, 1, 4), True)
    assert closed.lines == before.lines
    assert (runs.due_on, runs.provisional) == (date(2027, 1, 14), False)
    assert [earlier.due_on for earlier in runs.history] == [date(2027, 1, 13)]


def test_an_opinion_sent_back_after_its_last_day_is_overdue_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """The first answer stays in time; the supplement is late, since the five working days do not begin anew."""
    walk = walk_under(sqlite_url, tmp_path, XINZHENG).forwarded()
    walk.clock.now = at(9, 21)
    walk.do("provider", "sign_for")
    walk.clock.now = at(9, 29)
    walk.do("provider", "verify")
    assert slip(walk, "verify").state == "met"
    walk.clock.now = at(9, 30)
    walk.do("reviewer", "draft_decision", conclusion="supplement", reasons="请补充依据。", changes=[])
    again = slip(walk, "verify")
    assert (again.start_on, again.due_on, again.state, again.light) == (
        date(2026, 9, 21), date(2026, 9, 29), "running", "red"
    )  # fmt: skip
    with pytest.raises(BreachReasonRequired):
        walk.do("provider", "verify")
    walk.do("provider", "verify", breach_reason="complex")
    of_provider = [each for each in slips_of(walk.office, walk.case_id) if each.rule == "objection.verify"]
    answers = [(each.state, each.met_on) for each in of_provider]
    assert answers == [("met", date(2026, 9, 29)), ("late", date(2026, 9, 30))]
    assert "supervise_verify" in walk.open_nodes(), "the supervisor is told at once"
    assert slip(walk, "notify").due_on == date(2026, 10, 8), "two working days from the first result, over the holiday"


def test_a_reply_that_was_late_stays_late_when_the_opinion_is_sent_back(sqlite_url: str, tmp_path: Path) -> None:
    """The centre cannot wipe out its own breach by asking the provider once more."""
    walk = walk_under(sqlite_url, tmp_path, XINZHENG).forwarded()
    walk.do("provider", "sign_for")
    walk.do("provider", "verify")
    assert slip(walk, "notify").due_on == date(2026, 9, 21)
    walk.clock.now = at(9, 22)
    walk.do("reviewer", "draft_decision", conclusion="supplement", reasons="请补充依据。", changes=[])
    walk.do("provider", "verify")
    found = slip(walk, "notify")
    assert (found.start_on, found.due_on, found.light) == (date(2026, 9, 18), date(2026, 9, 21), "red")
