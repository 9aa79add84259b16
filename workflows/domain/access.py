"""Who a person is to the office: roles (岗位) held in organisations (单位), and subjects they may act for."""

from dataclasses import dataclass, field
from enum import StrEnum

from workflows.domain.errors import NotAllowed
from workflows.domain.words import N_


class Role(StrEnum):
    """A post that a person holds in one organisation."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    HEAD = "head"
    PROVIDER = "provider"
    EXECUTOR = "executor"
    RECOGNISER = "recogniser"
    LEGAL = "legal"
    SUPERIOR = "superior"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


#: The Chinese name of each role; also the lane names of the diagrams.
ROLE_NAMES: dict[Role, str] = {
    Role.APPLICANT: N_("申请人"),
    Role.REVIEWER: N_("信用中心受理岗"),
    Role.AUDITOR: N_("信用中心审核岗"),
    Role.HEAD: N_("负责人"),
    Role.PROVIDER: N_("信息提供单位"),
    Role.EXECUTOR: N_("惩戒部门"),
    Role.RECOGNISER: N_("认定单位经办岗"),
    Role.LEGAL: N_("法制审核岗"),
    Role.SUPERIOR: N_("上级机关"),
    Role.SUPERVISOR: N_("督办岗"),
    Role.ADMIN: N_("管理员"),
}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person (or the office's own worker) who does an act."""

    #: The user's id; 0 is the office itself (timers, imports).
    user_id: int
    #: The name shown in the history.
    name: str
    #: Roles with the organisation in which each is held.
    posts: frozenset[tuple[Role, int]] = field(default_factory=frozenset)
    #: Subjects for whom the person may act, by verified representation.
    subjects: frozenset[int] = field(default_factory=frozenset)

    def holds(self, role: Role, org_id: int | None = None) -> bool:
        """Tell whether the person holds ``role`` (in ``org_id`` where one is named)."""
        return any(held is role and org_id in (None, org) for held, org in self.posts)

    def organisations(self, *roles: Role) -> frozenset[int]:
        """Return the organisations in which the person holds any of ``roles`` (any role, where none is named)."""
        return frozenset(org for held, org in self.posts if not roles or held in roles)

    def require(self, role: Role, org_id: int | None = None) -> None:
        """Raise NotAllowed unless the person holds ``role`` (in ``org_id``)."""
        if not self.holds(role, org_id):
            raise NotAllowed()


#: The office itself, when a timer or a job acts.
OFFICE = Actor(user_id=0, name=N_("系统"))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where a task lands: a role in an organisation, or one person."""

    role: Role
    #: The organisation whose pool shows the task; None for an applicant's own task.
    org_id: int | None = None
    #: The one person who may do it; None for a pool.
    user_id: int | None = None

    def admits(self, actor: Actor) -> bool:
        """Tell whether ``actor`` may take a task on this desk."""
        if self.user_id is not None:
            return actor.user_id == self.user_id
        return actor.holds(self.role, self.org_id)
