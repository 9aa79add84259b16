"""End to end: a repair granted within the minimum leaves the listing alone; after it the subject applies and leaves."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.factories import blank_docx
from webapp.demo import penalties
from webapp.demo import scenario as demo
from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import staff
from workflows.domain.case import CaseState
from workflows.domain.scenario import File, Wait
from workflows.domain.time import at_office_hour
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.leaving import MinimumRuns
from workflows.processes import discover
from workflows.processes.blacklist_exit import scenarios as leaving
from workflows.processes.repair import scenario_acts as repair
from workflows.processes.scenario_acts import sign
from workflows.store import cases, history, listings

PACKS = ("xinzheng/2018-03-28", "market/2021-09-01", "national/2026-04-01")
LISTED, REPAIRED = date(2026, 9, 7), date(2026, 9, 18)


def test_a_repair_within_the_minimum_ends_no_listing_and_its_commitment_serves_the_removal(tmp_path: Path) -> None:
    office = demo._office(tmp_path, None, at_office_hour(LISTED, 10))
    office = replace(office, render=lambda _template, _context: blank_docx())
    subjects = penalties.add_subjects(office)
    staffed = staff(office, penalties.APPLICANTS, subjects, "-", PACKS)
    record = penalties.add_penalties(office, subjects, staffed.organisations)[repair.FIRST]
    known = discover()

    def driven(process: str) -> Drive:
        return Drive(
            staffed=staffed, process=known[process], record=record, posts=POSTS,
            move=lambda to: demo._advance(staffed, to),
        )  # fmt: skip

    listing, mending = driven("blacklist_entry"), driven("repair")
    listing.run(leaving._listed(LISTED))
    listing.run([Wait(until=REPAIRED)])
    mending.run([File(form=repair.filing(repair.FIRST)), *repair.grant(REPAIRED)])
    deliver_messages(office, "w1")
    deliver_messages(office, "w1")
    assert listing.opened is not None
    entry = listing.opened.case_id
    with office.database.read() as connection:
        kinds = [each.kind for each in history.events_of(connection, entry)]
    assert "ground_gone" not in kinds, "44号令: not before a year has passed"
    assert mending.opened is not None
    with office.database.read() as connection:
        assert "list_minimum_runs" in [each.kind for each in history.events_of(connection, mending.opened.case_id)]
    without = {**leaving._FILING, "commitment": False}
    listing.run([File(form={**without, "cause": "ended"}, process="blacklist_exit"), leaving._accept()])
    with pytest.raises(MinimumRuns):
        listing.run([leaving._examine("remove")])
    refused = [leaving._examine("refuse"), sign("chief", "sign_refusal"), leaving._serve("serve_refusal", REPAIRED)]
    listing.run([*refused, Wait(until=leaving._REPAIRED), File(form={**without, "cause": "ended"})])
    listing.run([leaving._accept()])
    listing.run([leaving._examine("remove"), sign("chief", "sign_removal")])
    listing.run(leaving._lift(leaving._REPAIRED, "executor", "executor2"))
    deliver_messages(office, "w1")
    with office.database.read() as connection:
        stored = cases.load(connection, entry)
        assert [each.state for each in listings.of_case(connection, entry)] == ["left", "left"], "it and its person"
    assert stored is not None
    assert stored.view.state is CaseState.ARCHIVED, "the case of the listing ends with it"
