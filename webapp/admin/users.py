"""Accounts: find, open, change, disable, unlock, and a new password shown once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp import addresses
from webapp.access import access
from webapp.admin.account_forms import NewUserForm, UserForm, organisation_choices, post_rows, posts_of
from webapp.admin.pages import blueprint
from webapp.auth.passwords import PASSWORDS
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse, seen, sent, validated
from webapp.i18n import say
from workflows.domain.access import Role
from workflows.domain.errors import NotFound, OfficeError
from workflows.operations import keep_user
from workflows.operations.reset_password import LinkJustSent, LinkNotSent, send_reset
from workflows.store import accounts, inbox, people
from workflows.store.inbox import Holder

#: Accounts of one page.
PAGE = 50


@blueprint.get("/users")
@access(Role.ADMIN)
def users() -> str:
    """List the accounts, the newest first, narrowed by name and organisation."""
    words = addresses.words(request.args, "q", 60)
    org_id = addresses.row_id(request.args.get("org"))
    before = addresses.row_id(request.args.get("before"))
    with current_office().database.read() as connection:
        found = accounts.page(connection, words=words, org_id=org_id, before=before, limit=PAGE + 1)
        rows = found[:PAGE]
        posts: dict[int, list[Any]] = {row.id: [] for row in rows}
        for post in accounts.posts_of(connection, list(posts)):
            posts[post.user_id].append(post)
    kept: dict[str, Any] = {"q": words or None, "org": org_id}
    return render_template(
        "admin/users.html",
        rows=rows,
        posts=posts,
        words=words,
        org_id=org_id,
        organisations=organisation_choices()[1:],
        now=current_office().real_clock(),
        first=url_for("admin.users", **kept) if before else None,
        next=url_for("admin.users", before=rows[-1].id, **kept) if len(found) > PAGE else None,
    )


@blueprint.route("/users/new", methods=["GET", "POST"])
@access(Role.ADMIN)
def new_user() -> ResponseReturnValue:
    """Open an account; its first password stands on the answer and nowhere else."""
    form = bind(NewUserForm, request)
    if sent(request) and form.validate():
        values = {**validated(form), "posts": posts_of(form)}
        try:
            user_id, password = keep_user.add_user(current_office(), PASSWORDS, current_actor(), **values)
        except OfficeError as error:
            refuse(form, error)
        else:
            return _password_page(_account(user_id), password)
    return answer(render_template("admin/user_new.html", form=form), form)


@blueprint.route("/users/<int:user_id>", methods=["GET", "POST"])
@access(Role.ADMIN)
def user(user_id: int) -> ResponseReturnValue:
    """Show one account and change it."""
    office = current_office()
    account = _account(user_id)
    with office.database.read() as connection:
        posts = people.posts_of(connection, user_id)
        held = inbox.count(connection, user_id, (), Holder.MINE)
    kept = {"name": account.name, "email": account.email, "phone": account.phone, "posts": post_rows(posts)}
    mark = keep_user.account_mark(account, [(row.role, row.org_id) for row in posts])
    form = bind(UserForm, request, kept)
    if sent(request):
        # A form that is refused keeps what it saw: sent again it must not overwrite what came in between.
        mark = seen(request)
    if sent(request) and form.validate():
        values = {**validated(form), "posts": posts_of(form)}
        try:
            keep_user.change_user(office, current_actor(), user_id, seen=mark, **values)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已保存。"), "done")
            return redirect(url_for("admin.user", user_id=user_id))
    own = user_id == current_actor().user_id
    locked = account.locked_until is not None and account.locked_until > office.real_clock()
    page = render_template(
        "admin/user.html", form=form, account=account, mark=mark, held=held, own=own, locked=locked
    )
    return answer(page, form)


@blueprint.route("/users/<int:user_id>/disable", methods=["GET", "POST"])
@access(Role.ADMIN)
def disable_user(user_id: int) -> ResponseReturnValue:
    """Disable an account, after saying what it leaves behind."""
    office = current_office()
    account = _account(user_id)
    if request.method == "POST":
        keep_user.disable_user(office, current_actor(), user_id)
        flash(_("账号已停用，所有登录已结束。"), "done")
        return redirect(url_for("admin.user", user_id=user_id))
    with office.database.read() as connection:
        held = inbox.count(connection, user_id, (), Holder.MINE)
    return render_template("admin/user_disable.html", account=account, held=held)


@blueprint.post("/users/<int:user_id>/enable")
@access(Role.ADMIN)
def enable_user(user_id: int) -> ResponseReturnValue:
    """Open a disabled account again."""
    keep_user.enable_user(current_office(), current_actor(), user_id)
    flash(_("账号已恢复。"), "done")
    return redirect(url_for("admin.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/unlock")
@access(Role.ADMIN)
def unlock_user(user_id: int) -> ResponseReturnValue:
    """End the lock of an account."""
    keep_user.unlock_user(current_office(), current_actor(), user_id)
    flash(_("账号已解锁。"), "done")
    return redirect(url_for("admin.user", user_id=user_id))


@blueprint.post("/users/<int:user_id>/password")
@access(Role.ADMIN)
def issue_password(user_id: int) -> ResponseReturnValue:
    """Give an account a new password; it stands on the answer and nowhere else."""
    password = keep_user.issue_password(current_office(), PASSWORDS, current_actor(), user_id)
    return _password_page(_account(user_id), password)


@blueprint.post("/users/<int:user_id>/reset-link")
@access(Role.ADMIN)
def send_reset_link(user_id: int) -> ResponseReturnValue:
    """Mail the link with which the person sets a new password; it stands in the mail and nowhere else."""
    try:
        send_reset(current_office(), current_actor(), user_id)
    except (LinkNotSent, LinkJustSent) as error:
        flash(say(error.message), "error")
    else:
        flash(_("重设密码的链接已发送到该用户登记的电子邮箱，30 分钟内有效。"), "done")
    return redirect(url_for("admin.user", user_id=user_id))


def _account(user_id: int) -> Any:
    with current_office().database.read() as connection:
        account = people.user_by_id(connection, user_id)
    if account is None:
        raise NotFound()
    return account


def _password_page(account: Any, password: str) -> str:
    return render_template("admin/user_password.html", account=account, password=password)
