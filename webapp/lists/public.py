"""What the public sees of a listing: the six fields (列入 and 移出: 原因, 日期, 作出决定机关) and nothing personal.

What has left a list is announced for a time (移出公告) and then shown no more, see docs/adr/0020.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.identifiers import mask_name, mask_phone, mask_resident_ids
from workflows.domain.listing import LEFT_REASONS, LIABLE_ROLES, Persons
from workflows.operations.office import Office
from workflows.operations.public_persons import persons_shown
from workflows.store import list_pages

#: Days for which a removal is announced. No text gives a number; the house's own, see docs/adr/0020.
ANNOUNCED_DAYS = 30
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")


@dataclass(frozen=True, kw_only=True)
class Published:
    """One line of the public register."""

    name: str
    #: 统一社会信用代码 of a legal person; empty for everybody else.
    code: str
    #: 责任身份 of a natural person listed with an entity; empty for others.
    liable_as: str
    list_name: str
    reason: str
    listed_on: date
    organ: str
    left_reason: str
    left_on: date | None
    left_organ: str


def published(
    office: Office, *, left: bool, list_key: str, words: str, before: tuple[date, int] | None, today: date, size: int
) -> tuple[Sequence[Published], tuple[date, int] | None]:
    """Return a page of the public register and the place of the next one, or None.

    Natural persons are masked; where a pack of the organ forbids their display (山东省社会信用条例 Art. 20) they are
    left out, also those who were listed before it bound the organ.
    """
    since = today - timedelta(days=ANNOUNCED_DAYS) if left else None
    with office.database.read() as connection:
        rows = list_pages.published(
            connection, today=today, left_since=since, list_key=list_key, words=words, before=before, limit=size + 1
        )
        shown = rows[:size]
        natural = {row.organ_id for row in shown if row.subject_kind == "natural_person"}
        persons = {organ_id: persons_shown(office, connection, organ_id, today) for organ_id in natural}
        involved = _involved(shown, list_pages.persons_of(connection, {_entity(row) for row in shown}))
    following = (shown[-1].listed_on, shown[-1].id) if len(rows) > size else None
    return [
        _line(row, involved[_entity(row)])
        for row in shown
        if persons.get(row.organ_id) is not Persons.WITHHELD or row.subject_kind != "natural_person"
    ], following


def without_persons(text: str, names: Sequence[str]) -> str:
    """Return free text in which the named persons, numbers of persons and mobile telephones are masked."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return _PHONE.sub(lambda found: mask_phone(found[0]), mask_resident_ids(text, public=True))


def list_name(key: str) -> str:
    """Return the name of a list; its key where the catalogue no longer has it."""
    kind = catalogue.lists().get(key)
    return key if kind is None else kind.name


def shown_name(row: Any, actor: Actor | None = None) -> str:
    """Return a subject's name; a natural person's is masked for everybody but those who act for it."""
    own = actor is not None and row.subject_id in actor.subjects
    return mask_name(row.subject_name) if row.subject_kind == "natural_person" and not own else str(row.subject_name)


def _entity(row: Any) -> int:
    return int(row.of_listing_id or row.id)


def _involved(rows: Sequence[Any], liable: Sequence[Any]) -> Mapping[int, list[str]]:
    """Return the natural persons of each listing, by the id of the entity's own."""
    names: dict[int, list[str]] = {_entity(row): [] for row in rows}
    for row in (*rows, *liable):
        if row.subject_kind == "natural_person":
            names[_entity(row)].append(str(row.subject_name))
    return names


def _line(row: Any, names: Sequence[str]) -> Published:
    return Published(
        name=shown_name(row),
        code=row.code if row.subject_kind == "legal_person" else "",
        liable_as=LIABLE_ROLES.get(row.liable_as, ""),
        list_name=list_name(row.list_key),
        reason=without_persons(row.reason, names),
        listed_on=row.listed_on,
        organ=row.organ_name,
        left_reason=LEFT_REASONS.get(row.left_reason, ""),
        left_on=row.left_on,
        left_organ=row.exit_organ_name or "",
    )
