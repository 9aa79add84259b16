"""Accounts: who may be given which post, that an administrator always stays, and that each change is audited."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.web import PASSWORD, Web, web
from webapp.auth.passwords import PASSWORDS
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors, NotAllowed, NotFound
from workflows.operations import keep_user
from workflows.operations.keep_user import ChangedMeanwhile, LastAdministrator, OwnAccount
from workflows.store import accounts, history, people
from workflows.store import office as store

_SHOWN = re.compile(r'<code id="password"[^>]*>([^<]+)</code>')


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """The application on both databases, for rules that depend on locks."""
    return web(database_url, tmp_path)


@pytest.fixture
def small_site(sqlite_url: str, tmp_path: Path) -> Web:
    """The same for rules that do not depend on the database."""
    return web(sqlite_url, tmp_path)


def add(site: Web, login: str, *posts: tuple[Role, int], **more: str) -> tuple[int, str]:
    """Open an account as the administrator."""
    values = {"name": "示例新人", "email": "new@office.example", "phone": "", **more}
    admin = site.people.actor("admin")
    return keep_user.add_user(site.office, PASSWORDS, admin, login=login, posts=posts, **values)


def actor_of(site: Web, user_id: int) -> Any:
    """A person with the posts held now."""
    with site.office.database.read() as connection:
        return people.actor(connection, user_id, "示例")


def posts(site: Web, user_id: int) -> set[tuple[Role, int]]:
    """The posts that a person holds now."""
    return set(actor_of(site, user_id).posts)


def seen(site: Web, user_id: int) -> int:
    """What a form opened now would send back."""
    with site.office.database.read() as connection:
        account = people.user_by_id(connection, user_id)
        return keep_user.account_mark(account, [(row.role, row.org_id) for row in people.posts_of(connection, user_id)])


def change(site: Web, by: Any, user_id: int, wanted: set[tuple[Role, int]], **more: Any) -> None:
    """Change the posts of a person."""
    values = {"name": "示例改名", "email": "", "phone": "", "seen": seen(site, user_id), **more}
    keep_user.change_user(site.office, by, user_id, posts=wanted, **values)


def noted(site: Web, kind: str) -> list[dict[str, Any]]:
    """What the office's own chain holds of one kind."""
    with site.office.database.read() as connection:
        return [event.data for event in history.events_of(connection, store.OFFICE_CASE) if event.kind == kind]


def test_a_new_account_signs_in_with_the_password_that_is_shown_once(site: Web) -> None:
    user_id, password = add(site, "newcomer", (Role.REVIEWER, site.people.authority))
    assert site.visitor().sign_in("newcomer", password).status_code == 302
    assert posts(site, user_id) == {(Role.REVIEWER, site.people.authority)}
    assert noted(site, "user_added") == [
        {"user": user_id, "login": "newcomer", "posts": [["reviewer", site.people.authority]]}
    ]
    assert password not in str(noted(site, "user_added"))


def test_a_login_belongs_to_one_person(site: Web) -> None:
    with pytest.raises(FieldErrors) as refused:
        add(site, "reviewer")
    assert set(refused.value.errors) == {"login"}


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.REVIEWER, "provider"),
        (Role.AUDITOR, "executor"),
        (Role.SUPERVISOR, "executor"),
        (Role.ADMIN, "executor"),
        (Role.PROVIDER, "authority"),
        (Role.EXECUTOR, "provider"),
        (Role.HEAD, "executor"),
        (Role.APPLICANT, "authority"),
    ],
)
def test_a_post_must_fit_its_organisation(small_site: Web, role: Role, place: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        add(small_site, "newcomer", (role, getattr(small_site.people, place)))
    assert set(refused.value.errors) == {"posts"}


@pytest.mark.parametrize("role", [Role.HEAD, Role.SUPERVISOR, Role.RECOGNISER, Role.LEGAL])
def test_a_provider_that_recognises_has_officers_a_head_and_a_supervisor_of_its_own(
    small_site: Web, role: Role
) -> None:
    user_id, _ = add(small_site, "newcomer", (role, small_site.people.provider))
    assert posts(small_site, user_id) == {(role, small_site.people.provider)}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "长" * 81), ("email", "nobody"), ("email", "a@b.c, d@e.f"), ("phone", "电话")],
)
def test_what_cannot_be_true_is_told_at_its_field(small_site: Web, field: str, value: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        add(small_site, "newcomer", **{field: value})
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("login", ["ab", "Upper", "has space", "-first", "x" * 41, "名字"])
def test_a_login_is_plain(small_site: Web, login: str) -> None:
    with pytest.raises(FieldErrors):
        add(small_site, login)


def test_nobody_changes_the_own_posts_or_disables_the_own_account(small_site: Web) -> None:
    admin = small_site.people.actor("admin")
    with pytest.raises(OwnAccount):
        change(small_site, admin, admin.user_id, {*admin.posts, (Role.REVIEWER, small_site.people.authority)})
    with pytest.raises(OwnAccount):
        keep_user.disable_user(small_site.office, admin, admin.user_id)
    with pytest.raises(OwnAccount):
        keep_user.issue_password(small_site.office, PASSWORDS, admin, admin.user_id)
    change(small_site, admin, admin.user_id, set(admin.posts), email="own@office.example")
    assert noted(small_site, "user_changed")[0]["posts_added"] == []


def test_the_last_administrator_stays_even_if_another_acts_on_what_was_true_a_moment_ago(site: Web) -> None:
    admin = site.people.actor("admin")
    other_id, _ = add(site, "admin2", (Role.ADMIN, site.people.authority))
    other = actor_of(site, other_id)
    keep_user.disable_user(site.office, admin, other_id)
    with pytest.raises(LastAdministrator):
        keep_user.disable_user(site.office, other, admin.user_id)
    with pytest.raises(LastAdministrator):
        change(site, other, admin.user_id, set())
    assert posts(site, admin.user_id) == set(admin.posts)


def test_of_two_administrators_one_may_go(site: Web) -> None:
    other_id, _ = add(site, "admin2", (Role.ADMIN, site.people.authority))
    change(site, actor_of(site, other_id), site.people.ids["admin"], {(Role.AUDITOR, site.people.authority)})
    assert posts(site, site.people.ids["admin"]) == {(Role.AUDITOR, site.people.authority)}
    assert noted(site, "user_changed")[0]["posts_removed"] == [["admin", site.people.authority]]


def test_a_disabled_person_is_out_at_once_and_comes_back_with_the_same_posts(site: Web) -> None:
    visitor = site.signed_in("reviewer")
    assert visitor.get("/tasks").status_code == 200
    admin, user_id = site.people.actor("admin"), site.people.ids["reviewer"]
    keep_user.disable_user(site.office, admin, user_id)
    assert visitor.get("/tasks").status_code == 302, "the session has ended"
    assert site.visitor().sign_in("reviewer").status_code == 422
    keep_user.enable_user(site.office, admin, user_id)
    assert site.signed_in("reviewer").get("/tasks").status_code == 200
    assert len(noted(site, "user_disabled")) == len(noted(site, "user_enabled")) == 1


def test_an_administrator_ends_a_lock_before_its_time(small_site: Web) -> None:
    for _ in range(6):
        small_site.visitor().sign_in("reviewer", "Wrong-password-1")
    assert small_site.visitor().sign_in("reviewer").status_code == 422
    admin = small_site.signed_in("admin")
    path = f"/admin/users/{small_site.people.ids['reviewer']}"
    assert "已锁定至" in admin.get(path).text
    assert admin.post(f"{path}/unlock", page=path).status_code == 302
    assert small_site.visitor().sign_in("reviewer").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(small_site: Web) -> None:
    reviewer, admin = small_site.signed_in("reviewer"), small_site.signed_in("admin")
    path = f"/admin/users/{small_site.people.ids['reviewer']}"
    shown = _SHOWN.search(admin.post(f"{path}/password", page=path).text)
    assert shown
    assert reviewer.get("/tasks").status_code == 302
    assert small_site.visitor().sign_in("reviewer", PASSWORD).status_code == 422
    assert small_site.visitor().sign_in("reviewer", shown[1]).status_code == 302
    assert shown[1] not in admin.get(path).text


def test_two_administrators_do_not_overwrite_one_another(small_site: Web) -> None:
    admin, user_id = small_site.people.actor("admin"), small_site.people.ids["reviewer"]
    before = seen(small_site, user_id)
    change(small_site, admin, user_id, {(Role.AUDITOR, small_site.people.authority)})
    with pytest.raises(ChangedMeanwhile):
        change(small_site, admin, user_id, {(Role.REVIEWER, small_site.people.authority)}, seen=before)
    assert posts(small_site, user_id) == {(Role.AUDITOR, small_site.people.authority)}


@pytest.mark.parametrize("login", ["reviewer", "head", "supervisor", "applicant"])
def test_nobody_but_an_administrator_keeps_accounts(small_site: Web, login: str) -> None:
    actor, other = small_site.people.actor(login), small_site.people.ids["auditor"]
    office = small_site.office
    with pytest.raises(NotAllowed):
        keep_user.add_user(office, PASSWORDS, actor, login="newcomer", name="示例", email="", phone="", posts=())
    with pytest.raises(NotAllowed):
        change(small_site, actor, other, set())
    with pytest.raises(NotAllowed):
        keep_user.disable_user(office, actor, other)
    with pytest.raises(NotAllowed):
        keep_user.enable_user(office, actor, other)
    with pytest.raises(NotAllowed):
        keep_user.unlock_user(office, actor, other)
    with pytest.raises(NotAllowed):
        keep_user.issue_password(office, PASSWORDS, actor, other)
    assert small_site.signed_in(login).get("/admin/users").status_code == 403


def test_an_account_that_is_not_there_is_not_found(small_site: Web) -> None:
    with pytest.raises(NotFound):
        keep_user.disable_user(small_site.office, small_site.people.actor("admin"), 4711)
    assert small_site.signed_in("admin").get("/admin/users/4711").status_code == 404


def test_the_form_opens_an_account_with_posts_and_tells_what_is_wrong(small_site: Web) -> None:
    admin = small_site.signed_in("admin")
    form = {
        "login": "newcomer",
        "name": "示例新人",
        "email": "",
        "phone": "",
        "posts-0-role": "reviewer",
        "posts-0-org": str(small_site.people.provider),
        "posts-1-role": "",
        "posts-1-org": "",
    }
    refused = admin.post("/admin/users/new", form)
    assert refused.status_code == 422
    assert "岗位与单位性质不符" in refused.text
    assert 'value="newcomer"' in refused.text
    answer = admin.post("/admin/users/new", {**form, "posts-0-org": str(small_site.people.authority)})
    shown = _SHOWN.search(answer.text)
    assert shown
    assert small_site.visitor().sign_in("newcomer", shown[1]).status_code == 302
    again = admin.post("/admin/users/new", {**form, "posts-0-org": str(small_site.people.authority)})
    assert again.status_code == 422


def test_half_a_post_is_asked_for_the_other_half(small_site: Web) -> None:
    form = {"login": "newcomer", "name": "示例", "email": "", "phone": "", "posts-0-role": "reviewer"}
    answer = small_site.signed_in("admin").post("/admin/users/new", form)
    assert answer.status_code == 422
    assert 'href="#posts-0-org"' in answer.text


def test_the_list_is_searched_narrowed_and_turned_by_pages(small_site: Web) -> None:
    with small_site.office.database.act() as uow:
        now = small_site.office.real_clock()
        for number in range(60):
            values = {"login": f"bulk{number:02d}", "name": f"示例批量{number}", "password_hash": "-"}
            accounts.add(uow.connection, {**values, "created_at": now}, ())
        uow.commit()
    admin = small_site.signed_in("admin")
    first = admin.get("/admin/users").text
    assert "bulk59" in first
    assert "bulk00" not in first
    following = re.search(r'href="(/admin/users\?before=\d+)"', first)
    assert following
    assert "bulk00" in admin.get(following[1]).text
    found = admin.get("/admin/users?q=bulk0").text
    assert "bulk07" in found
    assert "bulk10" not in found
    assert "没有符合条件的用户" in admin.get("/admin/users?q=%25%25").text, "a percent sign is a letter like others"
    of_provider = admin.get(f"/admin/users?org={small_site.people.provider}").text
    assert "示例provider<" in of_provider
    assert "示例reviewer<" not in of_provider


def test_the_page_of_a_person_saves_and_returns(small_site: Web) -> None:
    admin, user_id = small_site.signed_in("admin"), small_site.people.ids["auditor"]
    path = f"/admin/users/{user_id}"
    form = {"name": "示例审核员新名", "email": "a@office.example", "phone": "0371-0000000"}
    post = {"posts-0-role": "auditor", "posts-0-org": str(small_site.people.authority)}
    answer = admin.post(path, {**form, **post, "seen": str(seen(small_site, user_id))})
    assert answer.status_code == 302
    assert "示例审核员新名" in admin.get(path).text
    stale = admin.post(path, {**form, **post, "seen": "1"})
    assert stale.status_code == 409
    assert "已被其他管理员修改" in stale.text


def test_a_password_given_by_an_administrator_passes_the_offices_own_rule(small_site: Web) -> None:
    office, admin, user_id = small_site.office, small_site.people.actor("admin"), small_site.people.ids["reviewer"]
    given = {keep_user.issue_password(office, PASSWORDS, admin, user_id) for _ in range(3)}
    assert len(given) == 3
    for password in given:
        assert len(password) == 20
        assert all(any(map(kind, password)) for kind in (str.islower, str.isupper, str.isdigit))
