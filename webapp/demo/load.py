"""Loads the demonstration once: organisations, accounts, subjects, records and cases in many states."""

from dataclasses import replace

from webapp.demo import cases, exchange, further, penalties
from webapp.demo.people import AUTHORITY, LABOUR, MARKET, Staffed, staff
from webapp.demo.timeline import StepClock, Timed
from workflows.operations.office import Office
from workflows.processes import discover
from workflows.store import people

#: The texts that bind the demonstration, a city of 河南: the local one, and the national rules of repair and of
#: publicity, in force everywhere. None of them says by when information is reported. 河南条例 shows as a warning until
#: it is bound.
PACKS = (
    "xinzheng/2018-03-28",
    "national/2026-04-01",
    "market-publicity/2021-09-01",
    "penalty-law/2021-07-15",
)
#: The text of a list binds the department that decides on it besides: its removals have limits by no other text.
LIST_PACKS = {MARKET: "market/2021-09-01", LABOUR: "labour/2022-01-01"}


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
    fill(office, password_hash)
    return True


def fill(office: Office, password_hash: str) -> list[Timed]:
    """Fill an empty database; return the acts that the office refused, whose cases stand where they stood before."""
    now = office.clock()
    calendar = office.calendar()
    processes = discover()
    stops = further.stops_of((each for key, each in processes.items() if key != "objection"), PACKS)
    clock = StepClock(min(cases.begins(calendar, now), further.begins(stops, calendar, now)))
    past = replace(office, clock=clock, real_clock=clock)
    subjects = penalties.add_subjects(past)
    staffed = staff(past, penalties.APPLICANTS, subjects, password_hash, PACKS)
    _bind_lists(staffed)
    records = penalties.add_penalties(past, subjects, staffed.organisations)
    others = list(further.acts(staffed, stops, records, clock.move, now))
    refused = cases.drive_cases(staffed, processes["objection"], records, clock, now, others)
    exchange.owe_publications(office)
    return refused


def _bind_lists(staffed: Staffed) -> None:
    with staffed.office.database.act() as uow:
        for name, pack in LIST_PACKS.items():
            since = staffed.office.packs[pack].valid_from
            people.bind_pack(uow.connection, staffed.organisations[name], pack, since)
        uow.commit()


__all__ = ["AUTHORITY", "PACKS", "is_loaded", "load"]
