"""What follows from the decision to list: register, publication, measures, service; then years on the list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.basis import CheckBasis
from workflows.domain.calendar import add_months
from workflows.domain.case import CaseState, CaseView
from workflows.domain.effects import Begin
from workflows.domain.errors import FieldErrors, NotAllowed
from workflows.domain.exchange import PushListings
from workflows.domain.listing import (
    MEASURE_STATES,
    Ban,
    EnterList,
    ImposeMeasures,
    Liable,
)
from workflows.domain.measure_receipt import MeasureReceipt, NoteExecuted
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.processes import list_service as service
from workflows.processes.blacklist_entry.rules import domains
from workflows.processes.blacklist_entry.rules.defence import require_heard
from workflows.processes.blacklist_entry.rules.legality import list_of
from workflows.processes.blacklist_entry.rules.serving import in_effect_on

#: Cleaned data of a form.
Data = Mapping[str, Any]
#: Natural days in which the departments answer an order: no text says how many (S1-29).
RECEIPT_DAYS = 15


def enter(case: CaseView, today: date) -> Decision:
    """The subject stands on the list from service on: publication, measures, platform, liable persons (Appendix A LST).

    Raises:
        NotHeard: see ``defence.require_heard``.
        BasisLost: the record on which it rests is annulled or repaired.
        AlreadyListed: the subject stands on the list.
    """
    require_heard(case)
    kind, public, listed_on = list_of(case), bool(case.facts["public"]), in_effect_on(case, today)
    limits = {"minimum": kind.minimum, "maximum": kind.maximum}
    shown = case.facts["persons_shown"] != "withheld"
    persons = tuple(
        Liable(name=each["name"], code=each["code"], role=each["role"], public=shown, letter=letter)
        for each, letter in zip(case.facts.get("persons", []), service.person_letters(case, "LST-06P"), strict=True)
    )
    orders = ordered(case)
    for_persons = frozenset(key for key, _ in orders if catalogue.measures()[key].persons)
    told = {"name": kind.name, "listed_on": listed_on.isoformat()}
    entered = EnterList(
        list_key=kind.key,
        domain=kind.domain,
        basis=case.facts["basis"],
        reason=case.facts["reason"],
        listed_on=listed_on,
        public=public,
        letter="LST-06",
        persons=persons,
    )
    ends = {name: add_months(listed_on, each.months) for name, each in limits.items() if each}
    receipts_by = today + timedelta(days=RECEIPT_DAYS)
    drafts = (*(("LST-08",) if public else ()), *(("LST-09",) if orders else ()))
    return Decision(
        outcome="entered",
        starts=("listed",),
        started_on=listed_on,
        set_dates={
            **{f"blacklist_entry.{name}": day for name, day in ends.items()},
            **({"blacklist_entry.execute": receipts_by} if orders else {}),
        },
        memory={"listed_on": listed_on.isoformat(), "receipts_by": receipts_by.isoformat()},
        drafts=drafts,
        signs=drafts,
        effects=(
            CheckBasis(),
            entered,
            *((ImposeMeasures(orders=orders, for_persons=for_persons, from_on=listed_on),) if orders else ()),
            *_ban(case, listed_on),
            PushListings(
                asks=(("platform", "enter_list"), ("site", "publish")), payload=told, answer="platform_entered"
            ),
        ),
        notices=(("in_force", "applicant"), *((("measures_asked", "executors"),) if orders else ())),
        told={"listed_on": listed_on.isoformat()},
    )


def ordered(case: CaseView) -> tuple[tuple[str, int], ...]:
    """Return which measure is ordered from which department; in cases from before that, each from every one."""
    measures, organs = case.facts.get("measures", []), case.facts.get("executors", [])
    orders = case.facts.get("orders") or [(measure, organ) for measure in measures for organ in organs]
    return tuple((measure, organ) for measure, organ in orders)


def answered(case: CaseView) -> dict[tuple[str, int], Mapping[str, str]]:
    """Return state, day and note of each (measure, department) that is answered; earlier receipts had no days."""
    return {
        (measure, each["organ"]): said
        for each in case.facts.get("receipts", ())
        for measure, said in (each.get("measures") or _ticked(each)).items()
    }


def _ticked(receipt: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return a receipt as it was given until each measure had an answer of its own."""
    return {key: {"state": state, "on": "", "note": receipt["note"]} for key, state in receipt["results"].items()}


def _ban(case: CaseView, from_on: date) -> tuple[Ban, ...]:
    """Return the ban that notice and decision told of, with the listing (S0-10)."""
    ban = case.facts.get("ban")
    if not ban:
        return ()
    until = date.fromisoformat(ban["until"]) if ban["until"] else None
    return (Ban(scope=ban["scope"], basis=ban["basis"], from_on=from_on, until_on=until),)


def execute_measures(case: CaseView, actor: Actor, data: Data) -> Decision:
    """One department's 执行回执 for every measure that it was ordered, each with its own day and reason (S1-29).

    Raises:
        NotAllowed: the person belongs to none of the departments.
        FieldErrors: a measure that was not ordered, answered twice or not at all, one that is not applicable without a
            reason, or a date before the listing.
    """
    mine = sorted(actor.organisations() & set(case.facts["executors"]))
    if not mine:
        raise NotAllowed()
    rows: Sequence[Mapping[str, Any]] = data["measures"]
    _require_each_answered([key for key, organ in ordered(case) if organ == mine[0]], rows)
    if wrong := dict(_wrong(rows, date.fromisoformat(case.facts["listed_on"]))):
        raise FieldErrors(wrong)
    answers = {
        row["measure"]: MeasureReceipt(state=row["state"], on=row["done_on"], note=(row["note"] or "").strip())
        for row in rows
    }
    told = {key: {"state": each.state, "on": each.on.isoformat(), "note": each.note} for key, each in answers.items()}
    receipts = [*case.facts.get("receipts", []), {"organ": mine[0], "measures": told}]
    # The order is answered, and the receipt made out, once the last department has answered.
    last = len(receipts) == len(case.facts["executors"])
    return Decision(
        outcome="executed",
        # The latest day is an event of the case: one that lies ahead is refused when the act is carried out.
        started_on=max(each.on for each in answers.values()),
        memory={"receipts": receipts},
        meets=("blacklist_entry.execute",) if last else (),
        drafts=("LST-09R",) if last else (),
        signs=("LST-09R",) if last else (),
        effects=(NoteExecuted(organ_id=mine[0], receipts=answers),),
    )


def _require_each_answered(own: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a receipt that does not answer each measure of the department once, and no other."""
    answered = [row["measure"] for row in rows]
    if set(answered) - set(own):
        raise FieldErrors({"measures": [N_("所选措施没有部署给本部门。")]})
    if missing := [catalogue.measures()[key].name for key in own if key not in answered]:
        raise FieldErrors({"measures": [N_("每一项措施都须答复，缺少：") + "、".join(missing)]})
    if len(answered) != len(own):
        raise FieldErrors({"measures": [N_("同一项措施只答复一次。")]})


def _wrong(rows: Sequence[Mapping[str, Any]], listed_on: date) -> Iterator[tuple[str, list[str]]]:
    """Yield what is wrong with single answers, by the cell's name in the form."""
    for place, row in enumerate(rows):
        if row["state"] == "not_applicable" and not (row["note"] or "").strip():
            yield f"measures-{place}-note", [N_("不适用的，请写明理由。")]
        if row["done_on"] < listed_on:
            yield f"measures-{place}-done_on", [N_("执行日期不能早于列入日期。")]


def carried(data: Data) -> list[tuple[str, str, str]]:
    """Return each measure with its answer, its day and the department's words, as the subject is told."""
    known = catalogue.measures()
    return [
        (f"{known[row['measure']].name}（{MEASURE_STATES[row['state']]}）", row["done_on"], row["note"] or "")
        for row in data.get("measures", ())
        # Receipts of earlier cases ticked what was executed, with one day and note for all.
        if isinstance(row, Mapping)
    ]


def sign_circular(_case: CaseView, _actor: Actor, data: Data) -> Decision:
    """通报函 (LST-15) to those above a public body, restricted (S0-13, S0-14)."""
    return Decision(outcome="circulated", drafts=("LST-15",), signs=("LST-15",))


def hear_platform(_case: CaseView, _told: Mapping[str, Any], _today: date) -> Decision:
    """The platform has acknowledged the listing."""
    return Decision(outcome="received", memory={"platform_entered": True})


def invite_repair(_case: CaseView, _today: date) -> Decision:
    """The minimum has run: the subject is told that it may ask to be repaired and removed."""
    return Decision(
        outcome="invited", events=(("repair_invited", {}),), notices=(("repairable", "applicant"),)
    )


def propose_expiry(case: CaseView, _today: date) -> Decision:
    """The maximum has run: removal is owed, whether anybody asks or not."""
    return Decision(outcome="expired", effects=(_exit(case, "expiry", {}),))


def hear_ground_lost(_case: CaseView, told: Mapping[str, Any], _today: date) -> Decision:
    """A granted objection or repair, or an annulled basis.

    Whoever is listed leaves the list (:func:`propose_exit`); whoever is not, signed or unsigned, is not listed any more
    (``dropping``): the gateway of what was served asks for it.
    """
    return Decision(
        outcome="ground_lost",
        facts={"entry_outcome": "dropped"},
        memory={"ground": {"cause": told["cause"], "note": told.get("note", "")}},
        events=(("ground_gone", {"cause": told["cause"]}),),
    )


def propose_exit(case: CaseView, _today: date) -> Decision:
    """The exit begins by itself; nobody needs to carry the paper over."""
    ground = case.facts["ground"]
    return Decision(outcome="proposed", effects=(_exit(case, ground["cause"], ground),))


def hear_leave(case: CaseView, told: Mapping[str, Any], _today: date) -> Decision:
    """The subject has left the list."""
    memory = {"left": {"reason": told["reason"], "on": told["on"]}}
    return Decision(outcome="left", memory=memory, notices=domains.left_with(case))


def close_left(_case: CaseView, _today: date) -> Decision:
    """The case ends with the listing."""
    return Decision(
        outcome="left",
        settles=CaseState.ARCHIVED,
        events=(("entry_closed", {}), ("case_archived", {})),
    )


def _exit(case: CaseView, cause: str, ground: Mapping[str, Any]) -> Begin:
    return Begin(
        process="blacklist_exit",
        authority_id=case.authority_id,
        subject_id=case.subject_id,
        record_ids=() if case.record_id is None else (case.record_id,),
        application={"cause": cause, "list_key": case.facts["list_key"], "statement": ground.get("note", "")},
        memory={"cause": cause, "list_key": case.facts["list_key"], "entry_case": case.id},
        # The same ground told again begins no second removal beside the first.
        once=True,
        # What ends the listing by law waits for no application that is being examined (S0-23).
        at_once=cause != "repair",
    )
