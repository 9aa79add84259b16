"""Suspension, resumption and extension act only where the text that binds the authority allows them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.factories import MovingClock, Walk, demo_people, make_office
from tests.support.readings import notices_of, slip_for
from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, NotAllowed, PackDoesNotAllow, StaleVersion
from workflows.operations.clock_slips import slips_of
from workflows.operations.extend_deadline import ExtendDeadline, extend_deadline
from workflows.operations.grant_extension import ExtensionTooLong, TooLateToExtend
from workflows.operations.suspend_clock import (
    ClockNotSuspended,
    ClockSuspended,
    ResumeClock,
    SuspendClock,
    resume_clock,
    suspend_clock,
)
from workflows.store import cases, deadlines, history, people, tasks
from workflows.store.tasks import NO_DATE

XINZHENG, HENAN = "xinzheng/2018-03-28", "henan/2020-05-01"
SHENZHEN, ZHEJIANG = "shenzhen/2023-03-01", "zhejiang/2018-01-01"


def on(month: int, day: int, hour: int = 10) -> datetime:
    """The instant of an hour in Asia/Shanghai in 2026."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


def walk_under(url: str, folder: Path, *packs: str) -> Walk:
    """A case filed on Friday, 18 September 2026, under the given packs."""
    office = make_office(url, folder, clock=MovingClock(on(9, 18)))
    made = demo_people(office, pack=packs[0])
    with office.database.act() as uow:
        for pack in packs[1:]:
            people.bind_pack(uow.connection, made.authority, pack, date(2018, 3, 28))
        uow.commit()
    return Walk(made).open()


def seen(walk: Walk) -> int:
    with walk.office.database.read() as connection:
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    return stored.view.substance


def suspend(walk: Walk, reason: str = "鉴定", who: str = "reviewer", evidence: str = "委托鉴定书第1号") -> None:
    suspend_clock(
        walk.office,
        walk.people.actor(who),
        SuspendClock(case_id=walk.case_id, seen=seen(walk), reason=reason, evidence=evidence, key=walk.key()),
    )


def resume(walk: Walk, who: str = "reviewer") -> None:
    resume_clock(
        walk.office,
        walk.people.actor(who),
        ResumeClock(case_id=walk.case_id, seen=seen(walk), evidence="鉴定意见书第2号", key=walk.key()),
    )


def extend(walk: Walk, rule: str, n: int, actor: Actor | None = None, reason: str = "情况复杂") -> None:
    extend_deadline(
        walk.office,
        actor or walk.people.actor("head"),
        ExtendDeadline(case_id=walk.case_id, seen=seen(walk), rule=rule, n=n, reason=reason, key=walk.key()),
    )


def due(walk: Walk, rule: str = "objection.overall") -> date | None:
    slip = slip_for(walk.office, walk.case_id, rule)
    assert slip is not None
    return slip.due_on


def kinds(walk: Walk) -> list[str]:
    with walk.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, walk.case_id)]


def told(walk: Walk, kind: str) -> set[int]:
    with walk.office.database.read() as connection:
        return {row.recipient_id for row in notices_of(connection, walk.case_id) if row.kind == kind}


class TestSuspension:
    """河南条例 Art. 41 ¶3: the time of an expert appraisal does not count."""

    def test_the_days_that_were_left_follow_the_day_on_which_the_appraisal_ended(
        self, database_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        assert due(walk) == date(2026, 9, 29)  # 20 (make-up Sunday), 21–24, 28, 29 September: seven working days
        walk.clock.now = on(9, 23)
        suspend(walk)  # the fourth working day is the last that counts
        assert due(walk) is None
        walk.clock.now = on(10, 9)
        resume(walk)
        assert due(walk) == date(2026, 10, 13)  # 10 (make-up Saturday), 12, 13 October: the three that were left

    def test_a_suspended_clock_never_fires_and_a_resumed_one_warns_and_breaches_anew(
        self, database_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        walk.clock.now = on(9, 23)
        suspend(walk)
        assert walk.fire_until(date(2026, 10, 8)) == 0
        walk.clock.now = on(10, 9)
        resume(walk)
        walk.fire_until(date(2026, 10, 13))
        assert [kind for kind in kinds(walk) if kind.startswith("deadline")] == ["deadline_warned", "deadline_breached"]
        assert "supervise_overall" in walk.open_nodes()

    def test_a_warning_that_was_given_before_the_suspension_is_given_again_for_the_new_last_day(
        self, database_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        walk.fire_until(date(2026, 9, 28))
        assert kinds(walk).count("deadline_warned") == 1
        walk.clock.now = on(9, 28, 17)
        suspend(walk)
        walk.clock.now = on(10, 15)
        resume(walk)
        assert due(walk) == date(2026, 10, 16)
        walk.fire_until(date(2026, 10, 16))
        assert kinds(walk).count("deadline_warned") == 2
        assert kinds(walk).count("deadline_breached") == 1

    def test_the_earlier_answers_stay_as_superseded_rows(self, database_url: str, tmp_path: Path) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        walk.clock.now = on(9, 23)
        suspend(walk)
        walk.clock.now = on(10, 9)
        resume(walk)
        with walk.office.database.read() as connection:
            rows = [row for row in deadlines.all_of(connection, walk.case_id) if row.rule == "objection.overall"]
        assert [row.state for row in rows] == ["superseded", "superseded", "running"]
        assert [row.supersedes_id for row in rows] == [None, rows[0].id, rows[1].id]
        slip = slip_for(walk.office, walk.case_id, "objection.overall")
        assert slip is not None
        assert [earlier.due_on for earlier in slip.history] == [date(2026, 9, 29), None]
        assert any("鉴定期间，不计" in line.text for line in slip.lines)

    def test_a_task_wears_no_date_while_its_clock_stands_still(self, database_url: str, tmp_path: Path) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)

        def worn() -> date:
            with walk.office.database.read() as connection:
                return tasks.open_of(connection, walk.case_id)[0].due_on

        assert worn() == date(2026, 9, 29)
        suspend(walk)
        assert worn() == NO_DATE
        resume(walk)
        assert worn() == date(2026, 9, 29)

    def test_where_a_second_text_binds_that_knows_no_suspension_its_date_rules_meanwhile(
        self, database_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(database_url, tmp_path, XINZHENG, HENAN)
        assert due(walk) == date(2026, 9, 29)
        suspend(walk)
        assert due(walk) == date(2026, 10, 12)

    def test_the_applicant_and_the_handlers_are_told(self, database_url: str, tmp_path: Path) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        suspend(walk)
        resume(walk)
        ids = walk.people.ids
        for kind in ("clock_suspended", "clock_resumed"):
            assert told(walk, kind) == {ids["applicant"], ids["reviewer"], ids["reviewer2"]}
            assert kinds(walk).count(kind) == 1

    @pytest.mark.parametrize(
        ("pack", "reason"),
        [(XINZHENG, "鉴定"), (SHENZHEN, "鉴定"), (ZHEJIANG, "鉴定"), (HENAN, "休假"), (HENAN, "补正")],
    )
    def test_a_text_that_does_not_name_the_reason_stops_no_clock(
        self, sqlite_url: str, tmp_path: Path, pack: str, reason: str
    ) -> None:
        walk = walk_under(sqlite_url, tmp_path, pack)
        before = kinds(walk)
        with pytest.raises(PackDoesNotAllow):
            suspend(walk, reason)
        assert kinds(walk) == before

    def test_one_suspension_at_a_time_and_none_to_resume_without_one(self, sqlite_url: str, tmp_path: Path) -> None:
        walk = walk_under(sqlite_url, tmp_path, HENAN)
        with pytest.raises(ClockNotSuspended):
            resume(walk)
        suspend(walk)
        with pytest.raises(ClockSuspended, match="鉴定"):
            suspend(walk, "检测")

    def test_only_the_reviewer_of_the_authority_may_and_only_with_evidence(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(sqlite_url, tmp_path, HENAN)
        for who in ("applicant", "auditor", "head"):
            with pytest.raises(NotAllowed):
                suspend(walk, who=who)
        with pytest.raises(Hidden):
            suspend(walk, who="stranger")
        with pytest.raises(FieldErrors):
            suspend(walk, evidence="  ")

    def test_the_same_form_sent_twice_suspends_once_and_a_stale_one_not_at_all(
        self, database_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(database_url, tmp_path, HENAN)
        command = SuspendClock(case_id=walk.case_id, seen=seen(walk), reason="鉴定", evidence="第1号", key="once")
        for _ in range(2):
            assert suspend_clock(walk.office, walk.people.actor("reviewer"), command) == walk.case_id
        assert kinds(walk).count("clock_suspended") == 1
        stale = ResumeClock(case_id=walk.case_id, seen=command.seen, evidence="第2号", key="other")
        with pytest.raises(StaleVersion):
            resume_clock(walk.office, walk.people.actor("reviewer"), stale)


def provider_head(walk: Walk) -> Actor:
    """The head of the provider's own office (本单位主要负责人)."""
    values = {"login": "phead", "name": "示例负责人", "password_hash": "-", "created_at": walk.clock()}
    with walk.office.database.act() as uow:
        user_id = people.add_user(uow.connection, values, [(Role.HEAD, walk.people.provider)])
        uow.commit()
    return Actor(user_id=user_id, name="示例负责人", posts=frozenset({(Role.HEAD, walk.people.provider)}))


class TestExtension:
    """Only where the text names an extension, by the head, before the last day has passed."""

    @pytest.mark.parametrize(
        ("n", "last_day"),
        [(1, date(2026, 9, 28)), (5, date(2026, 10, 9)), (15, date(2026, 10, 22))],
        ids=["a day more", "five more", "up to twenty in all"],
    )
    def test_zhejiang_knows_up_to_twenty_working_days_in_all(
        self, sqlite_url: str, tmp_path: Path, n: int, last_day: date
    ) -> None:
        """浙江条例 Art. 31: five working days, with the head's approval at most twenty together."""
        walk = walk_under(sqlite_url, tmp_path, ZHEJIANG)
        assert due(walk) == date(2026, 9, 24)
        extend(walk, "objection.overall", n)
        assert due(walk) == last_day

    def test_zhejiang_counts_all_extensions_together(self, sqlite_url: str, tmp_path: Path) -> None:
        walk = walk_under(sqlite_url, tmp_path, ZHEJIANG)
        extend(walk, "objection.overall", 10)
        with pytest.raises(ExtensionTooLong, match="5个工作日"):
            extend(walk, "objection.overall", 6)
        extend(walk, "objection.overall", 5)
        assert kinds(walk).count("clock_extended") == 2

    def test_shenzhen_gives_the_provider_three_working_days_more_with_its_own_heads_approval(
        self, database_url: str, tmp_path: Path
    ) -> None:
        """深圳条例 Art. 51: two working days from the provider's receipt, three more with 本单位主要负责人."""
        walk = walk_under(database_url, tmp_path, SHENZHEN).forwarded()
        walk.do("provider", "sign_for")
        assert due(walk, "objection.verify") == date(2026, 9, 21)  # 20 (make-up Sunday), 21 September
        with pytest.raises(NotAllowed):
            extend(walk, "objection.verify", 3)
        head = provider_head(walk)
        with pytest.raises(ExtensionTooLong):
            extend(walk, "objection.verify", 4, head)
        extend(walk, "objection.verify", 3, head)
        assert due(walk, "objection.verify") == date(2026, 9, 24)

    def test_the_applicant_is_told_and_the_history_kept(self, database_url: str, tmp_path: Path) -> None:
        walk = walk_under(database_url, tmp_path, ZHEJIANG)
        extend(walk, "objection.overall", 5)
        assert walk.people.ids["applicant"] in told(walk, "clock_extended")
        slip = slips_of(walk.office, walk.case_id)[0]
        assert [earlier.due_on for earlier in slip.history] == [date(2026, 9, 24)]
        assert any(line.kind == "extension" and "负责人批准" in line.text for line in slip.lines)

    @pytest.mark.parametrize("pack", [XINZHENG, HENAN])
    def test_a_text_without_extension_refuses_it(self, sqlite_url: str, tmp_path: Path, pack: str) -> None:
        walk = walk_under(sqlite_url, tmp_path, pack)
        with pytest.raises(PackDoesNotAllow, match="延长"):
            extend(walk, "objection.overall", 1)

    def test_a_text_that_ends_earlier_and_knows_no_extension_is_not_got_round(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        walk = walk_under(sqlite_url, tmp_path, ZHEJIANG, HENAN)
        extend(walk, "objection.overall", 2)  # 浙江 7 days now equal 河南's seven
        with pytest.raises(PackDoesNotAllow):
            extend(walk, "objection.overall", 1)
        assert due(walk) == date(2026, 9, 29)

    def test_not_after_the_last_day(self, sqlite_url: str, tmp_path: Path) -> None:
        walk = walk_under(sqlite_url, tmp_path, ZHEJIANG)
        walk.clock.now = on(9, 24, 23)
        extend(walk, "objection.overall", 1)
        walk.fire_until(date(2026, 9, 28))
        with pytest.raises(TooLateToExtend):
            extend(walk, "objection.overall", 1)

    def test_only_the_head_with_reasons_and_a_positive_number(self, sqlite_url: str, tmp_path: Path) -> None:
        walk = walk_under(sqlite_url, tmp_path, ZHEJIANG)
        with pytest.raises(NotAllowed):
            extend(walk, "objection.overall", 1, walk.people.actor("auditor"))
        with pytest.raises(FieldErrors):
            extend(walk, "objection.overall", 1, reason=" ")
        with pytest.raises(FieldErrors):
            extend(walk, "objection.overall", 0)
