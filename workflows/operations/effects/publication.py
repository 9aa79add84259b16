"""What publication does to a record within an act, under compare-and-set on the record."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.publication import Display, Withhold
from workflows.domain.publicity import Publicity
from workflows.domain.record_clock import next_look
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.record_law import law_of_packs
from workflows.store import publicity


@carries_out(Display)
def display(effect: Display, act: Act) -> None:
    """Note the first day on display; what is no longer public, or has an earlier day, stays as it is."""
    row = _read(act, effect.record_id)
    if row["state"] == "published" and row["published_on"] is None:
        _change(act, row, {"published_on": act.today})


@carries_out(Withhold)
def withhold(effect: Withhold, act: Act) -> None:
    """Take the record off display before it has been shown."""
    row = _read(act, effect.record_id)
    if row["state"] == "published":
        _change(act, row, {"state": "withheld"})


def _read(act: Act, record_id: int) -> Mapping[str, Any]:
    with act.office.database.read() as connection:
        found: Mapping[str, Any] = publicity.load(connection, record_id)._mapping
    return found


def _change(act: Act, row: Mapping[str, Any], values: dict[str, Any]) -> None:
    after = Publicity.of({**row, **values}, row["subject_kind"])
    law = law_of_packs(act.office, act.case.packs, act.today)
    values["look_on"] = next_look(after, law.of(after), law.keeping, act.today)
    act.guards.append(lambda connection: publicity.change(connection, row["id"], row["version"], values))
