"""The law of removal: accepted or not, examined, signed or removed at once, lifted, served (44号令, S0-17, S0-23)."""

from datetime import date
from typing import Any

import pytest

from tests.unit.test_listing_rules import CHIEF, CLERK, PERSON, SERVED, TODAY, case
from workflows.domain.access import Actor, Role
from workflows.domain.effects import Begin
from workflows.domain.errors import FieldErrors
from workflows.domain.removal import CheckLeaving
from workflows.processes.blacklist_exit.rules import examination, removal


class TestExit:
    """Removal: by decision, at once with approval afterwards, or refused with what is still missing."""

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"outcome": "emergency", "cause": "repair"}, "outcome"),
            ({"outcome": "remove", "cause": "wrong"}, "outcome"),
            ({"outcome": "remove", "cause": "repair", "fulfilled": False}, "fulfilled"),
            ({"outcome": "refuse", "remedy": ""}, "remedy"),
        ],
    )
    def test_what_an_examination_must_not_say(self, data: dict[str, Any], field: str) -> None:
        said = {"outcome": "remove", "cause": "repair", "fulfilled": True, "reasons": "理由", "remedy": ""}
        with pytest.raises(FieldErrors) as refused:
            examination.examine(case(), CLERK, {**said, **data})
        assert set(refused.value.errors) == {field}

    @pytest.mark.parametrize(("way", "cause"), [("remove", "repair"), ("emergency", "wrong"), ("refuse", "repair")])
    def test_what_the_register_would_refuse_is_refused_before_anybody_drafts(self, way: str, cause: str) -> None:
        said = {"outcome": way, "cause": cause, "fulfilled": True, "reasons": "理由", "remedy": "补正"}
        decided = examination.examine(case(list_key="market_serious"), CLERK, said)
        asked = () if way == "refuse" else (CheckLeaving(list_key="market_serious", reason=cause),)
        assert decided.effects == asked

    def test_an_emergency_removal_is_approved_by_the_next_working_day(self) -> None:
        friday = date(2026, 9, 11)
        decided = removal.remove_at_once(case(cause="wrong", list_key="market_serious"), friday)
        due = {"blacklist_exit.approval": date(2026, 9, 14), "blacklist_exit.at_once": friday}
        assert decided.set_dates == due, "即时: what is to be withdrawn and lifted is due the same day (S0-23)"
        assert "LST-13" in decided.drafts
        assert "LST-13" not in decided.signs

    def test_what_has_expired_leaves_before_the_signature_and_the_head_cannot_keep_it(self) -> None:
        expired = case(cause="expiry", list_key="market_serious")
        decided = removal.leave_expired(expired, date(2026, 9, 11))
        assert decided.set_dates == {"blacklist_exit.approval": date(2026, 9, 14)}
        left, pushed, lifted = decided.effects
        assert (left.reason, left.letter) == ("expiry", ""), "no signed decision is waited for"  # type: ignore[attr-defined]
        assert pushed.asks == (("platform", "leave_list"), ("site", "withdraw"))  # type: ignore[attr-defined]
        assert lifted.kind == "lift_measures"  # type: ignore[attr-defined]
        sign = {"decision": "approve", "opinion": "同意", "no_conflict": "yes"}
        assert removal.approve_afterwards(expired, CHIEF, sign).signs == ("LST-11",)
        with pytest.raises(FieldErrors):
            removal.approve_afterwards(expired, CHIEF, {**sign, "decision": "return", "opinion": "再看看"})

    @pytest.mark.parametrize(
        ("executors", "receipts", "platform", "by", "met"),
        [
            ([5, 6], [], True, 5, False),
            ([5, 6], [{"organs": [5]}], True, 6, True),
            ([5, 6], [{"organs": [5]}], False, 6, False),
            ([], [], True, 9, True),
        ],
    )
    def test_the_time_is_kept_when_platform_and_every_department_have_answered(
        self, executors: list[int], receipts: list[Any], platform: bool, by: int, met: bool
    ) -> None:
        facts = {"executors": executors, "receipts": receipts, "left_on": "2026-09-10", "platform_left": platform}
        actor = Actor(user_id=by, name="示例", posts=frozenset({(Role.EXECUTOR, by)}))
        lifted = removal.lift_measures(case(**facts), actor, {"done_on": date(2026, 9, 10), "note": ""})
        assert bool(lifted.meets) is met
        heard = removal.hear_platform(case(**{**facts, **lifted.memory}), {}, TODAY)
        assert bool(heard.meets) is (met or (len(receipts) + 1 >= len(executors) and not platform))

    def test_an_application_is_accepted_or_not_with_reasons_before_it_is_examined(self) -> None:
        """44号令 Art. 17: five working days to accept, fifteen from then to decide."""
        yes = examination.accept(case(), CLERK, {"outcome": "accept", "reasons": "", "remedy": ""})
        assert (yes.facts, yes.starts, yes.drafts) == ({"route": "examine"}, ("acceptance_decided",), ())
        with pytest.raises(FieldErrors) as refused:
            examination.accept(case(), CLERK, {"outcome": "not_accept", "reasons": " ", "remedy": ""})
        assert set(refused.value.errors) == {"reasons", "remedy"}
        no = examination.accept(case(), CLERK, {"outcome": "not_accept", "reasons": "未满一年", "remedy": "满一年后"})
        assert (no.facts, no.meets, no.drafts) == ({"route": "refuse"}, ("blacklist_exit.accept",), ("LST-11N",))

    @pytest.mark.parametrize(("cause", "code"), [("repair", "LST-11"), ("expiry", "LST-11"), ("wrong", "LST-13")])
    def test_each_liable_person_is_told_of_the_removal_as_of_the_listing(self, cause: str, code: str) -> None:
        """S1-13, S0-17: a letter of their own, signed with the decision and served on each."""
        left = case(cause=cause, persons=[PERSON], starts={"left": "2026-09-10"})
        assert removal.decision_letters(left) == (code, f"{code}P.1")
        if cause == "repair":
            assert removal.removal_signed(left).signs == (code, f"{code}P.1")
        row = {"name": PERSON["name"], "method": "direct", "served_on": TODAY, "receiver": PERSON["name"], "proof": ""}
        data = {**SERVED, "served_on": TODAY, "consented": False, "persons": [row]}
        served = examination.serve_removal(left, CLERK, data)
        assert (served.serves, set(served.serves_apart)) == ((code,), {f"{code}P.1"})
        with pytest.raises(FieldErrors):
            examination.serve_removal(left, CLERK, {**data, "persons": []})

    def test_what_is_not_confirmed_is_proposed_anew_and_not_listed_by_hand(self) -> None:
        refused = {"decision": "return", "opinion": "依据仍有效。", "no_conflict": "yes"}
        assert removal.approve_afterwards(case(), CHIEF, refused).memory == {"not_confirmed": "依据仍有效。"}
        (begun,) = removal.propose_entry(case(not_confirmed="依据仍有效。"), TODAY).effects
        assert isinstance(begun, Begin)
        assert begun.process == "blacklist_entry"
