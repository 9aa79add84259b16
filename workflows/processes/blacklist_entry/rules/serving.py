"""Service of what was decided: nobody is listed, published or sanctioned before being told (行政处罚法 Art. 61)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseView
from workflows.domain.process_type import Decision
from workflows.processes import list_service as service
from workflows.processes.blacklist_entry.rules.defence import refusal

#: Cleaned data of a form.
Data = Mapping[str, Any]
_RULE = "blacklist_entry.serve"


def serve_decision(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """The decision and, with it, 信用修复告知书 (两书同达) reached the subject, and each liable person theirs.

    The listing takes effect on the day on which the last of them counts as served; who cannot be found is served by
    public notice and listed when its thirty days have passed (民事诉讼法 Art. 95).

    Raises:
        FieldErrors: a service is not good.
    """
    since = _since(case)
    persons = service.persons_served(case, data["persons"], since=since)
    effective_on = service.latest(service.subject_served(case, data, since=since), persons)
    by_notice = "public" in {data["method"], *(each["method"] for each in persons)}
    slips = service.slips(data, persons)
    return Decision(
        outcome="served",
        facts={"in_effect": not by_notice},
        memory={"served_persons": service.kept(persons)},
        starts=("decision_served",),
        started_on=effective_on,
        # The wait ends with the last hour of the day before.
        set_dates={"blacklist_entry.effect": effective_on - timedelta(days=1)} if by_notice else {},
        meets=(_RULE,),
        met_on=max([data["served_on"], *(row["served_on"] for row in data["persons"])]),
        drafts=slips,
        signs=slips,
        serves=("LST-06", "REP-00"),
        serves_apart=dict(zip(service.person_letters(case, "LST-06P"), persons, strict=True)),
    )


def serve_outcome(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """不予列入决定 (LST-07) or 重点关注告知书 (LST-14) reached the subject, and each liable person LST-07P.

    Raises:
        FieldErrors: a service is not good.
    """
    letter, *own = refusal(case) if case.facts["outcome_letter"] == "LST-07" else ("LST-14",)
    persons = service.persons_served(case, data["persons"], since=_since(case)) if own else []
    slips = service.slips(data, persons)
    return Decision(
        outcome="served",
        starts=("decision_served",),
        started_on=service.subject_served(case, data, since=_since(case)),
        meets=(_RULE,),
        met_on=max([data["served_on"], *(each["served_on"] for each in persons)]),
        drafts=slips,
        signs=slips,
        serves=(letter,),
        serves_apart=dict(zip(own, persons, strict=True)),
    )


def in_effect_on(case: CaseView, today: date) -> date:
    """Return the first day of the listing: that of service; cases from before service came first list at once."""
    day = case.clocks["starts"].get("decision_served")
    return date.fromisoformat(day) if day else today


def _since(case: CaseView) -> str:
    """Return the event of the letters' signature; cases from before service came first noted the listing alone."""
    return "decision_signed" if "decision_signed" in case.clocks["starts"] else "listed"
