"""Lists within an act: who enters, which measures are ordered and executed, who is banned, who hears of domains."""

from collections.abc import Collection
from datetime import date
from typing import Any

from workflows.domain.effects import Tell
from workflows.domain.errors import OfficeError
from workflows.domain.listing import (
    MANY_DOMAINS,
    Ban,
    CheckDomains,
    EnterList,
    EnterWatch,
    ImposeMeasures,
    SeekSpeakers,
    entered_by,
)
from workflows.domain.measure_receipt import NoteExecuted
from workflows.domain.removal import repair_from
from workflows.domain.words import N_
from workflows.operations import clocks, effects
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.papers import newest_number
from workflows.store import listings, people


class AlreadyListed(OfficeError):
    """The subject stands on this list already; params: ``number``."""

    message = N_("该主体已在此名单中（%(number)s），不能重复列入。")
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
        "repairable_on": None if (minimum := _due(act, "minimum")) is None else repair_from(minimum),
        "until_on": _due(act, "maximum"),
        "public": effect.public,
    }
    act.record("listed", list=effect.list_key, persons=len(effect.persons))

    def write(connection: Any) -> None:
        ids = known | listings.add_persons(
            connection, {each.code: each.name for each in effect.persons if each.code not in known}
        )
        listings.enter(
            connection,
            {**row, "subject_id": case.subject_id, "liable_as": ""},
            [
                {
                    **row, "liable_as": each.role, "public": each.public, "subject_id": ids[each.code],
                    "number": newest_number(act, each.letter) or row["number"],
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
    results = {measure: each.state for measure, each in effect.receipts.items()}
    act.record("measures_executed", organ=effect.organ_id, results=results)

    def write(connection: Any) -> None:
        listings.note_executed(connection, case_id, effect.organ_id, effect.receipts)

    act.writes.append(write)


@carries_out(CheckDomains)
def check_domains(_effect: CheckDomains, act: Act) -> None:
    """Count the domains in which the subject is listed, and tell the cases concerned from two on (S1-14)."""
    with act.office.database.read() as connection:
        standing = listings.serious_of(connection, act.case.subject_id)
    count = len({row.domain for row in standing})
    act.record("domains_counted", domains=count)
    if count < MANY_DOMAINS:
        return
    others = [case_id for case_id in entered_by(standing) if case_id != act.case.id]
    for case_id in (act.case.id, *(others if count == MANY_DOMAINS else ())):
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
        "number": newest_number(act, effect.letter),
        "listed_on": effect.listed_on,
        "state": "listed",
    }


def _due(act: Act, clock: str) -> date | None:
    found = clocks.deadline_of(act, f"{act.process.key}.{clock}")
    return None if found is None else found.due_on


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
