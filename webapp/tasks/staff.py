"""Who has a desk."""

from workflows.domain.access import Role

#: Everybody who works at a desk.
STAFF = tuple(role for role in Role if role not in (Role.APPLICANT, Role.ADMIN))
