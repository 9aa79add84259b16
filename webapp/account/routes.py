"""Accounts: the pages stand in modules of their own, one for each thing that people do."""

from webapp.account import preferences, registration, reset, verification
from webapp.account.frame import blueprint
from webapp.menu import CASES, Entry
from workflows.domain.access import Role
from workflows.domain.words import N_

__all__ = ["MENU", "blueprint", "preferences", "registration", "reset", "verification"]

MENU = (
    Entry(
        label=N_("身份核验"),
        endpoint="account.requests",
        access=(Role.REVIEWER,),
        order=45,
        icon="person-check",
        group=CASES,
    ),
)
