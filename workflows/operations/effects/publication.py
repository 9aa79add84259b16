"""What publication does to a record within an act, under compare-and-set on the record."""

from workflows.domain.publication import Display, Withhold
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.effects.publicity import change_publicity, read_record


@carries_out(Display)
def display(effect: Display, act: Act) -> None:
    """Note the first day on display; what is no longer public, or has an earlier day, stays as it is."""
    row = read_record(act, effect.record_id)
    if row["state"] == "published" and row["published_on"] is None:
        change_publicity(act, row, {"published_on": act.today})


@carries_out(Withhold)
def withhold(effect: Withhold, act: Act) -> None:
    """Take the record off display before it has been shown."""
    row = read_record(act, effect.record_id)
    if row["state"] == "published":
        change_publicity(act, row, {"state": "withheld"})
