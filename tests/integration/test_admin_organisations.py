"""Organisations: what an authority needs before it can number a letter, the tree, and that each change is audited."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.web import Web, web
from workflows.domain.errors import FieldErrors, NotAllowed, NotFound
from workflows.operations.keep_organisation import (
    OrganisationData,
    add_organisation,
    change_organisation,
    organisation_mark,
)
from workflows.operations.keep_user import ChangedMeanwhile
from workflows.store import history, people
from workflows.store import office as store

BUREAU = OrganisationData(name="示例市水务局", kind="provider", letter_word="示水")
CENTRE = OrganisationData(
    name="示例县公共信用信息中心", kind="authority", letter_word="示县信用", case_word="XS", jurisdiction="xinzheng"
)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application on both databases."""
    return web(database_url, tmp_path)


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    return web(sqlite_url, tmp_path)


def add(site: Web, data: OrganisationData) -> int:
    """Add an organisation as the administrator."""
    return add_organisation(site.office, site.people.actor("admin"), data)


def row(site: Web, org_id: int) -> Any:
    """An organisation as it is kept."""
    with site.office.database.read() as connection:
        return people.organisation_by_id(connection, org_id)


def change(site: Web, org_id: int, data: OrganisationData, seen: int | None = None) -> None:
    """Change an organisation as the administrator."""
    mark = organisation_mark(row(site, org_id)) if seen is None else seen
    change_organisation(site.office, site.people.actor("admin"), org_id, data, seen=mark)


def refused_fields(site: Web, data: OrganisationData) -> set[str]:
    """The fields at which adding is refused."""
    with pytest.raises(FieldErrors) as refused:
        add(site, data)
    return set(refused.value.errors)


def test_an_organisation_is_added_and_changed_and_both_are_noted(site: Web) -> None:
    org_id = add(site, BUREAU)
    change(site, org_id, replace(BUREAU, rules_text="由法规科复核。", parent_id=site.people.authority))
    kept = row(site, org_id)
    assert (kept.name, kept.rules_text, kept.parent_id) == ("示例市水务局", "由法规科复核。", site.people.authority)
    with site.office.database.read() as connection:
        events = [(each.kind, each.data) for each in history.events_of(connection, store.OFFICE_CASE)]
    assert events == [
        ("organisation_added", {"org": org_id, "name": "示例市水务局", "of_kind": "provider"}),
        ("organisation_changed", {"org": org_id, "fields": ["parent_id", "rules_text"]}),
    ]


def test_an_authority_needs_the_words_of_its_numbers_and_its_jurisdiction(small_site: Web) -> None:
    bare = OrganisationData(name="示例县公共信用信息中心", kind="authority")
    assert refused_fields(small_site, bare) == {"letter_word", "case_word", "jurisdiction"}
    assert row(small_site, add(small_site, CENTRE)).case_word == "XS"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "示例市市场监督管理局"),
        ("kind", "bank"),
        ("parent_id", 4711),
        ("jurisdiction", "atlantis"),
        ("postcode", "12345"),
        ("email", "nobody"),
        ("case_word", "sl"),
        ("case_word", "SL"),
    ],
)
def test_what_cannot_be_true_is_told_at_its_field(small_site: Web, field: str, value: Any) -> None:
    told = {"parent_id": "parent"}.get(field, field)
    assert refused_fields(small_site, replace(BUREAU, **{field: value})) == {told}


def test_the_tree_has_no_ring(small_site: Web) -> None:
    upper = add(small_site, BUREAU)
    lower = add(small_site, replace(BUREAU, name="示例市水务局一分局", parent_id=upper))
    for parent in (upper, lower):
        with pytest.raises(FieldErrors) as refused:
            change(small_site, upper, replace(BUREAU, parent_id=parent))
        assert set(refused.value.errors) == {"parent"}


def test_an_organisation_in_use_keeps_its_kind(small_site: Web) -> None:
    kept = row(small_site, small_site.people.provider)
    data = OrganisationData(name=kept.name, kind="executor", letter_word=kept.letter_word)
    with pytest.raises(FieldErrors) as refused:
        change(small_site, small_site.people.provider, data)
    assert set(refused.value.errors) == {"kind"}
    fresh = add(small_site, BUREAU)
    change(small_site, fresh, replace(BUREAU, kind="executor"))
    assert row(small_site, fresh).kind == "executor"


def test_two_administrators_do_not_overwrite_one_another(small_site: Web) -> None:
    org_id = add(small_site, BUREAU)
    before = organisation_mark(row(small_site, org_id))
    change(small_site, org_id, replace(BUREAU, phone="0371-1"))
    with pytest.raises(ChangedMeanwhile):
        change(small_site, org_id, replace(BUREAU, phone="0371-2"), seen=before)
    assert row(small_site, org_id).phone == "0371-1"


@pytest.mark.parametrize("login", ["reviewer", "head", "supervisor", "applicant"])
def test_nobody_but_an_administrator_keeps_organisations(small_site: Web, login: str) -> None:
    actor = small_site.people.actor(login)
    with pytest.raises(NotAllowed):
        add_organisation(small_site.office, actor, BUREAU)
    with pytest.raises(NotAllowed):
        change_organisation(small_site.office, actor, small_site.people.provider, BUREAU, seen=0)
    assert small_site.signed_in(login).get("/admin/organisations").status_code == 403


def test_what_is_not_there_is_not_found(small_site: Web) -> None:
    with pytest.raises(NotFound):
        change(small_site, 4711, BUREAU, seen=0)
    assert small_site.signed_in("admin").get("/admin/organisations/4711").status_code == 404


def test_the_form_adds_shows_and_saves(small_site: Web) -> None:
    admin = small_site.signed_in("admin")
    above = str(small_site.people.authority)
    form = {"name": " 示例市水务局 ", "kind": "provider", "parent": above, "jurisdiction": ""}
    assert admin.post("/admin/organisations/new", form).status_code == 302
    with small_site.office.database.read() as connection:
        made = people.organisation_by_name(connection, "示例市水务局")
    assert made is not None, "blanks around a name are no part of it"
    page = admin.get("/admin/organisations").text
    assert "上级：示例市公共信用信息中心" in page
    path = f"/admin/organisations/{made.id}"
    kept = {**form, "rules_text": "第一行\n第二行", "seen": str(organisation_mark(made))}
    assert admin.post(path, kept).status_code == 302
    assert "第一行\n第二行" in admin.get(path).text
    stale = admin.post(path, {**kept, "name": "示例市水利局"})
    assert stale.status_code == 409
    assert 'value="示例市水利局"' in stale.text, "what was typed stays"


def test_a_value_that_the_form_does_not_offer_is_refused_in_words(small_site: Web) -> None:
    form = {"name": "示例市水务局", "kind": "bank", "parent": "x", "jurisdiction": ""}
    answer = small_site.signed_in("admin").post("/admin/organisations/new", form)
    assert answer.status_code == 422
    assert "请选择其中一项" in answer.text
