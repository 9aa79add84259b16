"""What may be decided in objection handling, rule by rule."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import FieldErrors, OwnWork, TooManyRounds
from workflows.domain.process_type import Decision
from workflows.processes import discover
from workflows.processes.objection import rules
from workflows.processes.signing import MAX_ROUNDS

PROCESS = discover()["objection"]
REVIEWER = Actor(user_id=7, name="经办", posts=frozenset({(Role.REVIEWER, 1)}))
AUDITOR = Actor(user_id=8, name="审核", posts=frozenset({(Role.AUDITOR, 1)}))
HEAD = Actor(user_id=9, name="负责人", posts=frozenset({(Role.HEAD, 1)}))

EXAMINATION = {
    "identity_ok": True,
    "materials_ok": True,
    "outcome": "accept",
    "own_scope": False,
    "missing": [],
    "supply_by": None,
    "refuse_code": "",
    "refer_to": "",
    "reasons": "",
}
DECISION = {
    "conclusion": "correct",
    "reasons": "决定书所载金额与系统不符。",
    "changes": [{"field": "CF_NR_FK", "new": "0.5"}],
    "measure_wronged": False,
    "no_conflict": "yes",
}
APPROVAL = {"decision": "approve", "opinion": "", "no_conflict": "yes"}
RETURN = {"decision": "return", "opinion": "理由不充分。", "no_conflict": "yes"}


def a_case(**changes: Any) -> CaseView:
    values: dict[str, Any] = {
        "id": 1,
        "number": "SL-OBJ-2026-000001",
        "process": "objection",
        "authority_id": 1,
        "provider_id": 2,
        "subject_id": 3,
        "record_id": 4,
        "applicant_id": 5,
        "channel": Channel.ONLINE,
        "state": CaseState.OPEN,
        "version": 3,
        "substance": 3,
        "received_on": date(2026, 9, 18),
        "packs": ("xinzheng/2018-03-28",),
    }
    return CaseView(**{**values, **changes})


def decide(node: str, case: CaseView, actor: Actor, data: dict[str, Any]) -> Decision:
    return PROCESS.tasks[node].decide(case, actor, data)


def test_acceptance_needs_the_applicants_identity_checked() -> None:
    with pytest.raises(FieldErrors) as refused:
        decide("examine", a_case(), REVIEWER, {**EXAMINATION, "identity_ok": False})
    assert list(refused.value.errors) == ["identity_ok"]


def test_an_accepted_matter_of_own_scope_is_remembered_as_such() -> None:
    decision = decide("examine", a_case(), REVIEWER, {**EXAMINATION, "own_scope": True})
    assert decision.facts == {"examination": "accept", "own_scope": True}
    assert decision.drafts == ("OBJ-04",)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"missing": [], "supply_by": date(2026, 9, 25)}, {"missing"}),
        ({"missing": [{"item": "营业执照", "requirement": "加盖公章"}], "supply_by": None}, {"supply_by"}),
        ({"missing": [{"item": "营业执照", "requirement": "加盖公章"}], "supply_by": date(2026, 9, 18)}, {"supply_by"}),
        ({"missing": [], "supply_by": None}, {"missing", "supply_by"}),
    ],
    ids=["without a list", "without a date", "with the day of receipt as its date", "with neither"],
)
def test_a_correction_notice_is_refused(changes: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(FieldErrors) as refused:
        decide("examine", a_case(), REVIEWER, {**EXAMINATION, "outcome": "correct", **changes})
    assert set(refused.value.errors) == fields


def test_missing_papers_are_asked_for_once_and_all_together() -> None:
    data = {
        **EXAMINATION,
        "outcome": "correct",
        "missing": [{"item": "营业执照", "requirement": "加盖公章"}],
        "supply_by": date(2026, 9, 25),
    }
    first = decide("examine", a_case(), REVIEWER, data)
    assert first.set_dates == {"objection.correction": date(2026, 9, 25)}
    with pytest.raises(rules.CorrectionOnlyOnce):
        decide("examine", a_case(facts={"correction_sent": True}), REVIEWER, data)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, {"refuse_code", "reasons"}),
        ({"refuse_code": "identity"}, {"reasons"}),
        ({"refuse_code": "identity", "reasons": "  "}, {"reasons"}),
        ({"reasons": "不属于异议。"}, {"refuse_code"}),
        ({"refuse_code": "not_ours", "reasons": "不属于本机关。"}, {"refer_to"}),
    ],
    ids=["no code and no words", "no words", "blank words", "no code", "not ours, but not whose"],
)
def test_non_acceptance_needs_a_coded_reason_words_and_where_to_turn(
    changes: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(FieldErrors) as refused:
        decide("examine", a_case(), REVIEWER, {**EXAMINATION, "outcome": "refuse", **changes})
    assert set(refused.value.errors) == fields


def test_a_signed_refusal_is_the_reply_and_meets_the_cap() -> None:
    decision = decide("sign_refusal", a_case(facts={"by": {"examine": 7}}), AUDITOR, APPROVAL)
    assert "objection.overall" in decision.meets
    assert decision.facts["intake_outcome"] == "refused"


@pytest.mark.parametrize(
    ("node", "by", "actor"),
    [
        ("sign_acceptance", {"examine": 8}, AUDITOR),
        ("sign_correction_notice", {"examine": 8}, AUDITOR),
        ("sign_refusal", {"examine": 8}, AUDITOR),
        ("sign_inquiry", {"draft_inquiry": 8}, AUDITOR),
        ("audit_decision", {"draft_decision": 8}, AUDITOR),
        ("approve_decision", {"draft_decision": 9, "audit_decision": 8}, HEAD),
        ("approve_decision", {"draft_decision": 7, "audit_decision": 9}, HEAD),
        ("sign_restoration", {"order_restoration": 9}, HEAD),
    ],
)
def test_nobody_approves_own_work(node: str, by: dict[str, int], actor: Actor) -> None:
    for data in (APPROVAL, RETURN):
        with pytest.raises(OwnWork):
            decide(node, a_case(facts={"by": by}), actor, data)


def test_a_return_strikes_the_drafts_and_is_counted() -> None:
    decision = decide("audit_decision", a_case(facts={"rounds": {"audit_decision": 2}}), AUDITOR, RETURN)
    assert decision.facts == {"approved": False, "return_to": "draft"}
    assert decision.strikes == ("OBJ-10", "OBJ-11")
    assert decision.memory["rounds"] == {"audit_decision": 3}


def test_a_matter_cannot_go_back_for_ever() -> None:
    worn = a_case(facts={"rounds": {"audit_decision": MAX_ROUNDS - 1}})
    with pytest.raises(TooManyRounds):
        decide("audit_decision", worn, AUDITOR, RETURN)
    assert decide("audit_decision", worn, AUDITOR, APPROVAL).outcome == "approve"


SUPPLEMENT = "请补充处罚决定书页码。"
#: Who may send a poor opinion back to the provider: step, person, form, and the field of the choice.
TO_PROVIDER = [
    ("draft_decision", REVIEWER, {**DECISION, "conclusion": "supplement", "reasons": SUPPLEMENT}, "conclusion"),
    ("audit_decision", AUDITOR, {**RETURN, "opinion": SUPPLEMENT, "return_to": "provider"}, "return_to"),
    ("approve_decision", HEAD, {**RETURN, "opinion": SUPPLEMENT, "return_to": "provider"}, "return_to"),
]
SENDERS = ["reviewer", "auditor", "head"]


@pytest.mark.parametrize(("node", "actor", "data", "_field"), TO_PROVIDER, ids=SENDERS)
def test_a_poor_opinion_goes_back_to_the_provider_who_is_told_what_to_supply(
    node: str, actor: Actor, data: dict[str, Any], _field: str
) -> None:
    decision = decide(node, a_case(facts={"rounds": {"verify": 2, "audit_decision": 1}}), actor, data)
    assert (decision.outcome, decision.facts["return_to"]) == ("supplement", "provider")
    assert decision.memory == {"rounds": {"verify": 3, "audit_decision": 1}, "supplement": SUPPLEMENT}
    assert decision.notices == (("supplement_asked", "provider"),)
    assert decision.strikes == ("OBJ-10", "OBJ-11"), "what was drafted on a poor opinion is void"
    assert (decision.drafts, decision.signs, decision.changes) == ((), (), ())
    assert (decision.starts, decision.meets, decision.set_dates) == ((), (), {}), "no clock is touched"


@pytest.mark.parametrize(("node", "actor", "data", "field"), TO_PROVIDER, ids=SENDERS)
@pytest.mark.parametrize(
    "own", [{"facts": {"own_scope": True}}, {"provider_id": None}], ids=["own scope", "no provider"]
)
def test_where_the_centre_checks_its_own_record_there_is_no_provider_to_send_back_to(
    node: str, actor: Actor, data: dict[str, Any], field: str, own: dict[str, Any]
) -> None:
    with pytest.raises(FieldErrors) as refused:
        decide(node, a_case(**own), actor, data)
    assert refused.value.errors == {field: ["本办件由信用中心自查，没有信息提供单位，不能退回补充核查。"]}


@pytest.mark.parametrize(("node", "actor", "data", "_field"), TO_PROVIDER, ids=SENDERS)
def test_returns_to_the_provider_are_counted_together_and_end(
    node: str, actor: Actor, data: dict[str, Any], _field: str
) -> None:
    worn = a_case(facts={"rounds": {"verify": MAX_ROUNDS - 1}})
    with pytest.raises(TooManyRounds):
        decide(node, worn, actor, data)
    back = {**RETURN, "return_to": "draft"} if node != "draft_decision" else DECISION
    assert decide(node, worn, actor, back).facts["return_to"] == "draft", "every other way stays open"


@pytest.mark.parametrize(
    ("clocks", "starts"),
    [({}, ("result_received",)), ({"starts": {"result_received": "2026-09-22"}}, ())],
    ids=["the first answer starts the reply's two days", "a supplement starts nothing anew"],
)
def test_only_the_first_opinion_starts_the_clock_of_the_reply(clocks: dict[str, Any], starts: tuple[str, ...]) -> None:
    data = {"finding": "correct", "course": "调阅案卷。", "basis": "决定书原件。", "changes": []}
    decision = decide("verify", a_case(clocks=clocks), AUDITOR, data)
    assert decision.starts == starts
    assert decision.meets == ("objection.verify",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"changes": []}, "changes"),
        ({"conclusion": "partial", "changes": []}, "changes"),
        ({"conclusion": "unfounded"}, "changes"),
        ({"conclusion": "unfounded", "changes": [], "measure_wronged": True}, "measure_wronged"),
        ({"conclusion": "unverifiable", "changes": [], "measure_wronged": True}, "measure_wronged"),
    ],
    ids=["correct nothing", "correct nothing in part", "uphold and correct", "uphold and restore", "unknown, restore"],
)
def test_a_decision_that_contradicts_itself_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        decide("draft_decision", a_case(), REVIEWER, {**DECISION, **changes})
    assert list(refused.value.errors) == [field]


def test_electronic_service_needs_consent() -> None:
    data = {"method": "electronic", "served_on": date(2026, 10, 9), "receiver": "经办人", "relation": "", "note": ""}
    with pytest.raises(FieldErrors):
        decide("serve_reply", a_case(), REVIEWER, data)
    decision = decide("serve_reply", a_case(facts={"e_service": True}), REVIEWER, data)
    assert decision.meets == ("objection.notify", "objection.overall")
    assert decision.met_on == date(2026, 10, 9)


def test_a_withdrawn_record_is_withdrawn_whole_and_a_corrected_one_field_by_field() -> None:
    data = {"executed": True, "effective_on": date(2026, 10, 9), "systems": "信用网站"}
    provider = Actor(user_id=6, name="核查", posts=frozenset({(Role.PROVIDER, 2)}))
    whole = decide("execute_correction", a_case(facts={"conclusion": "withdraw", "changes": []}), provider, data)
    assert whole.withdraws_record
    assert whole.changes == ()
    rows = [{"field": "CF_NR_FK", "new": "0.5"}]
    part = decide("execute_correction", a_case(facts={"conclusion": "correct", "changes": rows}), provider, data)
    assert [(change.field, change.new) for change in part.changes] == [("CF_NR_FK", "0.5")]
    assert not part.withdraws_record


@pytest.mark.parametrize(
    "case",
    [
        lambda: a_case(facts={"reply_signed": True}),
        lambda: a_case(facts={"withdrawal_reason": "已沟通"}),
        lambda: a_case(state=CaseState.ARCHIVED),
    ],
    ids=["reply signed", "withdrawn before", "closed"],
)
def test_it_is_too_late_to_withdraw(case: Callable[[], CaseView]) -> None:
    with pytest.raises(rules.ReplyAlreadySigned):
        rules.may_withdraw(case())


def test_an_open_application_may_be_withdrawn_at_any_step() -> None:
    for node in PROCESS.tasks:
        rules.may_withdraw(a_case(facts={"by": {node: 7}}))


def test_a_paper_application_is_completed_at_the_counter() -> None:
    task = PROCESS.tasks["supply_corrections"]
    assert [desk.role for desk in task.desks(a_case(applicant_id=None))] == [Role.REVIEWER]
    assert [desk.user_id for desk in task.desks(a_case())] == [5]


def test_the_centre_corrects_its_own_records_and_the_provider_the_others() -> None:
    task = PROCESS.tasks["execute_correction"]
    assert [(desk.role, desk.org_id) for desk in task.desks(a_case())] == [(Role.PROVIDER, 2)]
    assert [(desk.role, desk.org_id) for desk in task.desks(a_case(facts={"own_scope": True}))] == [(Role.REVIEWER, 1)]


def test_every_executing_department_has_its_own_task() -> None:
    task = PROCESS.tasks["confirm_restoration"]
    assert [desk.org_id for desk in task.desks(a_case(facts={"executors": [3, 4]}))] == [3, 4]
