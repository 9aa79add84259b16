"""The legality gate (S0-28, S4-03): catalogue, basis document, three limbs, responsible persons.

What does not pass cannot be proposed; below the standard there is the internal watch list or no listing at all.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.basis import CheckBasis
from workflows.domain.case import CaseView
from workflows.domain.errors import BadIdentifier, FieldErrors
from workflows.domain.identifiers import parse_resident_id
from workflows.domain.letter_code import sheets
from workflows.domain.listing import LIABLE_ROLES, AssignMeasures, ListKind, Persons
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.policies import library as policies
from workflows.processes.blacklist_entry.words import UNSETTLED

#: Cleaned data of a form.
Data = Mapping[str, Any]
_LIMBS = {
    "nature": N_("请论证性质是否恶劣。"),
    "gravity": N_("请论证情节是否严重。"),
    "harm": N_("请论证社会危害是否较大。"),
}
#: What a proposal to list remembers and one to watch has none of, whatever was proposed before it was sent back.
_UNLISTED: Mapping[str, Any] = {"persons": [], "executors": [], "public": False, "consent_needed": False, "ban": None}
#: From open to closed; of two rules the more closed one holds.
_CLOSED = (Persons.SHOWN, Persons.MASKED, Persons.WITHHELD)


def assess(case: CaseView, _actor: Actor, data: Data) -> Decision:
    """The proposal (LST-01): list, watch or leave be.

    Raises:
        FieldErrors: list or measure is not in the catalogue or not in force, the basis document is not yet effective or
            is not the case's, a limb, or a listing before the document is settled, is not reasoned, a responsible
            person that the packs ask for is missing.
        BasisLost: the record on which the listing would rest is annulled or repaired.
    """
    proposal = data["conclusion"]
    _reasoned(data, proposal)
    kind = _list_kind(case, data, proposal)
    memory: dict[str, Any] = {
        "list_key": kind.key,
        "basis": {
            "kind": data["basis_kind"],
            "number": data["basis_number"].strip(),
            "effective_on": data["basis_effective_on"].isoformat(),
        },
        "reason": data["facts"].strip(),
        "proposal": proposal,
    }
    # A document that takes effect only tomorrow is no basis: what starts a clock cannot lie ahead.
    rests: Any = {"starts": ("basis_effective",), "started_on": data["basis_effective_on"], "signs": ("LST-01",)}
    if proposal == "none":
        # A matter that goes no further may rest on nothing.
        return Decision(
            outcome="none", facts={"assessment": "none"}, memory=memory, drafts=("LST-01", "LST-07"), **rests
        )
    if proposal == "watch":
        return Decision(
            outcome="watch",
            facts={"assessment": "watch", "measures_ordered": False, "circular_needed": False},
            memory={**memory, **_UNLISTED, "measures": watch_measures(kind, data["measures"], case.received_on)},
            effects=(_typed(data), AssignMeasures(list_key=kind.key)),
            strikes=("LST-02P",),
            drafts=("LST-01", "LST-02"),
            **rests,
        )
    chosen = _measures(data, kind, case.received_on)
    persons = _persons(case, data)
    departments = list(data["departments"])
    if bool(chosen) != bool(departments):
        raise FieldErrors({"departments": [N_("选择措施的须选择执行部门，选择部门的须选择措施。")]})
    shown = shown_persons(case, kind)
    natural = bool(data["natural_person"]) or case.facts.get("subject_kind") == "natural_person"
    if (consent_needed(case, kind) or provincial_review(case)) and not case.facts.get("superior"):
        raise FieldErrors({"list_key": [N_("列入此名单须报上级同意或者复核，而本单位没有登记上级，请联系管理员。")]})
    return Decision(
        outcome="list",
        facts={
            "assessment": "list",
            "measures_ordered": bool(chosen),
            "circular_needed": bool(data["public_body"]),
        },
        memory={
            **memory,
            "measures": chosen,
            "executors": departments,
            "persons": persons,
            "persons_shown": str(shown),
            "public": not natural or shown is not Persons.WITHHELD,
            "natural_person": natural,
            "consent_needed": consent_needed(case, kind),
            "ban": _ban(data, case.received_on),
            "discussion": discussed_under(case) if data.get("grave") else "",
        },
        effects=(
            _typed(data),
            AssignMeasures(list_key=kind.key, measures=tuple(chosen), departments=tuple(departments)),
        ),
        strikes=("LST-02P",),
        drafts=("LST-01", "LST-02", *sheets("LST-02P", range(1, len(persons) + 1))),
        **rests,
    )


def list_of(case: CaseView) -> ListKind:
    """Return the list that the case is about, as the assessment chose it."""
    return catalogue.lists()[case.facts["list_key"]]


def binds(case: CaseView, kind: ListKind) -> bool:
    """Tell whether the text of a list binds in a case: that of one place does nowhere else (S4-02, S4-03)."""
    return not kind.jurisdiction or kind.jurisdiction in {policies.pack(pack).jurisdiction for pack in case.packs}


def watch_list(case: CaseView) -> ListKind | None:
    """Return the watch list on which a case may end without a listing (S0-06): one whose text binds; None without."""
    known = catalogue.lists().values()
    bound = (each for each in known if each.register == "watch" and each.in_force(case.received_on))
    return next((each for each in bound if binds(case, each)), None)


def watch_measures(kind: ListKind, chosen: Collection[str], day: date) -> list[str]:
    """Return the arrangements of a watch list: those chosen, else all that the catalogue has for it.

    What was ticked before the conclusion was changed, such as a sanction, is none of them.
    """
    offered = catalogue.measures_for(kind.key, day)
    return [key for key in offered if key in chosen] or list(offered)


def consent_needed(case: CaseView, kind: ListKind) -> bool:
    """Tell whether the level above must consent: a pack or the list asks for it."""
    return kind.consent_above or bool(case.facts.get("requires", {}).get("consent_above"))


def provincial_review(case: CaseView) -> str:
    """Return the article by which the province's credit authority reviews (复核) an objection that was not followed.

    河南省社会信用条例 Art. 28; empty where no bound pack has it.
    """
    return str(case.facts.get("requires", {}).get("provincial_review") or "")


def discussed_under(case: CaseView) -> str:
    """Return the article by which those in charge discuss a grave or complex matter together (行政处罚法 Art. 57).

    Empty where no bound pack asks for it.
    """
    return str(case.facts.get("requires", {}).get("collective_discussion") or "")


def shown_persons(case: CaseView, kind: ListKind) -> Persons:
    """Return what is shown of natural persons: of pack and list, the more closed (山东 Art. 20)."""
    by_pack = Persons(case.facts.get("requires", {}).get("persons", Persons.SHOWN))
    return max(kind.persons, by_pack, key=_CLOSED.index)


def defence_by_hand(case: CaseView) -> bool:
    """Tell whether no bound pack gives the defence a number of days, so that a person must set its last day."""
    limits = [policies.pack(pack).limit("blacklist_entry.defence") for pack in case.packs]
    return not any(limit is not None and limit.n is not None for limit in limits)


def _typed(data: Data) -> CheckBasis:
    return CheckBasis(
        kind=data["basis_kind"], number=data["basis_number"].strip(), effective_on=data["basis_effective_on"]
    )


def _reasoned(data: Data, proposal: str) -> None:
    if proposal == "list":
        missing = {field: [words] for field, words in _LIMBS.items() if not str(data[field] or "").strip()}
        if data.get("remedy") in UNSETTLED and not str(data.get("remedy_reasons") or "").strip():
            missing["remedy_reasons"] = [N_("依据文书还可能被复议、诉讼改变，请写明仍然列入的理由。")]
        if missing:
            raise FieldErrors(missing)
    elif not str(data["reasons"] or "").strip():
        raise FieldErrors({"reasons": [N_("请写明未达到认定标准或者不予列入的理由。")]})


def _list_kind(case: CaseView, data: Data, proposal: str) -> ListKind:
    kind = catalogue.lists().get(data["list_key"])
    if kind is None or not kind.in_force(case.received_on):
        raise FieldErrors({"list_key": [N_("名单不在目录中，或者依据当日无效。")]})
    if proposal != "none" and not binds(case, kind):
        raise FieldErrors({"list_key": [N_("此名单的依据只适用于当地，本案适用的规则没有规定，不得纳入。")]})
    if kind.received_only:
        raise FieldErrors({"list_key": [N_("此名单由人民法院决定，本系统只登记收到的决定，不作认定。")]})
    if (kind.register == "watch") is not (proposal == "watch"):
        raise FieldErrors({"list_key": [N_("名单与审查结论不一致。")]})
    return kind


def _measures(data: Data, kind: ListKind, day: date) -> list[str]:
    offered = catalogue.measures_for(kind.key, day)
    chosen = list(dict.fromkeys(data["measures"]))
    for key in chosen:
        if key not in offered:
            raise FieldErrors({"measures": [N_("所选措施不在此名单的措施清单中，或者依据当日无效。")]})
        if offered[key].received_only:
            raise FieldErrors({"measures": [N_("此措施由人民法院或者公安机关决定，只登记、不在此决定。")]})
    return chosen


def _ban(data: Data, day: date) -> dict[str, str] | None:
    """Return 市场和行业禁入 (S0-10): scope, basis and last day or 永久; None where none is proposed."""
    scope, basis = (str(data.get(name) or "").strip() for name in ("ban_scope", "ban_basis"))
    until, forever = data.get("ban_until"), bool(data.get("ban_forever"))
    if not (scope or basis or until or forever):
        return None
    if not scope or not basis:
        raise FieldErrors({"ban_scope" if not scope else "ban_basis": [N_("禁入须写明范围和法律、行政法规依据。")]})
    if (until is not None) is forever:
        raise FieldErrors({"ban_until": [N_("请填写禁入截止日期，或者勾选永久禁入，二者选一。")]})
    if until is not None and until <= day:
        raise FieldErrors({"ban_until": [N_("禁入截止日期应在今天之后。")]})
    return {"scope": scope, "basis": basis, "until": "" if until is None else until.isoformat()}


def _persons(case: CaseView, data: Data) -> list[dict[str, str]]:
    persons = [{name: str(row[name]).strip() for name in ("name", "code", "role")} for row in data["persons"]]
    for each in persons:
        try:
            each["code"] = parse_resident_id(each["code"], case.received_on)
        except BadIdentifier as wrong:
            raise FieldErrors({"persons": [str(wrong)]}) from wrong
    required: Sequence[str] = case.facts.get("requires", {}).get("liable_roles", ())
    natural = bool(data["natural_person"]) or case.facts.get("subject_kind") == "natural_person"
    named = {each["role"] for each in persons}
    if required and not natural and not named & set(required):
        words = "、".join(LIABLE_ROLES[role] for role in required)
        raise FieldErrors({"persons": [N_("惩戒到人：至少写明一名责任人员，所适用的规则列明：") + words]})
    if len({each["code"] for each in persons}) != len(persons):
        raise FieldErrors({"persons": [N_("同一责任人员只写一行。")]})
    return persons
