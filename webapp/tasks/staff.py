"""Who has a desk."""

from workflows.domain.access import Role

#: Everybody who works at a desk.
STAFF = (Role.REVIEWER, Role.AUDITOR, Role.HEAD, Role.PROVIDER, Role.EXECUTOR, Role.SUPERVISOR)
