"""抄送: colleagues are shown a case that they may see anyway. A copy widens nobody's sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, StaleVersion
from workflows.domain.words import N_
from workflows.operations import notify
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act, require_sight
from workflows.operations.retry import once
from workflows.store import cases, copies, people

_POSTS = tuple(role for role in Role if role not in (Role.APPLICANT, Role.ADMIN))


@dataclass(frozen=True, kw_only=True)
class CopyCase:
    """The command: which case, seen at which ``CaseView.substance``, to whom and why."""

    case_id: int
    seen: int
    key: str
    to: Sequence[int]
    #: What the colleagues are asked to look at.
    note: str


def copy_case(office: Office, actor: Actor, command: CopyCase) -> int:
    """Give colleagues a copy and tell them. Who has one already keeps it. Return the case's id.

    Raises:
        Hidden: the case is not this person's to see.
        FieldErrors: no reason, or nobody of the own organisation who may see the case.
        StaleVersion: the case changed since the form was opened.
    """
    if not command.note.strip():
        raise FieldErrors({"reason": [N_("请写明理由。")]})
    return once(office, actor, command.key, lambda: _copy(office, actor, command), int)


def _copy(office: Office, actor: Actor, command: CopyCase) -> int:
    act = open_act(office, actor, command.case_id, substantive=False)
    require_sight(actor, act.case)
    if act.case.substance != command.seen:
        raise StaleVersion(final=True)
    known = readers(office, actor, act.case)
    names = [name for user_id, name in known if user_id in command.to]
    if not names or len(names) != len(set(command.to)):
        raise FieldErrors({"to": [N_("请选择本单位可以查看该办件且尚未抄送的人员。")]})
    note = command.note.strip()
    event = act.record("case_copied", to="、".join(names), reason=note)
    for user_id in command.to:
        notify.owe(act, "case_copied", f"user:{user_id}", event, who=actor.name, reason=note)
    with office.database.act() as uow:
        act.write(uow)
        copies.give(uow.connection, act.case.id, list(command.to), actor.user_id, act.now, note)
        cases.keep_result(uow.connection, command.key, actor.user_id, str(act.case.id), act.now)
        uow.commit()
    return act.case.id


def readers(office: Office, actor: Actor, case: CaseView) -> list[tuple[int, str]]:
    """Return the colleagues (id, name) who may be given a copy: of the own organisation, and without one yet."""
    found: dict[int, str] = {}
    with office.database.read() as connection:
        had = copies.holders(connection, case.id) | {actor.user_id}
        for org_id in sorted(actor.organisations(*_POSTS)):
            for role in _POSTS:
                for holder in people.holders(connection, role, org_id):
                    post = Actor(user_id=holder.id, name=holder.name, posts=frozenset({(role, org_id)}))
                    if holder.id not in had and may_see(post, case):
                        found[holder.id] = holder.name
    return list(found.items())
