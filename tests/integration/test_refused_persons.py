"""惩戒到人, the milder way: a liable person who was told of an intended listing is told that nothing comes of it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.process.test_service_papers import Read, run
from tests.unit.test_listing_rules import CHIEF, CLERK, LISTED, PERSON, PERSON_SERVED, SERVED, TODAY, case
from workflows.domain.errors import FieldErrors
from workflows.processes import discover
from workflows.processes.blacklist_entry.forms import ServeOutcomeForm
from workflows.processes.blacklist_entry.rules import decision, dropping, serving
from workflows.store.database import Database
from workflows.store.tables import letter, service

ENTRY = discover()["blacklist_entry"]
OWN = "LST-07P.1"


@pytest.mark.parametrize(
    ("scenario", "told", "says"),
    [
        ("listing-refused-after-defence", True, ("不将示例甲商贸有限公司列入", "不分管该业务", "不采纳")),
        ("watch-after-defence", True, ("不因此记入你的个人信用记录", "不分管该业务")),
        ("basis-annulled", True, ("已经撤销", "也不对你采取告知的措施")),
        ("not-listed", False, ()),
        ("watch", False, ()),
        ("basis-repaired-untold", False, ()),
        ("listing", False, ()),
    ],
)  # fmt: skip
def test_whoever_was_told_is_told_of_the_end_in_a_letter_that_is_served(
    scenario: str, told: bool, says: tuple[str, ...], sqlite_url: str, tmp_path: Path
) -> None:
    read = Read()
    ended = run(ENTRY, ENTRY.scenarios[scenario], sqlite_url, tmp_path, read)
    letters = read.letters(ended, OWN)
    assert bool(letters) is told
    assert [words for words in says if words not in letters[-1]] == []
    database = Database(sqlite_url)
    with database.read() as connection:
        served = select(service.c.id).join(letter, letter.c.id == service.c.letter_id).where(letter.c.code == OWN)
        assert bool(connection.execute(served).all()) is told, "each on their own"
    database.close()


def test_the_head_signs_and_the_officer_serves_it_with_the_refusal() -> None:
    heard = case(starts={"decision_signed": "2026-09-07"}, **{**LISTED, "conclusion": "refuse"})
    approved = {"decision": "approve", "opinion": "同意。", "no_conflict": "yes"}
    assert decision.sign_decision(heard, CHIEF, approved).signs == ("LST-07", OWN)
    lost = case(**LISTED, ground={"cause": "annulled"})
    assert dropping.drop_basis(lost, TODAY).drafts == dropping.drop_signed(lost, CHIEF, {}).signs == ("LST-07", OWN)
    signed = case(starts={"decision_signed": "2026-09-07"}, **LISTED, outcome_letter="LST-07")
    form = ServeOutcomeForm()
    form.suit(signed)
    assert [row["name"] for row in form.persons.data] == [PERSON["name"]]
    data = {**SERVED, "consented": False, "persons": [PERSON_SERVED]}
    served = serving.serve_outcome(signed, CLERK, data)
    assert (served.serves, tuple(served.serves_apart)) == (("LST-07",), (OWN,))
    with pytest.raises(FieldErrors) as refused:
        serving.serve_outcome(signed, CLERK, {**data, "persons": []})
    assert set(refused.value.errors) == {"persons"}


def test_who_was_never_told_is_served_nothing() -> None:
    facts = {**LISTED, "notice_signed": False, "outcome_letter": "LST-07"}
    untold = case(starts={"decision_signed": "2026-09-07"}, **facts)
    form = ServeOutcomeForm()
    form.suit(untold)
    assert form.persons.data == []
    assert decision.no_listing_signed(untold).signs == ("LST-07",)
    assert not serving.serve_outcome(untold, CLERK, {**SERVED, "consented": False, "persons": []}).serves_apart
