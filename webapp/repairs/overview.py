"""An applicant's records in the order of what can be done about them, page by page, with what stands on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from workflows.domain.publicity import Standing
from workflows.operations.record_standing import RecordStanding

#: Records on a page; up to ``_FEW`` are shown with all that is known of them and nothing is folded away.
_PAGE, _FEW = 20, 4
#: What can be done: an application today, one from a day on, nothing.
NOW, LATER, NOTHING = "now", "later", "nothing"

Own = tuple[str, RecordStanding]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A page of the records, and the counts of all of them."""

    #: What can be done → how many records.
    counts: dict[str, int]
    #: The earliest day on which another record can be applied for; None where there is none.
    next_on: date | None
    #: What can be done, with the subjects and their records on this page.
    sections: Sequence[tuple[str, Sequence[tuple[str, Sequence[RecordStanding]]]]]
    #: So few that nothing is folded away.
    few: bool
    #: Number of the page, from 1, and whether another follows.
    page: int
    more: bool


def overview(groups: Sequence[tuple[str, Sequence[RecordStanding]]], page: int) -> Overview:
    """Put records in order: what can be applied for, what can be later by its day, and the others.

    Args:
        groups: subjects with their records, as :func:`workflows.operations.record_standing.own_records` gives them.
        page: number of the page, from 1; one that there is not shows the last.
    """
    own: list[Own] = sorted(
        ((name, each) for name, records in groups for each in records), key=lambda each: _place(each[1])
    )
    last = max(1, -(-len(own) // _PAGE))
    page = min(max(page, 1), last)
    shown = own[(page - 1) * _PAGE : page * _PAGE]
    kinds = [what(each) for _, each in own]
    days = [each.repairable_from for _, each in own if what(each) == LATER and each.repairable_from is not None]
    return Overview(
        counts={kind: kinds.count(kind) for kind in (NOW, LATER, NOTHING)},
        next_on=min(days, default=None),
        sections=[(kind, _by_subject(list(found))) for kind, found in groupby(shown, lambda each: what(each[1]))],
        few=len(own) <= _FEW,
        page=page,
        more=page < last,
    )


def what(record: RecordStanding) -> str:
    """Return what can be done about a record."""
    if record.may_ask:
        return NOW
    return LATER if record.standing is Standing.RUNNING and not record.open_number else NOTHING


def _place(record: RecordStanding) -> tuple[int, date]:
    kind = what(record)
    return (NOW, LATER, NOTHING).index(kind), (record.repairable_from or date.max) if kind == LATER else date.max


def _by_subject(own: Sequence[Own]) -> Sequence[tuple[str, Sequence[RecordStanding]]]:
    """Gather the records of each subject, the subjects in the order in which they come."""
    found: dict[str, list[RecordStanding]] = {}
    for name, record in own:
        found.setdefault(name, []).append(record)
    return list(found.items())
