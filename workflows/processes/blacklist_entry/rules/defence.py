"""Prior notice, service, 陈述申辩 and review: no decision is reached without them (行政处罚法 Arts 44, 45, 62)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.letter_code import sheets
from workflows.domain.listing import SeekSpeakers
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes import list_service as service
from workflows.processes.blacklist_entry.rules import voices
from workflows.processes.blacklist_entry.rules.legality import defence_by_hand, provincial_review, watch_list

#: Cleaned data of a form.
Data = Mapping[str, Any]


#: Letters of a decision that go back with it; those that are not drafted are left alone.
DRAFTS = ("LST-05A", "LST-06", "LST-06P", "LST-07", "LST-07P", "LST-14", "REP-00")

#: What the department notes of a defence that did not come online.
_COUNTER = {
    "channel": N_("请选择陈述申辩的提出方式。"),
    "stated_on": N_("请填写提出陈述申辩的日期。"),
}


class NotHeard(OfficeError):
    """A decision before the subject was told and heard; params: ``what``."""

    message = N_("不能作出决定：%(what)s。")
    status = 409


def require_heard(case: CaseView) -> None:
    """Refuse any decision unless the notice is signed and served and the defence is over.

    Raises:
        NotHeard: one of the three is missing; it says which.
    """
    if not case.facts.get("notice_signed"):
        raise NotHeard(what=N_("拟列入告知书尚未签发"))
    if not case.facts.get("notice_served_on"):
        raise NotHeard(what=N_("拟列入告知书尚未送达"))
    if not case.facts.get("defence_over"):
        raise NotHeard(what=N_("陈述申辩期尚未结束"))


def notice_signed(case: CaseView) -> Decision:
    """The head signs 拟列入告知书 (LST-02)."""
    return Decision(
        outcome="approve",
        facts={"approved": True, "told": True},
        memory={"notice_signed": True},
        starts=("notice_signed",),
        signs=("LST-02", *service.person_letters(case, "LST-02P")),
        notices=(("watch_intended" if case.facts.get("proposal") == "watch" else "notice_issued", "applicant"),),
    )


def serve_notice(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """The notice reached everybody whom it concerns; the defence runs from the latest service.

    Raises:
        NotHeard: the notice is not signed.
        FieldErrors: the service is not good, or no last day is set where the packs leave it to a person.
    """
    if not case.facts.get("notice_signed"):
        raise NotHeard(what=N_("拟列入告知书尚未签发"))
    persons = service.persons_served(case, data["persons"], since="notice_signed")
    last = service.latest(service.subject_served(case, data, since="notice_signed"), persons)
    by_hand = data["defence_by"]
    if defence_by_hand(case) and (by_hand is None or by_hand <= last):
        raise FieldErrors({"defence_by": [N_("所适用的规则没有规定陈述申辩期，请指定送达之后的日期。")]})
    slips = service.slips(data, persons)
    return Decision(
        outcome="served",
        memory={"notice_served_on": last.isoformat(), "served_persons": service.kept(persons)},
        effects=(SeekSpeakers(codes=tuple(each["code"] for each in case.facts.get("persons", ()))),),
        starts=("notice_served",),
        started_on=last,
        set_dates={} if by_hand is None else {"blacklist_entry.defence": by_hand},
        drafts=slips,
        signs=slips,
        serves=("LST-02",),
        serves_apart=dict(zip(service.person_letters(case, "LST-02P"), persons, strict=True)),
    )


def state_defence(case: CaseView, actor: Actor, data: Data) -> Decision:
    """陈述申辩 (LST-03), online, or in writing or by word of mouth at the department, whoever has an account.

    More may follow until everybody has said that it is all; then nobody is waited for.

    Each liable person speaks for themselves (LST-03P); nobody's last word ends the period of another.

    Raises:
        FieldErrors: it is not told for whom of several the statement is, or how and when one came to the department.
    """
    online = voices.is_online(case, actor)
    if not online and (missing := {name: [words] for name, words in _COUNTER.items() if not data.get(name)}):
        raise FieldErrors(missing)
    place = voices.speaker(case, actor, str(data.get("person") or "").strip())
    own_last = bool(data["final"])
    over = own_last and voices.all_said(case, place)
    came = {} if online else {"channel": data["channel"], "on": data["stated_on"].isoformat()}
    said = {"text": data["statement"], "evidence": data["evidence"] or "", "place": place, **came}
    said_all = [*case.facts.get("said_all", ()), *((place,) if own_last else ())]
    left = [each for each in voices.waiting(case, voices.speaks_for(case, actor)) if not own_last or each != place]
    letters = ("LST-03",) if place == voices.SUBJECT else sheets("LST-03P", (place,))
    return Decision(
        outcome="stated",
        facts={"defence_complete": over},
        memory={
            "statements": [*case.facts.get("statements", []), said],
            "said_all": said_all,
            **({"defence_over": "stated"} if over else {}),
        },
        stays=bool(left),
        closes=over,
        meets=("blacklist_entry.defence",) if over else (),
        met_on=None if online else data["stated_on"],
        drafts=letters,
        signs=letters,
    )


def scan_missing(data: Data) -> str:
    """Return why a defence that came to the department is not taken in without its paper; empty where it is."""
    return N_("请上传当事人提交的书面意见，或者经其签名的笔录的扫描件。") if data.get("channel") else ""


def close_defence(_case: CaseView, today: date) -> Decision:
    """The defence period has run."""
    return Decision(
        outcome="closed",
        memory={"defence_over": "expired", "defence_ended_on": today.isoformat()},
        events=(("defence_closed", {}),),
    )


def review_defence(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """Point by point: taken or not, and why (LST-04); then the decision is drafted (LST-06, LST-07 or LST-14).

    Raises:
        NotHeard: see :func:`require_heard`.
        FieldErrors: somebody made a statement and no point answers it, a point is of nobody, or the conclusion goes
            beyond what the subject was told of.
    """
    require_heard(case)
    _answered(case, data["points"])
    conclusion = data["conclusion"]
    if conclusion not in conclusions(case):
        raise FieldErrors({"conclusion": [N_("复核结论不能重于事先告知的内容，也不能没有本案适用的依据。")]})
    watched = watch_list(case) if conclusion == "watch" else None
    above = _above(case, data["points"]) if conclusion == "list" else []
    return Decision(
        outcome="reviewed",
        facts={
            "consent_needed": bool(above),
            "discussion_needed": conclusion == "list" and bool(case.facts.get("discussion")),
        },
        memory={
            "conclusion": conclusion,
            "above": above,
            # What was agreed to before was another draft.
            "consent": {},
            "discussed_on": "",
            **({"watch_key": watched.key} if watched else {}),
        },
        strikes=DRAFTS,
        drafts=("LST-04", *_decisions(case, conclusion)),
        signs=("LST-04",),
    )


def conclusions(case: CaseView) -> tuple[str, ...]:
    """Return how a case may end after the defence: as the subject was told, or milder (行政处罚法 Art. 45).

    The watch list is contained in a noticed listing, never the other way round (docs/adr/0027).
    """
    watch = ("watch",) if watch_list(case) else ()
    return (*watch, "refuse") if case.facts.get("proposal") == "watch" else ("list", *watch, "refuse")


def _above(case: CaseView, points: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return for what a listing goes up before it is decided: ``consent``, ``review`` of what was not followed."""
    consent = ["consent"] if case.facts.get("consent_needed") else []
    objected = any(row["taken"] != "taken" for row in points)
    return [*consent, *(["review"] if objected and provincial_review(case) else [])]


def _decisions(case: CaseView, conclusion: str) -> tuple[str, ...]:
    if conclusion == "list":
        return ("LST-06", "REP-00", *service.person_letters(case, "LST-06P"))
    return ("LST-14",) if conclusion == "watch" and case.facts.get("proposal") == "watch" else refusal(case)


def refusal(case: CaseView) -> tuple[str, ...]:
    """Return 不予列入决定 (LST-07) with the letter of each liable person who was told of the intended listing."""
    return ("LST-07", *(service.person_letters(case, "LST-07P") if case.facts.get("notice_signed") else ()))


def _answered(case: CaseView, points: Sequence[Mapping[str, Any]]) -> None:
    """Raise unless everybody who made a statement is answered, and every point is somebody's of the case."""
    missing = voices.unanswered(case, points)
    if voices.SUBJECT in missing:
        raise FieldErrors({"points": [N_("当事人提出了陈述申辩，须逐条写明是否采纳及理由。")]})
    if missing:
        words = N_("责任人员提出了陈述申辩，须分别逐条写明是否采纳及理由：")
        raise FieldErrors({"points": [words + "、".join(voices.names(case, missing))]})
    known = {"", *(each["name"] for each in case.facts.get("persons", ()))}
    named = {str(row.get("person") or "").strip() for row in points}
    if unknown := sorted(named - known):
        raise FieldErrors({"points": [N_("不是本案责任人员：") + "、".join(unknown)]})
