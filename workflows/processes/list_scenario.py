"""What people do in the scenarios of listing and removal: forms filled as they are typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from workflows.domain.scenario import Acknowledge, Act, Do, Open, Wait
from workflows.processes.scenario_acts import APPROVE, RETURN, sign

#: Monday; the defence period runs before the autumn holidays of 2026.
BEGINS = date(2026, 9, 7)
FILING = {"source": "行政处罚案件移送", "statement": "处罚决定已经生效，拟提请列入名单。"}
#: Monday three years before the last covered autumn, for listings that run out.
LONG_AGO = date(2024, 9, 9)
#: What the record of such a listing says.
OLD_RECORD = {"decided_on": date(2024, 7, 1)}
#: Years go by, not more than one at a time, until the period has run out.
YEARS: tuple[Act, ...] = tuple(Wait(until=day) for day in (
    date(2025, 9, 5), date(2026, 9, 4), date(2027, 9, 3), date(2027, 9, 13)))  # fmt: skip
#: A fictional person whose number has a valid check digit.
PERSON = {"name": "示例责任人", "code": "410184198001010012", "role": "legal_representative"}

#: How that person's own paper is handed over.
PERSON_SERVED = {"name": PERSON["name"], "method": "direct", "receiver": PERSON["name"], "proof": ""}


def opened(who: str = "recogniser", *, about_record: bool = True) -> Open:
    """The department proposes a listing."""
    return Open(who=who, form=FILING, about_record=about_record)


def assess(conclusion: str = "list", list_key: str = "market_serious", **more: Any) -> Do:
    """The legality gate; ``more`` replaces what is typed otherwise."""
    form = {
        "conclusion": conclusion,
        "list_key": list_key,
        "basis_kind": "penalty",
        "basis_number": "示市监罚决〔2026〕11号",
        "basis_effective_on": "2026-08-03",
        "remedy": "expired",
        "facts": "销售不符合安全标准的产品，受到较重行政处罚。",
        "nature": "明知不符合标准仍继续销售，性质恶劣。",
        "gravity": "货值金额大，持续时间长，情节严重。",
        "harm": "流入多地，社会危害较大。",
        "reasons": "" if conclusion == "list" else "货值小，已主动召回，未达到认定标准。",
    }
    listing = {"persons": [PERSON], "measures": ["trading_caution", "procurement"],
               "departments": ["executor", "executor2"]}  # fmt: skip
    return Do(who="recogniser", node="assess", form={**form, **(listing if conclusion == "list" else {}), **more})


def served(node: str, on: date, *, persons: bool = True, **more: Any) -> Do:
    """A paper is handed over; each responsible person gets one."""
    rows = [{**PERSON_SERVED, "served_on": on.isoformat()}] if persons else []
    form = {"method": "direct", "served_on": on.isoformat(), "receiver": "示例收件人", "persons": rows, **more}
    return Do(who="recogniser", node=node, form=form)


def watched(on: date) -> tuple[Act, ...]:
    """The subject is told that it is to be watched, has its say, and is answered."""
    said = ({"person": "", "point": "已全部召回", "taken": "not_taken", "reason": "召回在处罚之后，不影响关注。"},)
    review = {"points": list(said), "conclusion": "watch", "reasons": "事实清楚，未达到认定标准，须加强监管。"}
    return (
        served("serve_notice", on, persons=False),
        state(final=True),
        Do(who="recogniser", node="review_defence", form=review),
        sign("legal", "legal_review"),
        sign("chief", "sign_decision"),
    )


def served_outcome(on: date, *, persons: bool = True) -> Do:
    """What ends a proposal without a listing is handed over, to responsible persons too where they were told of it."""
    return served("serve_outcome", on, persons=persons)


def state(*, final: bool, who: str = "applicant") -> Do:
    """The subject states its defence."""
    form = {"statement": "产品已全部召回，请求从轻认定。", "evidence": "召回记录。", "final": final}
    return Do(who=who, node="state_defence", form=form)


def state_liable(*, final: bool = True, on: date = BEGINS) -> Do:
    """The liable person, who has no account, is heard at the department; the record is signed and scanned."""
    said = {"person": PERSON["name"], "statement": "事发时本人已不分管该业务。", "evidence": "", "final": final}
    form = {**said, "channel": "oral", "stated_on": on.isoformat()}
    return Do(who="recogniser", node="state_defence", form=form, files=("陈述申辩笔录.pdf",))


def heard(on: date = BEGINS) -> tuple[Act, ...]:
    """Subject and liable person have both said all; both are answered."""
    return (state(final=True), state_liable(on=on), review())


def review(conclusion: str = "list", *, points: bool = True) -> Do:
    """The defence is reviewed point by point."""
    reasons = "事实清楚，证据充分。" if conclusion == "list" else "采纳陈述申辩，情节尚未达到认定标准。"
    said = [
        {"person": "", "point": "已全部召回", "taken": "partly", "reason": "召回在处罚之后，不影响认定。"},
        {"person": PERSON["name"], "point": "不分管该业务", "taken": "not_taken", "reason": "任职文件载明由其分管。"},
    ]
    rows = said if points else []
    return Do(
        who="recogniser",
        node="review_defence",
        form={"points": rows, "conclusion": conclusion, "reasons": reasons},
    )


def discuss(on: date, *, agreed: bool = True) -> Do:
    """Those in charge discuss a grave matter together, and what they said is put down."""
    said = {
        "held_on": on.isoformat(),
        "chair": "示例局长",
        "attendees": "示例副局长甲、示例副局长乙、示例总监",
        "minutes": "示例副局长甲：性质恶劣，同意列入。\n示例副局长乙：同意。\n示例总监：同意，须写明三项要件。",
    }
    return Do(who="recogniser", node="discuss", form={**(APPROVE if agreed else RETURN), **said})


def consent(*, refused: bool = False) -> Do:
    """The level above consents, or does not."""
    form = {**(RETURN if refused else APPROVE), "number": "示省市监复〔2026〕3号"}
    return Do(who="superior", node="consent", form=form)


def execute(who: str, on: date, *measures: str, inapplicable: Sequence[str] = ()) -> Do:
    """A department's receipt: what it has executed, and what does not apply to its work."""
    rows = [{"measure": each, "state": "executed", "done_on": on.isoformat(), "note": ""} for each in measures]
    rows += [
        {"measure": each, "state": "not_applicable", "done_on": on.isoformat(), "note": "无此类业务。"}
        for each in inapplicable
    ]
    return Do(who=who, node="execute_measures", form={"measures": rows})


def notified(on: date) -> tuple[Act, ...]:
    """From the proposal to a served notice."""
    return (opened(), assess(), sign("chief", "sign_notice"), served("serve_notice", on))


def decided() -> tuple[Act, ...]:
    """Legal review, consent and signature of a listing."""
    return (sign("legal", "legal_review"), consent(), sign("chief", "sign_decision"))


def executed(on: date) -> tuple[Act, ...]:
    """Everything that follows from the decision, up to the state 在列."""
    return (
        served("serve_decision", on),
        execute("executor", on, "trading_caution"),
        execute("executor2", on, "procurement"),
        Acknowledge(),
    )
