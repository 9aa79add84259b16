"""Desks on which the tasks of any process land: at the authority, at the record's organisation, with the applicant."""

from collections.abc import Callable

from workflows.domain.access import Desk, Role
from workflows.domain.case import CaseView

#: Names the desks of a task; several desks must all answer (会签).
Desks = Callable[[CaseView], tuple[Desk, ...]]


def at_authority(role: Role) -> Desks:
    """Return the desk of a post at the organisation that handles the case."""
    return lambda case: (Desk(role=role, org_id=case.authority_id),)


def at_provider(role: Role) -> Desks:
    """Return the desk of a post at the organisation that provided or recognised the record."""
    return lambda case: (Desk(role=role, org_id=case.provider_id),)


def with_applicant(clerk: Role) -> Desks:
    """Return the applicant's own desk; for who has no account and comes on paper, that of the authority's ``clerk``."""

    def desks(case: CaseView) -> tuple[Desk, ...]:
        if case.applicant_id is None:
            return at_authority(clerk)(case)
        return (Desk(role=Role.APPLICANT, user_id=case.applicant_id),)

    return desks


def with_executors(case: CaseView) -> tuple[Desk, ...]:
    """Return a desk at every department that carries out measures (惩戒部门)."""
    return tuple(Desk(role=Role.EXECUTOR, org_id=org) for org in case.facts.get("executors", ()))
