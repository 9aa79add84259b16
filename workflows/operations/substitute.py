"""离岗代办: a person names a colleague who does the own tasks from one day to another. It ends by itself.

The substitute acts under the own name and the own post: who may not approve the own work may not do so as a substitute
either. Nobody stands in for a substitute: there are no chains.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.retry import once
from workflows.store import cases, people, substitutions

#: Longest absence that one entry covers.
LONGEST = timedelta(days=366)


class AlreadyArranged(OfficeError):
    """One of the two is absent or stands in on some of these days; params: ``from_on``, ``to_on``."""

    message = N_("您或代办人在%(from_on)s至%(to_on)s已有代办安排；代办不能重叠，也不能转由第三人代办。")
    status = 409


class EndedAlready(OfficeError):
    """The substitution is over."""

    message = N_("该代办安排已经结束。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class Substitute:
    """The command: who stands in, from which day to which (Asia/Shanghai, both included), and why."""

    substitute_id: int
    from_on: date
    to_on: date
    reason: str
    key: str


def substitute(office: Office, actor: Actor, command: Substitute) -> int:
    """Name a substitute for oneself and return the id of the arrangement.

    Raises:
        FieldErrors: days that cannot be, no reason, or nobody with a post of one's own in the same organisation.
        AlreadyArranged: it would overlap with another arrangement of either person, or make a chain.
    """
    today = office_date(office.clock())
    errors: dict[str, list[str]] = {}
    if command.substitute_id not in dict(candidates(office, actor)):
        errors["substitute_id"] = [N_("请选择同一单位、同一岗位的在岗人员。")]
    if command.from_on < today:
        errors["from_on"] = [N_("开始日期不能早于今天。")]
    if command.to_on < command.from_on:
        errors["to_on"] = [N_("结束日期不能早于开始日期。")]
    elif command.to_on - command.from_on > LONGEST:
        errors["to_on"] = [N_("一次代办最长一年。")]
    if not command.reason.strip():
        errors["reason"] = [N_("请写明理由。")]
    if errors:
        raise FieldErrors(errors)
    return once(office, actor, command.key, lambda: _arrange(office, actor, command), int)


def _arrange(office: Office, actor: Actor, command: Substitute) -> int:
    with office.database.act() as uow:
        # The chain of the office is locked by the event: two arrangements are decided one after the other.
        note_within(
            office,
            uow,
            actor.user_id,
            "substitute_set",
            substitute=command.substitute_id,
            from_on=command.from_on.isoformat(),
            to_on=command.to_on.isoformat(),
            reason=command.reason.strip(),
        )
        pair = (actor.user_id, command.substitute_id)
        for row in substitutions.overlapping(uow.connection, *pair, command.from_on, command.to_on):
            raise AlreadyArranged(from_on=row.from_on.isoformat(), to_on=row.to_on.isoformat())
        values = {
            "user_id": actor.user_id,
            "substitute_id": command.substitute_id,
            "from_on": command.from_on,
            "to_on": command.to_on,
            "reason": command.reason.strip(),
            "by": actor.user_id,
            "at": office.clock(),
        }
        made = substitutions.add(uow.connection, values)
        cases.keep_result(uow.connection, command.key, actor.user_id, str(made), office.clock())
        uow.commit()
    return made


def end_substitute(office: Office, actor: Actor, substitution_id: int) -> None:
    """End an arrangement before its last day; only who is absent may.

    Raises:
        Hidden: it is not this person's.
        EndedAlready: it is over.
    """
    with office.database.act() as uow:
        row = substitutions.load(uow.connection, substitution_id)
        if row is None or row.user_id != actor.user_id:
            raise Hidden()
        now = office.clock()
        if row.to_on < office_date(now) or not substitutions.end(uow.connection, substitution_id, now):
            raise EndedAlready()
        note_within(office, uow, actor.user_id, "substitute_ended", substitute=row.substitute_id)
        uow.commit()


def candidates(office: Office, actor: Actor) -> list[tuple[int, str]]:
    """Return who could stand in: the holders (id, name) of a post of one's own in the same organisation."""
    found: dict[int, str] = {}
    with office.database.read() as connection:
        for role, org_id in sorted(actor.posts):
            if role is Role.ADMIN:
                continue
            found.update((row.id, row.name) for row in people.holders(connection, role, org_id))
    found.pop(actor.user_id, None)
    return list(found.items())


def stands_in(office: Office, actor: Actor, holder_id: int | None, on: date) -> bool:
    """Tell whether ``actor`` stands in for the holder of a task on a day (Asia/Shanghai)."""
    return holder_id is not None and holder_id in absent_for(office, actor, on)


def absent_for(office: Office, actor: Actor, on: date) -> frozenset[int]:
    """Return for whom a person stands in on a day (Asia/Shanghai)."""
    with office.database.read() as connection:
        return substitutions.absent_for(connection, actor.user_id, on)
