"""What an act does to the publicity of a record, under compare-and-set on the record; one effect a record and act."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.errors import OfficeError
from workflows.domain.publicity import EndPublicity, Hold, Publicity, RestorePublicity, Unhold
from workflows.domain.record_clock import next_look
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.record_law import law_of_packs
from workflows.store import publicity


class RecordDestroyed(OfficeError):
    """The record was destroyed when its keeping was over; nothing brings it back."""

    message = N_("该信息保存期满，已经销毁，不能再恢复公示或者保全。")
    status = 409


@carries_out(EndPublicity)
def end(effect: EndPublicity, act: Act) -> None:
    """Stop publicity; what has been stopped before keeps its day, and is marked as repaired where that is why."""
    row = read_record(act, effect.record_id)
    if row["state"] == "destroyed":
        return
    values: dict[str, Any] = {}
    if row["state"] == "published":
        values = {"state": "ended", "ended_on": act.today, "ended_reason": effect.reason}
    if effect.reason == "repaired":
        values["repair_state"] = "repaired"
    if not values:
        return
    unknown_end = row["subject_kind"] == "natural_person" and row["conduct_ended_on"] is None
    values["asks"] = "conduct_end" if unknown_end else ""
    change_publicity(act, row, values)
    act.record("publicity_ended", record=effect.record_id, reason=effect.reason)


@carries_out(RestorePublicity)
def restore(effect: RestorePublicity, act: Act) -> None:
    """Make a record public again until a last day, as one whose repair was revoked.

    Raises:
        RecordDestroyed: see there.
    """
    row = _read(act, effect.record_id)
    values = {
        "state": "published",
        "publish_until": effect.until,
        "ended_on": None,
        "ended_reason": "",
        "repair_state": "revoked",
        "asks": "",
    }
    change_publicity(act, row, values)
    act.record("publicity_restored", record=effect.record_id, until=effect.until.isoformat())


@carries_out(Hold)
def hold(effect: Hold, act: Act) -> None:
    """Put a record under legal hold; what it waited for waits for the end of the hold.

    Raises:
        RecordDestroyed: see there.
    """
    change_publicity(act, _read(act, effect.record_id), {"hold_reason": effect.reason, "asks": ""})
    act.record("record_held", record=effect.record_id, reason=effect.reason)


@carries_out(Unhold)
def release(effect: Unhold, act: Act) -> None:
    """End the legal hold; the clock goes on.

    Raises:
        RecordDestroyed: see there.
    """
    change_publicity(act, _read(act, effect.record_id), {"hold_reason": ""})
    act.record("record_released", record=effect.record_id)


def _read(act: Act, record_id: int) -> Mapping[str, Any]:
    row = read_record(act, record_id)
    if row["state"] == "destroyed":
        raise RecordDestroyed()
    return row


def read_record(act: Act, record_id: int) -> Mapping[str, Any]:
    """Return a record with the kind of its subject."""
    own = next((row for row in act.records if row["id"] == record_id), None)
    if own is not None:
        return own
    with act.office.database.read() as connection:
        found: Mapping[str, Any] = publicity.load(connection, record_id)._mapping
    return found


def change_publicity(act: Act, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Change a record's publicity within the act, and the day on which it is looked at next."""
    after = Publicity.of({**row, **values}, row["subject_kind"])
    law = law_of_packs(act.office, act.case.packs, act.today)
    values["look_on"] = next_look(after, law.of(after), law.keeping, act.today)
    act.publicity[row["id"]] = {"b_seen": row["version"], **values}
