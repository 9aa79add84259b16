"""Every list and measure of the catalogue cites text and article; what nobody has answered for cannot be chosen."""

import pytest

from workflows.catalogue import library as catalogue
from workflows.domain.listing import ListKind


@pytest.mark.parametrize("kind", catalogue.lists().values(), ids=lambda kind: kind.key)
def test_every_list_has_its_five_parts_with_text_and_article(kind: ListKind) -> None:
    assert all((kind.basis, kind.article, kind.standard, kind.procedure, kind.objection, kind.exit))
    assert kind.verified or "待核实" in kind.note


def test_every_measure_cites_its_basis_and_names_departments_and_lists() -> None:
    for measure in catalogue.measures().values():
        assert measure.basis
        assert measure.article
        assert measure.department
        assert measure.lists
        assert measure.verified or "待核实" in measure.note


@pytest.mark.parametrize("part", ["basis", "article", "standard", "procedure", "objection", "exit"])
def test_a_list_without_one_of_the_five_parts_is_refused(part: str) -> None:
    text = '[x]\nname="名"\nregister="serious"\ndomain="market"\norgan="局"\nvalid_from=2021-09-01\n'
    text += "".join(f'{name}="有"\n' for name in ("basis", "article", "standard", "procedure", "objection", "exit")
                    if name != part)  # fmt: skip
    with pytest.raises(catalogue.BadCatalogue, match=part):
        catalogue.parse_lists(text)


def test_a_measure_on_a_list_that_is_not_in_the_catalogue_is_refused() -> None:
    text = '[x]\nname="名"\ntype="mandatory"\nbasis="法"\narticle="条"\ndepartment="局"\nlists=["none"]\n'
    with pytest.raises(catalogue.BadCatalogue):
        catalogue.parse_measures(text + "valid_from=2021-09-01\n", catalogue.lists())


def test_court_measures_hang_on_court_lists_only() -> None:
    received = {key for key, each in catalogue.lists().items() if each.received_only}
    for measure in catalogue.measures().values():
        assert measure.received_only == bool(measure.lists & received)
