"""A list that is used here while its own text binds nobody: said to the administrator and to who works with lists."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import PROVIDER
from tests.support import web as support
from tests.support.web import Web
from workflows.operations.bind_pack import bind_pack
from workflows.operations.unbound_lists import unbound_lists

TODAY = date(2026, 9, 18)
WARNING = "名单依据的规定未绑定本机关"


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    return support.web(sqlite_url, tmp_path)


def test_who_works_with_a_list_is_told_that_its_text_binds_nobody_until_it_does(site: Web) -> None:
    """44号令 sets the limits of removals; the department that decides is bound by it, and nobody for it."""
    lacking = unbound_lists(site.office, TODAY)
    assert {each.kind.key for each in lacking} == {"market_serious", "food_drug_serious"}
    assert {each.pack.id for each in lacking} == {"market/2021-09-01"}
    assert {name for each in lacking for _, name in each.organs} == {PROVIDER}
    admin, reviewer = site.signed_in("admin"), site.signed_in("reviewer")
    address = f"/admin/packs/bind?org={site.people.provider}&amp;pack=market/2021-09-01"
    shown = admin.get("/admin/packs").text
    assert (WARNING in shown, address in shown) == (True, True)
    assert "请联系管理员在“适用规则”中绑定" in reviewer.get("/lists/register").text
    bind_pack(
        site.office, site.people.actor("admin"), org_id=site.people.provider, pack_id="market/2021-09-01", on=TODAY
    )
    assert unbound_lists(site.office, TODAY) == []
    assert WARNING not in reviewer.get("/lists/register").text
    bound = admin.get("/admin/packs").text
    assert (WARNING in bound, f"<h2 id=\"authority-{site.people.provider}\">{PROVIDER}</h2>" in bound) == (False, True)
