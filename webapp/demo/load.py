"""Loads the demonstration once: organisations, accounts, subjects, records and cases in many states."""

from dataclasses import replace

from webapp.demo import cases, exchange, penalties
from webapp.demo.people import AUTHORITY, staff
from workflows.operations.office import Office
from workflows.processes import discover
from workflows.store import people

#: The texts that bind the demonstration: the local one, and the national rule of repair, in force everywhere.
#: 河南条例 shows as a warning until it is bound.
PACKS = ("xinzheng/2018-03-28", "national/2026-04-01")


def is_loaded(office: Office) -> bool:
    """Tell whether the demonstration, or any other office, is in the database already."""
    with office.database.read() as connection:
        return bool(people.organisations(connection))


def load(office: Office, password_hash: str) -> bool:
    """Load the demonstration into an empty database; tell whether anything was loaded.

    Args:
        password_hash: of the password that all accounts share.
    """
    if is_loaded(office):
        return False
    now = office.clock()
    clock = cases.StepClock(cases.begins(office.calendar(), now))
    past = replace(office, clock=clock, real_clock=clock)
    subjects = penalties.add_subjects(past)
    staffed = staff(past, penalties.APPLICANTS, subjects, password_hash, PACKS)
    records = penalties.add_penalties(past, subjects, staffed.organisations)
    cases.drive_cases(staffed, discover()["objection"], records, clock, now)
    exchange.owe_publications(office)
    return True


__all__ = ["AUTHORITY", "PACKS", "is_loaded", "load"]
