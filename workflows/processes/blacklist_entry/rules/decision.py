"""Legal review, consent of the level above and the head's signature; the three ways in which a case is decided."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.basis import CheckBasis
from workflows.domain.calendar import add_months
from workflows.domain.case import CaseState, CaseView
from workflows.domain.errors import FieldErrors, OwnWork
from workflows.domain.listing import EnterWatch
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes.blacklist_entry.rules.defence import DRAFTS, refusal, require_heard
from workflows.processes.blacklist_entry.rules.serving import in_effect_on
from workflows.processes.list_service import person_letters
from workflows.processes.signing import counted

#: Cleaned data of a form.
Data = Mapping[str, Any]


def watch_signed(case: CaseView) -> Decision:
    """重点关注 is signed: LST-14, or LST-07 where a listing was proposed; the subject is told, nobody else (S0-06)."""
    letter, *persons = ("LST-14",) if case.facts.get("proposal") == "watch" else refusal(case)
    return Decision(
        outcome="approve",
        facts={"approved": True, "entry_outcome": "watch"},
        memory={"outcome_letter": letter},
        starts=("decision_signed",),
        meets=("blacklist_entry.overall",),
        effects=(CheckBasis(),),
        signs=(letter, *persons),
        notices=(("watched", "applicant"),),
    )


def no_listing_signed(case: CaseView) -> Decision:
    """不予列入 (LST-07) is signed: below the standard from the beginning, or rectified in time (S1-10).

    Liable persons who were told of the intended listing are told of its end, each in a letter of their own (LST-07P).
    """
    return Decision(
        outcome="approve",
        facts={"approved": True, "entry_outcome": "none"},
        memory={"outcome_letter": "LST-07"},
        starts=("decision_signed",),
        meets=("blacklist_entry.overall",),
        signs=refusal(case),
        notices=(("not_listed", "applicant"),),
    )


def legal_review(case: CaseView, actor: Actor, data: Data) -> Decision:
    """法制审核 (LST-05): who reviewed the defence does not review the law."""
    require_heard(case)
    if case.did("review_defence") == actor.user_id:
        raise OwnWork()
    passed = data["decision"] == "approve"
    returned = None if passed else _returned(case, "legal_review")
    return returned or Decision(
        outcome="approve",
        facts={"approved": True},
        memory={"legal_passed": True},
        drafts=("LST-05", *(("LST-05A",) if case.facts.get("above") else ())),
        signs=("LST-05",),
    )


def discuss(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """负责人集体讨论 (行政处罚法 Art. 57): its record (LST-05D), and whether the matter goes on.

    Raises:
        FieldErrors: fewer than two took part beside who presided, or it was held before the notice was served.
    """
    require_heard(case)
    others = [each for each in re.split(r"[、，,；;\s]+", data["attendees"]) if each]
    if len(set(others) - {data["chair"].strip()}) < 2:
        raise FieldErrors({"attendees": [N_("集体讨论须有主持人以外至少两名负责人参加，请逐一写明。")]})
    if data["held_on"] < date.fromisoformat(case.facts["notice_served_on"]):
        raise FieldErrors({"held_on": [N_("讨论日期不能早于拟列入告知书送达之日。")]})
    agreed = data["decision"] == "approve"
    went = Decision(outcome="discussed", facts={"approved": True}) if agreed else _returned(case, "discuss")
    return replace(
        went,
        memory={**went.memory, "discussed_on": data["held_on"].isoformat() if agreed else ""},
        starts=("discussed",),
        started_on=data["held_on"],
        drafts=("LST-05D",),
        signs=("LST-05D",),
    )


def consent(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """上级机关同意, and 复核 by the province where it is asked for: with its paper's number, or sent back.

    Raises:
        FieldErrors: consent without the number of the paper that gives it (LST-05; the decision cites it).
    """
    require_heard(case)
    if data["decision"] != "approve":
        return _returned(case, "consent")
    if not str(data["number"] or "").strip():
        raise FieldErrors({"number": [N_("同意列入的，请填写批复文号，列入决定书须引用。")]})
    return Decision(
        outcome="confirmed" if case.facts.get("above") == ["review"] else "consented",
        facts={"approved": True},
        memory={"consent": {"number": data["number"].strip()}},
        drafts=("LST-05A",),
        signs=("LST-05A",),
    )


def sign_decision(case: CaseView, actor: Actor, data: Data) -> Decision:
    """The head signs 列入决定 (LST-06), 不予列入决定 (LST-07) or 重点关注 (LST-14, LST-07), or sends it back.

    Raises:
        NotHeard: the notice was not signed or served, or the defence is not over.
        BasisLost: the record on which it would rest is annulled or repaired.
        OwnWork: who drafted or reviewed would sign.
    """
    require_heard(case)
    if actor.user_id in (case.did("review_defence"), case.did("legal_review")):
        raise OwnWork()
    if data["decision"] == "return":
        return _returned(case, "sign_decision")
    if case.facts["conclusion"] != "list":
        return (watch_signed if case.facts["conclusion"] == "watch" else no_listing_signed)(case)
    return Decision(
        outcome="approve",
        facts={"approved": True, "entry_outcome": "listed"},
        memory={"decided": "list"},
        starts=("decision_signed",),
        meets=("blacklist_entry.overall",),
        effects=(CheckBasis(),),
        signs=("LST-06", "REP-00", *person_letters(case, "LST-06P")),
        notices=(("listed", "applicant"),),
    )


def enter_watch(case: CaseView, today: date) -> Decision:
    """The subject is watched from service on for as long as the catalogue says; the case ends.

    Raises:
        AlreadyListed: the subject stands on the list.
    """
    kind, since = catalogue.lists()[case.facts["watch_key"]], in_effect_on(case, today)
    until = None if kind.maximum is None else add_months(since, kind.maximum.months)
    return Decision(
        outcome="watched",
        effects=(
            EnterWatch(
                list_key=kind.key,
                domain=kind.domain,
                basis=case.facts["basis"],
                reason=case.facts["reason"],
                listed_on=since,
                until_on=until,
                letter=case.facts["outcome_letter"],
            ),
        ),
        settles=CaseState.ARCHIVED,
        events=(("case_archived", {}),),
    )


def close_not_listed(_case: CaseView, _today: date) -> Decision:
    """Nobody was listed; the case ends."""
    return Decision(
        outcome="not_listed", settles=CaseState.ARCHIVED, events=(("not_listed", {}), ("case_archived", {}))
    )


def _returned(case: CaseView, node: str) -> Decision:
    return Decision(outcome="return", facts={"approved": False}, memory=counted(case, node), strikes=DRAFTS)
