"""Every shipped pack is whole: each rule answered, each number with its article and source, no overlap, no orphan."""

from datetime import date

import pytest

from workflows.domain.policy import EVENT_NAMES, Correction, Limit, Pack, Unit
from workflows.policies import library as policies
from workflows.policies.answers import check_rules
from workflows.processes import rules_by_process

PACKS = list(policies.packs().values())
LIMITS = [pytest.param(pack, limit, id=f"{pack.id}:{limit.rule}") for pack in PACKS for limit in pack.limits.values()]


OBJECTIONS = [pack for pack in PACKS if any(limit.process == "objection" for limit in pack.limits.values())]


def test_the_jurisdictions_are_shipped() -> None:
    shipped = {pack.jurisdiction for pack in PACKS}
    assert shipped >= {"xinzheng", "henan", "shandong", "shanghai", "shenzhen", "zhejiang"}
    assert shipped >= {"national", "taian", "baqiao"}


def test_every_place_lies_in_the_state_so_that_its_rules_are_relevant_everywhere() -> None:
    for jurisdiction in {pack.jurisdiction for pack in PACKS}:
        found = [pack.id for pack in policies.relevant(jurisdiction, date(2026, 11, 21))]
        assert "national/2026-04-01" in found, jurisdiction
        assert "national/2023-05-01" not in found
    assert "national/2023-05-01" in [pack.id for pack in policies.relevant("henan", date(2026, 3, 31))]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_pack_answers_every_rule_of_the_processes_it_speaks_of(pack: Pack) -> None:
    check_rules({pack.id: pack}, rules_by_process())
    assert pack.id == f"{pack.jurisdiction}/{pack.valid_from}"


@pytest.mark.parametrize(("pack", "limit"), LIMITS)
def test_a_limit_has_a_number_and_a_source_or_a_reason_why_there_is_none(pack: Pack, limit: Limit) -> None:
    if limit.none:
        assert limit.none.endswith("。")
        assert pack.limit(limit.rule) is None
    elif limit.unit is Unit.SET:
        assert limit.note
        assert limit.n is None
    else:
        assert limit.n is not None
        assert 1 <= limit.n <= 20
        assert limit.article
        assert limit.source
        assert limit.start_text or limit.start in EVENT_NAMES, "an event that only this text knows is said in its words"


@pytest.mark.parametrize("pack", OBJECTIONS, ids=lambda pack: pack.id)
def test_the_date_for_supplying_papers_is_set_by_hand_and_stops_no_clock(pack: Pack) -> None:
    assert pack.limits["objection.correction"].unit is Unit.SET
    assert all(limit.correction is Correction.CONTINUE for limit in pack.limits.values())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_must_be_marked_says_when(pack: Pack) -> None:
    assert not pack.requires.marking or pack.requires.marking_text
    assert pack.requires.marking == (pack.jurisdiction in {"henan", "shanghai", "shenzhen", "zhejiang"})
    assert not pack.requires.reasons or pack.requires.reasons_text


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_unverified_numbers_say_what_is_to_be_checked(pack: Pack) -> None:
    assert all("待" in limit.note for limit in pack.unverified)


def test_versions_of_a_jurisdiction_do_not_overlap_and_parents_exist() -> None:
    policies.check_together(policies.packs())
    for pack in PACKS:
        assert policies.in_force(pack.jurisdiction, pack.valid_to or date(2026, 11, 21)) == pack
