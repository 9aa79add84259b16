"""An applicant's records in the order of what can be done about them, in groups, with what stands on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from workflows.domain.publicity import Standing
from workflows.operations.record_standing import RecordStanding

#: Up to ``_FEW`` records are shown with all that is known of them; more are folded in groups of ``_GROUP``.
_FEW, _GROUP = 4, 10
#: What can be done: an application today, one from a day on, nothing.
NOW, LATER, NOTHING = "now", "later", "nothing"

Own = tuple[str, RecordStanding]
#: A subject with its records in groups.
Grouped = tuple[str, Sequence[Sequence[RecordStanding]]]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The records and their counts. All stand on one page: what is ticked in one group is not lost in the next."""

    #: What can be done → how many records.
    counts: dict[str, int]
    #: The earliest day on which another record can be applied for; None where there is none.
    next_on: date | None
    #: What can be done, with the subjects and their records.
    sections: Sequence[tuple[str, Sequence[Grouped]]]
    #: So few that nothing is folded away.
    few: bool


def overview(groups: Sequence[tuple[str, Sequence[RecordStanding]]]) -> Overview:
    """Put records in order: what can be applied for, what can be later by its day, and the others.

    Args:
        groups: subjects with their records, as :func:`workflows.operations.record_standing.own_records` gives them.
    """
    own: list[Own] = sorted(
        ((name, each) for name, records in groups for each in records), key=lambda each: _place(each[1])
    )
    kinds = [what(each) for _, each in own]
    days = [each.repairable_from for _, each in own if what(each) == LATER and each.repairable_from is not None]
    return Overview(
        counts={kind: kinds.count(kind) for kind in (NOW, LATER, NOTHING)},
        next_on=min(days, default=None),
        sections=[(kind, _by_subject(list(found))) for kind, found in groupby(own, lambda each: what(each[1]))],
        few=len(own) <= _FEW,
    )


def what(record: RecordStanding) -> str:
    """Return what can be done about a record."""
    if record.may_ask:
        return NOW
    return LATER if record.standing is Standing.RUNNING and not record.open_number else NOTHING


def _place(record: RecordStanding) -> tuple[int, date]:
    kind = what(record)
    return (NOW, LATER, NOTHING).index(kind), (record.repairable_from or date.max) if kind == LATER else date.max


def _by_subject(own: Sequence[Own]) -> Sequence[Grouped]:
    """Gather the records of each subject in groups, the subjects in the order in which they come."""
    found: dict[str, list[RecordStanding]] = {}
    for name, record in own:
        found.setdefault(name, []).append(record)
    return [
        (name, [records[start : start + _GROUP] for start in range(0, len(records), _GROUP)])
        for name, records in found.items()
    ]
