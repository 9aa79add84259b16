"""Nobody leaves a list on which they do not stand, nor by repair before its day, without proof or commitment."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from tests.support import web as support
from tests.support.departments import staffed
from tests.support.listed import a_case, listed
from tests.support.web import Web
from workflows.domain.case import Channel
from workflows.operations import leaving
from workflows.operations.leaving import NotCommitted, NotOnList, NotProven
from workflows.operations.open_case import OpenCase, open_case
from workflows.store import cases, commitments, list_pages

LISTED = date(2026, 8, 3)


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Web:
    """The application, for rules that do not depend on the database."""
    return support.web(sqlite_url, tmp_path)


def proposed(site: Web, list_key: str = "market_serious", cause: str = "wrong") -> OpenCase:
    return OpenCase(
        process="blacklist_exit", authority_id=site.people.provider, subject_id=site.people.subject,
        channel=Channel.OFFICE, application={"cause": cause, "list_key": list_key, "statement": "认定有误。"},
        key="e" * 24,
    )  # fmt: skip


def test_no_removal_begins_for_who_does_not_stand_on_that_list(small: Web) -> None:
    officer = staffed(small).actor("recogniser")
    with pytest.raises(NotOnList):
        open_case(small.office, officer, proposed(small))
    listed(small, a_case(small), register="watch", list_key="watch", public=False)
    for key in ("market_serious", "watch", "labour_arrears"):
        with pytest.raises(NotOnList):
            open_case(small.office, officer, proposed(small, key))
    with small.office.database.read() as connection:
        assert [case.process for case in cases.of_subject(connection, small.people.subject)] == ["objection"]


def test_a_removal_is_begun_from_the_listing_alone(small: Web) -> None:
    staffed(small)
    officer = small.signed_in("recogniser")
    assert "/start/blacklist_exit" not in officer.get("/start").text
    assert officer.get(f"/start/blacklist_exit/subjects/{small.people.subject}").status_code == 404


def test_repair_needs_a_commitment_since_the_listing_and_proof(small: Web) -> None:
    """《信用修复管理办法》: proof of fulfilment and a commitment; a granted repair has brought both."""
    own = a_case(small)
    listed(small, own)
    for promise, files, refused in (
        (None, True, NotCommitted),
        ({"made_on": date(2026, 8, 2)}, True, NotCommitted),
        ({"state": "broken"}, True, NotCommitted),
        ({"kind": "voluntary"}, True, NotCommitted),
        ({}, False, NotProven),
        ({}, True, None),
        ({"case_id": None}, False, None),
    ):
        with small.office.database.act() as uow:
            said = {
                "subject_id": small.people.subject, "case_id": own, "record_id": None, "kind": "repair",
                "scope": "general", "clauses": [], "made_on": LISTED, "due_on": None, "state": "pending",
                "public": False, "organ_id": small.people.provider,
            }  # fmt: skip
            if promise is not None:
                commitments.add(uow.connection, {**said, **promise})
            found = list_pages.with_liable(uow.connection, small.people.subject)
            rows = leaving.standing(found, small.people.subject, "market_serious")
            with pytest.raises(refused) if refused else nullcontext():
                leaving.require_repaired(uow.connection, rows, own, files=lambda given=files: given)
            # Not committed: each line stands for itself.
