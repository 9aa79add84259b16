"""The rules of interviews as tables (S0-07, S0-08, S3-16): plan, interview or absence, promises; internal ones."""

from dataclasses import replace
from datetime import date, time
from typing import Any, ClassVar

import pytest

from tests.samples.rectification import CASE, FIRST, LAST, OPENED, SECOND, case, wrong
from workflows.domain.case import CaseState, CaseView
from workflows.domain.commitment import Break, Commit, Fulfil
from workflows.domain.effects import Begin
from workflows.domain.errors import OwnWork
from workflows.domain.exchange import Push
from workflows.domain.record_entry import EnterRecord
from workflows.processes.official_interview import rules as official
from workflows.processes.official_interview.process import PROCESS as OFFICIAL
from workflows.processes.rectification import services
from workflows.processes.rectification.forms_talk import InterviewForm
from workflows.processes.rectification.process import PROCESS
from workflows.processes.rectification.rules import aftermath, talk

PLAN: dict[str, Any] = {
    "kind": "prompt", "held_on": date(2026, 10, 15), "begins_at": time(9, 30), "minutes": 60, "place": "会议室",
    "persons": "法定代表人", "bring": "", "reply_by": date(2026, 10, 13),
}  # fmt: skip
SUMMONS = {"kind": "prompt", "on": "2026-10-15"}
HELD: dict[str, Any] = {
    "attended": "yes", "held_on": date(2026, 10, 15), "began_at": time(9, 30), "ended_at": time(10), "place": "会议室",
    "host": "甲", "recorder": "乙", "attendees": "丙", "told": True, "confirmed": "yes", "statement": "认可。",
    "requirements": "整改。", "notified": "", "absence_reason": "", "justified": "", "receipt_by": date(2026, 10, 23),
}  # fmt: skip
AWAY = {**HELD, "attended": "no", "notified": "已送达。", "absence_reason": "不明。", "justified": "no"}


def past(*earlier: tuple[str, str]) -> list[dict[str, str]]:
    """Earlier interviews of a case, by kind and result."""
    return [{"kind": kind, "on": "2026-10-09", "result": result} for kind, result in earlier]


class TestInterviews:
    """提示约谈 or 警示约谈, approved by the head; the higher one after the lower has failed."""

    @pytest.mark.parametrize(
        ("earlier", "kind", "lawful"),
        [
            ([], "prompt", True),
            ([], "warning", True),
            ([("prompt", "failed")], "prompt", False),
            ([("prompt", "failed")], "warning", True),
            ([("prompt", "absent")], "prompt", True),
            ([("prompt", "absent"), ("prompt", "absent")], "prompt", False),
            ([("prompt", "excused"), ("prompt", "excused")], "prompt", True),
        ],
    )
    def test_after_a_failed_lower_interview_only_the_higher_is_left(
        self, earlier: list[tuple[str, str]], kind: str, lawful: bool
    ) -> None:
        view = case(interviews=past(*earlier))
        if lawful:
            assert talk.plan(view, FIRST, {**PLAN, "kind": kind}).drafts == ("TLK-01", "TLK-02")
        else:
            assert wrong(talk.plan, view, {**PLAN, "kind": kind}) == {"kind"}

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"reply_by": date(2026, 10, 15)}, {"reply_by"}),
            ({"held_on": OPENED}, {"held_on", "reply_by"}),
            ({"reply_by": OPENED}, {"reply_by"}),
        ],
    )
    def test_days_come_in_their_order(self, change: dict[str, Any], fields: set[str]) -> None:
        assert wrong(talk.plan, CASE, {**PLAN, **change}) == fields

    @pytest.mark.parametrize(("served", "lawful"), [(12, True), (13, False), (14, False)])
    def test_the_notice_arrives_before_the_last_day_for_the_reply(self, served: int, lawful: bool) -> None:
        """TLK-02, TLK-03: the reply is due on 13 October, the interview on the 15th."""
        summons = {**SUMMONS, "at": "09:30", "minutes": 60, "place": "会议室", "reply_by": "2026-10-13"}
        data = {
            "unserved": False, "consented": False, "method": "direct", "served_on": date(2026, 10, served),
            "receiver": "示例联系人", "note": "",
        }  # fmt: skip
        view, serve = case(summons=summons), PROCESS.tasks["serve_notice"].decide
        if lawful:
            assert serve(view, FIRST, data).facts == {"served": True}
        else:
            assert wrong(serve, view, data) == {"served_on"}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"told": False}, "told"),
            ({"recorder": "甲"}, "recorder"),
            ({"confirmed": ""}, "confirmed"),
            ({"ended_at": time(9)}, "ended_at"),
            ({"held_on": date(2026, 10, 14)}, "held_on"),
            ({"receipt_by": None}, "receipt_by"),
        ],
    )
    def test_an_interview_has_its_form(self, change: dict[str, Any], field: str) -> None:
        assert wrong(talk.hold, case(summons=SUMMONS), {**HELD, **change}) == {field}

    @pytest.mark.parametrize(
        ("earlier", "kind", "justified", "follows", "result"),
        [
            ([], "prompt", "yes", "again", "excused"),
            ([], "prompt", "no", "again", "absent"),
            ([("prompt", "absent")], "prompt", "no", "again", "absent"),
            ([], "warning", "no", "again", "absent"),
            ([("prompt", "failed")], "warning", "no", "again", "absent"),
            ([("prompt", "excused")], "warning", "no", "again", "absent"),
            ([("prompt", "absent")], "warning", "yes", "again", "excused"),
            ([("prompt", "absent")], "warning", "no", "failed", "absent"),
            ([("warning", "absent")], "warning", "no", "failed", "absent"),
        ],
    )
    def test_only_who_was_summoned_again_and_stays_away_from_a_warning_without_a_reason_has_failed(
        self, earlier: list[tuple[str, str]], kind: str, justified: str, follows: str, result: str
    ) -> None:
        """TLK-02: consequences only 无正当理由; S0-07: 警示约谈 after 提示约谈, not a list."""
        view = case(summons={**SUMMONS, "kind": kind}, interviews=past(*earlier))
        away = talk.hold(view, FIRST, {**AWAY, "justified": justified})
        assert (away.facts["interview"], away.memory["interviews"][-1]["result"]) == (follows, result)
        assert (away.drafts, away.signs) == (("TLK-07",), ("TLK-07",))

    def test_the_desk_begins_with_day_hour_and_place_of_the_summons(self) -> None:
        form = InterviewForm()
        form.suit(case(summons={**SUMMONS, "at": "09:30", "minutes": 90, "place": "三楼会议室"}))
        assert (form.held_on.data, form.place.data) == (date(2026, 10, 15), "三楼会议室")
        assert (form.began_at.data, form.ended_at.data) == (time(9, 30), time(11))
        assert (form.confirmed.data, form.justified.data) == (None, None), "nothing is chosen beforehand"

    @pytest.mark.parametrize("field", ["justified", "notified", "absence_reason"])
    def test_an_absence_is_judged_with_its_reason(self, field: str) -> None:
        assert wrong(talk.hold, case(summons=SUMMONS), {**AWAY, field: ""}) == {field}

    def test_the_head_confirms_the_absence_or_has_the_subject_summoned_anew(self) -> None:
        view = case(by={"hold_interview": 1}, interviews=past(("prompt", "absent"), ("warning", "absent")))
        confirm = PROCESS.tasks["confirm_absence"].decide
        with pytest.raises(OwnWork):
            confirm(view, FIRST, {"decision": "approve"})
        assert confirm(view, SECOND, {"decision": "approve"}).facts == {"approved": True}
        back = confirm(view, SECOND, {"decision": "return"})
        assert [each["result"] for each in back.memory["interviews"]] == ["absent", "excused"]
        assert back.facts == {"approved": False}

    def test_a_refusal_to_sign_needs_its_reason_and_a_witness(self) -> None:
        refused = {"signing": "refused", "refusal": "", "witness": "", "pages": 3, "read_back": True}
        assert wrong(talk.sign_record, CASE, refused) == {"refusal", "witness"}
        told = talk.sign_record(CASE, FIRST, {**refused, "refusal": "认为过重。", "witness": "示例见证人"})
        assert (told.outcome, told.signs) == ("record_refused", ("TLK-04",))

    @pytest.mark.parametrize("result", ["open", "absent"])
    def test_the_record_is_entered_and_pushed_always(self, result: str) -> None:
        """S0-08 约谈记录记入失信市场主体信用记录."""
        told = {"interviews": [{"kind": "prompt", "on": "2026-10-15", "result": result}]}
        view = replace(case(**told), clocks={"set_dates": {"rectification.receipt": "2026-10-23"}})
        pushed = services.SERVICES["push_record"](view, date(2026, 10, 15))
        entry, push = pushed.effects
        assert isinstance(entry, EnterRecord)
        assert isinstance(push, Push)
        assert (push.kind, push.answer, push.due_on) == ("add_record", "interview_recorded", date(2026, 10, 23))


PROMISES = [{"matter": "撤换", "due": "2026-10-20"}, {"matter": "制定", "due": "2026-10-22"}]


def after(kind: str, **facts: Any) -> CaseView:
    """A case whose last interview took place."""
    held = [{"kind": kind, "on": "2026-10-15", "result": "open"}]
    return case(interviews=held, findings="未撤换。", commitments=PROMISES, **facts)


def failed(*unkept: str, on: date) -> dict[str, Any]:
    """What is typed where promises were not kept."""
    return {"result": "failed", "unkept": list(unkept), "checked_on": on, "findings": "未撤换。"}


class TestWhatWasPromised:
    """Promises are entered in the register and followed up; failure leads on, confirmed by a second person."""

    @pytest.mark.parametrize(("committed", "made"), [("yes", 2), ("no", 0)])
    def test_each_promise_is_a_commitment_with_its_own_day(self, committed: str, made: int) -> None:
        rows = [{"matter": "撤换", "due": date(2026, 10, 20)}, {"matter": "制定", "due": date(2026, 10, 22)}]
        decision = aftermath.record_commitments(
            after("prompt"), FIRST, {"committed": committed, "commitments": rows, "minutes": "纪要", "cc": ""}
        )
        assert decision.set_dates == {"rectification.commitments": date(2026, 10, 22)}
        assert [type(effect) for effect in decision.effects] == [Commit] * made

    @pytest.mark.parametrize(("committed", "needed"), [("yes", True), ("no", False)])
    def test_a_written_commitment_is_a_paper_that_was_signed(self, committed: str, needed: bool) -> None:
        """TLK-05 书面承诺: the department cannot promise in the subject's place."""
        assert bool(PROCESS.tasks["record_commitments"].needs_file({"committed": committed})) is needed

    def test_kept_ends_the_case(self) -> None:
        kept = {"result": "kept", "unkept": [], "checked_on": date(2026, 10, 22), "findings": "已撤换。"}
        decision = aftermath.follow_up(after("prompt"), FIRST, kept)
        assert (decision.facts["aftermath"], [type(each) for each in decision.effects]) == ("kept", [Fulfil])

    @pytest.mark.parametrize(("kind", "leads_to"), [("prompt", "warn"), ("warning", "failed")])
    def test_a_failed_prompt_leads_to_a_warning_and_a_failed_warning_to_a_list(self, kind: str, leads_to: str) -> None:
        for decision in (
            aftermath.failure_confirmed(after(kind)),
            aftermath.promise_broken(after(kind), {}, date(2026, 10, 22)),
        ):
            assert decision.facts["aftermath"] == leads_to
            assert decision.memory["interviews"][-1]["result"] == "failed"
        assert [type(each) for each in aftermath.failure_confirmed(after(kind)).effects] == [Break]

    def test_failure_alone_breaks_nothing_before_the_head_has_confirmed_it(self) -> None:
        assert aftermath.follow_up(after("warning"), FIRST, failed("1", on=date(2026, 10, 22))).effects == ()

    @pytest.mark.parametrize(
        ("unkept", "on", "field"),
        [
            (("1",), date(2026, 10, 20), "checked_on"),
            (("1",), date(2026, 10, 21), ""),
            (("2",), date(2026, 10, 22), "checked_on"),
            (("1", "2"), date(2026, 10, 22), "checked_on"),
            (("1", "2"), date(2026, 10, 23), ""),
            ((), date(2026, 10, 23), "unkept"),
            (("3",), date(2026, 10, 23), "unkept"),
            (("1",), date(2026, 10, 14), "checked_on"),
        ],
    )
    def test_nothing_is_broken_before_the_day_after_its_last_day(
        self, unkept: tuple[str, ...], on: date, field: str
    ) -> None:
        """S0-02 履约中: a promise runs to the end of its last day."""
        if field:
            assert wrong(aftermath.follow_up, after("prompt"), failed(*unkept, on=on)) == {field}
        else:
            assert aftermath.follow_up(after("prompt"), FIRST, failed(*unkept, on=on)).outcome == "failed"

    @pytest.mark.parametrize(
        ("unkept", "on", "effects"),
        [
            (["1"], "2026-10-21", [Break(clause="撤换", reason="未撤换。")]),
            (["1"], "2026-10-23", [Break(clause="撤换", reason="未撤换。"), Fulfil(clause="制定")]),
            (None, "2026-10-23", [Break(reason="未撤换。")]),
        ],
    )
    def test_only_what_was_not_kept_is_broken_and_what_is_not_due_goes_on(
        self, unkept: list[str] | None, on: str, effects: list[Break | Fulfil]
    ) -> None:
        found = {} if unkept is None else {"unkept": unkept, "checked_on": on}
        assert list(aftermath.failure_confirmed(after("warning", **found)).effects) == effects

    @pytest.mark.parametrize("there", [True, False])
    def test_failure_proposes_listing_where_the_office_has_that_process(
        self, there: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = {"rectification": PROCESS, **({"blacklist_entry": PROCESS} if there else {})}
        monkeypatch.setattr(services, "discover", lambda: known)
        proposed = services.SERVICES["propose_listing"](after("warning"), LAST)
        assert proposed.settles is CaseState.ARCHIVED
        assert [type(effect) for effect in proposed.effects] == ([Begin] if there else [])


class TestTheInternalInterview:
    """S3-16: another document, of the supervisor and the head alone."""

    DRAFT: ClassVar[dict[str, Any]] = {
        "outcome": "invite", "official": "分管负责人", "basis": "三(三)", "held_on": date(2026, 9, 23),
        "begins_at": time(15), "place": "会议室", "prepare": "", "reasons": "",
    }  # fmt: skip

    @pytest.mark.parametrize("field", ["official", "basis", "held_on", "begins_at", "place"])
    def test_the_notice_says_whom_when_where_and_why(self, field: str) -> None:
        assert wrong(official.draft, CASE, {**self.DRAFT, field: None}) == {field}

    def test_who_drafted_does_not_sign(self) -> None:
        with pytest.raises(OwnWork):
            OFFICIAL.tasks["approve_official"].decide(case(by={"draft_interview": 1}), FIRST, {"decision": "approve"})

    def test_nobody_outside_its_posts_is_concerned(self) -> None:
        assert OFFICIAL.internal
        assert {str(role) for role in OFFICIAL.seen_by or ()} == {"supervisor", "head"}
        assert all(letter.recipient == "internal" for letter in OFFICIAL.letters.values())
