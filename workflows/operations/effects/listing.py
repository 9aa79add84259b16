"""Lists within an act: who enters and leaves, which measures are ordered, executed and lifted, who hears of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from workflows.domain.effects import Tell
from workflows.domain.errors import OfficeError
from workflows.domain.listing import (
    ANNULLING,
    MANY_DOMAINS,
    Ban,
    CheckDomains,
    EnterList,
    EnterWatch,
    GroundLost,
    ImposeMeasures,
    LeaveList,
    LiftMeasures,
    NoteExecuted,
    SeekSpeakers,
)
from workflows.domain.words import N_
from workflows.operations import clocks, effects
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.store import listings, people


class AlreadyListed(OfficeError):
    """The subject stands on this list already; params: ``number``."""

    message = N_("该主体已在此名单中（%(number)s），不能重复列入。")
    status = 409


class NotExpired(OfficeError):
    """Removal by expiry before the last day has passed; params: ``until``."""

    message = N_("列入期限至%(until)s届满，尚不能以期限届满移出。")
    status = 409


@carries_out(SeekSpeakers)
def seek_speakers(effect: SeekSpeakers, act: Act) -> None:
    """Remember the account of each liable person who has one, by their place among the case's persons."""
    with act.office.database.read() as connection:
        found = people.representatives(connection, effect.codes)
    places = {str(place): found[code] for place, code in enumerate(effect.codes, 1) if code in found}
    act.remember(speakers=places)


@carries_out(EnterList)
def enter(effect: EnterList, act: Act) -> None:
    """Enter the subject and who answers for it; their last days are those of the case's clocks.

    Raises:
        AlreadyListed: it stands on the list already.
    """
    case = act.case
    known = _not_listed(act, effect.list_key, [each.code for each in effect.persons])
    row = {
        **_row(act, "serious", effect),
        "repairable_on": _due(act, "minimum"),
        "until_on": _due(act, "maximum"),
        "public": effect.public,
    }
    act.record("listed", list=effect.list_key, persons=len(effect.persons))

    def write(connection: Any) -> None:
        own = listings.add(connection, {**row, "subject_id": case.subject_id})
        for each in effect.persons:
            if each.code not in known:
                known[each.code] = listings.add_person(connection, each.name, each.code)
        listings.add_liable(
            connection,
            [
                {
                    **row, "of_listing_id": own, "liable_as": each.role, "public": each.public,
                    "subject_id": known[each.code], "number": _number(act, each.letter) or row["number"],
                }
                for each in effect.persons
            ],
        )  # fmt: skip

    act.writes.append(write)


@carries_out(EnterWatch)
def watch(effect: EnterWatch, act: Act) -> None:
    """Put the subject on the watch list, which is not public (S0-06).

    Raises:
        AlreadyListed: it stands on the list already.
    """
    _not_listed(act, effect.list_key)
    row = {**_row(act, "watch", effect), "subject_id": act.case.subject_id, "public": False}
    row["until_on"] = effect.until_on
    act.record("watched", list=effect.list_key)

    def write(connection: Any) -> None:
        listings.add(connection, row)

    act.writes.append(write)


@carries_out(ImposeMeasures)
def impose(effect: ImposeMeasures, act: Act) -> None:
    """Order measures against whom the case has listed; liable persons bear only those that say so."""
    case_id, until = act.case.id, _due(act, "maximum")
    act.record("measures_ordered", orders=[list(order) for order in effect.orders])

    def write(connection: Any) -> None:
        listings.impose(connection, case_id, effect.orders, effect.for_persons, effect.from_on, until)

    act.writes.append(write)


@carries_out(NoteExecuted)
def executed(effect: NoteExecuted, act: Act) -> None:
    """Note a department's receipt, measure by measure."""
    case_id = act.case.id
    act.record("measures_executed", organ=effect.organ_id, results=dict(effect.results))

    def write(connection: Any) -> None:
        listings.note_executed(connection, case_id, effect.organ_id, effect.results, effect.on, effect.note)

    act.writes.append(write)


@carries_out(LeaveList)
def leave(effect: LeaveList, act: Act) -> None:
    """End the listing and those of liable persons; departments and entering case are told.

    A subject that stands on the list no more is left as it is: removal is owed once, whoever comes first.
    """
    case = act.case
    with act.office.database.read() as connection:
        standing = listings.leaving(connection, case.subject_id, effect.list_key)
        own = [row for row in standing if row.subject_id == case.subject_id and row.list_key == effect.list_key]
        # With it go those who answer for it.
        gone = {row.id for row in own}
        ending = [row for row in standing if row.id in gone or row.of_listing_id in gone]
        organs = listings.executors(connection, [row.id for row in ending])
    gone |= {row.id for row in ending}
    remaining = [row for row in standing if row.id not in gone and row.register == "serious"]
    if effect.reason == "expiry" and any(row.until_on is not None and row.until_on >= effect.on for row in own):
        raise NotExpired(until=max(row.until_on for row in own).isoformat())
    values = {
        "left_on": effect.on,
        "left_reason": effect.reason,
        "left_number": _number(act, effect.letter),
        "exit_case_id": case.id,
    }
    act.guards.append(lambda connection: listings.leave(connection, [(row.id, row.version) for row in ending], values))
    if effect.reason in ANNULLING:
        # A ban whose listing was never lawful falls with it; otherwise it has a basis and an end of its own.
        act.writes.append(lambda connection: listings.lift_bans(connection, [row.id for row in ending], effect.on))
    act.remember(executors=organs, left=[row.id for row in ending])
    act.record("list_left", list=effect.list_key, reason=effect.reason, listings=[row.id for row in ending])
    for row in ending:
        if row.of_listing_id is None and row.case_id != case.id:
            told = {"reason": effect.reason, "on": effect.on.isoformat(), "exit_case": case.id}
            effects.apply(Tell(message="leave_list", case_id=row.case_id, data=told), act)
    act.record("domains_counted", domains=len({row.domain for row in remaining}))


@carries_out(LiftMeasures)
def lift(effect: LiftMeasures, act: Act) -> None:
    """One department's receipt for the lifting of its measures."""
    case_id = act.case.id
    done = {"lifted_on": effect.on, "note": effect.note}
    act.record("measures_lifted", organ=effect.organ_id)
    act.writes.append(lambda connection: listings.lift(connection, case_id, effect.organ_id, done))


@carries_out(CheckDomains)
def check_domains(_effect: CheckDomains, act: Act) -> None:
    """Count the domains in which the subject is listed, and tell the cases concerned from two on (S1-14)."""
    with act.office.database.read() as connection:
        standing = listings.serious_of(connection, act.case.subject_id)
    count = len({row.domain for row in standing})
    act.record("domains_counted", domains=count)
    if count < MANY_DOMAINS:
        return
    others = {row.case_id for row in standing if row.of_listing_id is None and row.case_id != act.case.id}
    for case_id in (act.case.id, *(sorted(others) if count == MANY_DOMAINS else ())):
        effects.apply(Tell(message="many_domains", case_id=case_id, data={"domains": count}), act)


@carries_out(Ban)
def ban(effect: Ban, act: Act) -> None:
    """Exclude the subject from a market or trade; the ban hangs on the listing of the case where there is one."""
    case = act.case
    row = {
        "subject_id": case.subject_id, "organ_id": case.authority_id, "scope": effect.scope, "basis": effect.basis,
        "from_on": effect.from_on, "until_on": effect.until_on,
    }  # fmt: skip
    act.record("banned", scope=effect.scope, until=_text(effect.until_on))

    def write(connection: Any) -> None:
        own = [each.id for each in listings.of_case(connection, case.id) if each.of_listing_id is None]
        listings.add_ban(connection, {**row, "listing_id": own[0] if own else None})

    act.writes.append(write)


@carries_out(GroundLost)
def ground_lost(effect: GroundLost, act: Act) -> None:
    """Tell every case whose listing rests on the records that its ground is lost."""
    case = act.case
    ids = effect.record_ids or tuple(
        case.facts.get("records") or (() if case.record_id is None else (case.record_id,))
    )
    with act.office.database.read() as connection:
        resting = listings.on_records(connection, ids)
    for row in resting:
        data = {**effect.data, "cause": effect.cause, "list": row.list_key}
        effects.apply(Tell(message="ground_lost", case_id=row.case_id, data=data), act)


def _not_listed(act: Act, list_key: str, codes: Collection[str] = ()) -> dict[str, int]:
    """Return which of the persons with these 公民身份号码 are subjects already, by code."""
    with act.office.database.read() as connection:
        found = listings.entering(connection, act.case.subject_id, list_key, codes)
    own = next(row for row in found if row.id == act.case.subject_id)
    if own.listed_on is not None:
        raise AlreadyListed(number=own.number or own.listed_on.isoformat())
    return {row.code: row.id for row in found if row.code in codes}


def _row(act: Act, register: str, effect: EnterList | EnterWatch) -> dict[str, Any]:
    case = act.case
    return {
        "register": register,
        "list_key": effect.list_key,
        "domain": effect.domain,
        "case_id": case.id,
        "record_id": case.record_id,
        "organ_id": case.authority_id,
        "basis": dict(effect.basis),
        "reason": effect.reason,
        "number": _number(act, effect.letter),
        "listed_on": effect.listed_on,
        "state": "listed",
    }


def _due(act: Act, clock: str) -> date | None:
    found = clocks.deadline_of(act, f"{act.process.key}.{clock}")
    return None if found is None else found.due_on


def _number(act: Act, code: str) -> str:
    """Return the number of the newest signed letter of a code, this act's included; empty where there is none."""
    rows = [{"code": row.code, "number": row.number, **act.letter_changes.get(row.id, {})} for row in act.letters]
    numbers = [row["number"] for row in (*rows, *act.new_letters) if row["code"] == code and row["number"]]
    return str(numbers[-1]) if numbers else ""


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
