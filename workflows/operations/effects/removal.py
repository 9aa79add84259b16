"""Removal within an act: who leaves a list, whose measures are lifted, and which listings have lost their ground."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from workflows.domain.effects import Tell
from workflows.domain.listing import ANNULLING, UNLIFTED, entered_by, no_longer_many
from workflows.domain.removal import CheckLeaving, GroundLost, LeaveList, LiftMeasures, NumberRemoval
from workflows.operations import effects, leaving, record_followers
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.papers import newest_number
from workflows.operations.record_followers import GROUND_LOST
from workflows.store import listings


@carries_out(CheckLeaving)
def check(effect: CheckLeaving, act: Act) -> None:
    """Refuse what may not leave on this day; see ``operations.leaving``.

    Raises:
        NotOnList, NotExpired, NoLastDay, MinimumRuns, NotCommitted, NotProven: see there.
    """
    _leaving(act, effect, act.today)


@carries_out(LeaveList)
def leave(effect: LeaveList, act: Act) -> None:
    """End the listing and those of liable persons; departments and entering case are told.

    Raises:
        NotOnList, NotExpired, NoLastDay, MinimumRuns, NotCommitted, NotProven: see ``operations.leaving``.
    """
    case = act.case
    own = _leaving(act, effect, effect.on)
    # With it go those who answer for it.
    ending = leaving.with_persons(act.listed, own)
    gone = {row.id for row in ending}
    organs = sorted({each.organ_id for each in act.measures if each.listing_id in gone and each.state in UNLIFTED})
    remaining = [
        row for row in act.listed if row.id not in gone and row.state == "listed" and row.register == "serious"
    ]
    values = {
        "left_on": effect.on,
        "left_reason": effect.reason,
        "left_number": newest_number(act, effect.letter),
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
    _tell_domains(act, own, remaining)


def _tell_domains(act: Act, own: Sequence[Any], remaining: Sequence[Any]) -> None:
    """Count the domains that are left, and tell the cases whose listings remain once they are many no more (S1-14)."""
    left = {row.domain for row in remaining}
    act.record("domains_counted", domains=len(left))
    if no_longer_many(left | {row.domain for row in own}, left):
        for case_id in entered_by(remaining):
            effects.apply(Tell(message="one_domain", case_id=case_id, data={"domains": len(left)}), act)


@carries_out(NumberRemoval)
def number(effect: NumberRemoval, act: Act) -> None:
    """Enter the number of the decision beside the listings that the case has ended; the act takes it further on."""
    case_id, letter = act.case.id, effect.letter
    act.writes.append(lambda connection: listings.number_removal(connection, case_id, newest_number(act, letter)))


@carries_out(LiftMeasures)
def lift(effect: LiftMeasures, act: Act) -> None:
    """One department's receipt for the lifting of its measures."""
    case_id = act.case.id
    done = {"lifted_on": effect.on, "note": effect.note}
    act.record("measures_lifted", organ=effect.organ_id)
    act.writes.append(lambda connection: listings.lift(connection, case_id, effect.organ_id, done))


@carries_out(GroundLost)
def ground_lost(effect: GroundLost, act: Act) -> None:
    """Tell every case whose listing rests on the records, or would, that its ground is lost.

    A repair tells only those whose minimum has ended: who is repaired earlier is invited to apply when it ends.
    """
    case = act.case
    ids = effect.record_ids or tuple(
        case.facts.get("records") or (() if case.record_id is None else (case.record_id,))
    )
    with act.office.database.read() as connection:
        resting = listings.on_records(connection, ids)
    for row in resting:
        if effect.cause == "repair" and row.repairable_on is not None and row.repairable_on > act.today:
            act.record("list_minimum_runs", listing=row.id, until=row.repairable_on.isoformat())
            continue
        data = {**effect.data, "cause": effect.cause, "list": row.list_key}
        effects.apply(Tell(message=GROUND_LOST, case_id=row.case_id, data=data), act)
    record_followers.tell_undecided(
        act, ids, {**effect.data, "cause": effect.cause}, but=[row.case_id for row in resting]
    )


def _leaving(act: Act, effect: CheckLeaving, on: date) -> Sequence[Any]:
    """Return the subject's own listings that end."""
    own = leaving.standing(act.listed, act.case.subject_id, effect.list_key)
    leaving.require_day(own, effect.reason, on)
    if effect.reason == "repair":
        with act.office.database.read() as connection:
            leaving.require_repaired(connection, own, act.case.id, files=lambda: bool(act.new_files or act.files))
    return own
