"""Whether a subject may leave a list, and by which way (Appendix A LST; S0-17, S0-23)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.commitment import Commit, CommitmentKind
from workflows.domain.errors import FieldErrors
from workflows.domain.listing import ANNULLING
from workflows.domain.process_type import Decision
from workflows.domain.removal import CheckLeaving
from workflows.domain.words import N_
from workflows.processes import list_service as service
from workflows.processes.blacklist_exit.rules.removal import decision_letters

#: Cleaned data of a form.
Data = Mapping[str, Any]


def register(case: CaseView, _today: date) -> Decision:
    """What came in is entered; an application becomes 移出申请书 (LST-10), with 送达地址确认书 (SHR-02).

    The commitment that comes with it goes into the register, where removal by repair looks for it.
    """
    papers = ("LST-10", "SHR-02") if case.channel is not Channel.OFFICE else ()
    promise = Commit(kind=CommitmentKind.REPAIR, organ_id=case.provider_id, record_id=case.record_id)
    effects = (promise,) if case.facts.get("committed") else ()
    # What the office begins itself needs no acceptance.
    starts = () if papers else ("acceptance_decided",)
    return Decision(outcome="registered", drafts=papers, signs=papers, effects=effects, starts=starts)


def accept(_case: CaseView, _actor: Actor, data: Data) -> Decision:
    """受理审查 of an application: accepted, or not with reasons, which the head signs (44号令 Art. 17).

    The time for the decision runs from here either way: a refusal that the head sends back is examined.

    Raises:
        FieldErrors: a refusal lacks its reasons or what the subject must know.
    """
    way = data["outcome"]
    if way == "accept":
        facts, more = {"route": "examine"}, {}
    else:
        _require_told(data)
        facts, more = {"route": "refuse"}, {"not_accepted": True, "reasons": data["reasons"]}
    return Decision(
        outcome=way,
        facts=facts,
        memory=more,
        starts=("acceptance_decided",),
        meets=("blacklist_exit.accept",),
        drafts=("LST-11N",) if more else (),
    )


def _require_told(data: Data) -> None:
    missing = {
        "reasons": [N_("请填写理由。")],
        "remedy": [N_("不予移出的，请写明尚需满足的条件和可以再次申请的时间。")],
    }
    errors = {name: words for name, words in missing.items() if not str(data[name] or "").strip()}
    if errors:
        raise FieldErrors(errors)


def examine(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """移出审查: remove, remove at once, or refuse with reasons.

    What the register would refuse today is refused here already, before anybody drafts or signs.

    Raises:
        FieldErrors: the cause does not allow the way, or a refusal lacks what the subject must know.
    """
    way, cause = data["outcome"], data["cause"]
    if way == "emergency" and cause not in ANNULLING:
        raise FieldErrors({"outcome": [N_("只有认定错误或者依据被撤销的，才能即时移出。")]})
    if way == "remove" and cause in ANNULLING:
        raise FieldErrors({"outcome": [N_("认定错误或者依据被撤销的，应当即时移出。")]})
    if way == "remove" and cause == "repair" and not data["fulfilled"]:
        raise FieldErrors({"fulfilled": [N_("以修复移出的，须核实已纠正失信行为、履行法定义务并作出信用承诺。")]})
    if way == "refuse":
        _require_told(data)
    removal = ("LST-11", *service.person_letters(case, "LST-11P"))
    letters = {"remove": removal, "refuse": ("LST-11N",), "emergency": ()}[way]
    check = CheckLeaving(list_key=case.facts["list_key"], reason=cause)
    return Decision(
        outcome=way,
        facts={"examination": way, "emergency": way == "emergency"},
        memory={"cause": cause, "reasons": data["reasons"], "not_accepted": False},
        effects=() if way == "refuse" else (check,),
        drafts=letters,
    )


def refusal_signed(_case: CaseView) -> Decision:
    """不予移出 is signed; relief is told in the paper."""
    return Decision(
        outcome="approve",
        facts={"approved": True},
        starts=("refusal_signed",),
        meets=("blacklist_exit.overall",),
        signs=("LST-11N",),
        notices=(("exit_refused", "applicant"),),
    )


def serve_refusal(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """The refusal reached the subject."""
    service.subject_served(case, data, since="refusal_signed")
    slips = service.slips(data)
    return Decision(outcome="served", drafts=slips, signs=slips, serves=("LST-11N",))


def close_refused(_case: CaseView, _today: date) -> Decision:
    """The subject stays on the list."""
    return Decision(
        outcome="refused", settles=CaseState.REFUSED, events=(("exit_refused", {}), ("case_refused", {}))
    )


def serve_removal(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """The signed decision reached the subject: 移出决定 (LST-11) or 撤销列入决定 (LST-13); persons theirs.

    Raises:
        FieldErrors: the service is not good.
    """
    service.subject_served(case, data, since="left")
    persons = service.persons_served(case, data["persons"], since="left")
    slips = service.slips(data, persons)
    code, *theirs = decision_letters(case)
    return Decision(
        outcome="served",
        memory={"served_persons": service.kept(persons)},
        drafts=slips,
        signs=slips,
        serves=(code,),
        serves_apart=dict(zip(theirs, persons, strict=True)),
    )
