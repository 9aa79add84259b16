"""The page of the exchange: what is owed, sent, late, refused and failed, with a button to push again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.exchange.words import DRIFTS, SLICES, whom
from webapp.menu import Entry
from workflows.domain.access import Actor, Role
from workflows.domain.exchange import KINDS, STATES, TARGETS
from workflows.domain.words import N_
from workflows.operations import push_again as pushing
from workflows.store import exchange

_READERS = (Role.REVIEWER, Role.RECOGNISER, Role.SUPERVISOR, Role.ADMIN)

blueprint = Blueprint("exchange", __name__)
MENU = (Entry(label=N_("推送与回执"), endpoint="exchange.listing", access=_READERS, order=80, icon="arrow-left-right"),)

_PAGE, _MOST = 30, 200


@blueprint.get("/exchange")
@access(*_READERS)
def listing() -> str:
    """Show a page of what is owed and was sent; filter and position stay in the address."""
    which = request.args.get("show", "open")
    which = which if which in SLICES else "open"
    actor = current_actor()
    reach, before = _reach(actor), addresses.row_id(request.args.get("before"))
    with current_office().database.read() as connection:
        rows = list(exchange.page(connection, which, reach, today(), before=before, size=_PAGE + 1))
        counts = {name: exchange.count(connection, name, reach, today()) for name in SLICES if name != "received"}
        strays = exchange.strays(connection, _MOST) if _keeps_all(actor) else ()
        differences = exchange.drifts(connection, _MOST) if _keeps_all(actor) else ()
        compared = exchange.cursor_of(connection, exchange.COMPARED)
        read = exchange.cursor_of(connection, "platform")
    following = ""
    if len(rows) > _PAGE:
        rows = rows[:_PAGE]
        following = url_for("exchange.listing", show=which, before=rows[-1].id)
    return render_template(
        "exchange/listing.html",
        rows=rows,
        which=which,
        slices=SLICES,
        counts=counts,
        capped=lambda n: f"{exchange.COUNT_LIMIT}+" if n >= exchange.COUNT_LIMIT else str(n),
        kinds=KINDS,
        targets=TARGETS,
        states=STATES,
        strays=strays,
        differences=differences,
        difference_words=DRIFTS,
        whom=whom,
        keeps_all=_keeps_all(actor),
        opens_cases=any(role is not Role.ADMIN for role, _org in actor.posts),
        compared=compared,
        read=read,
        following=following,
        first=url_for("exchange.listing", show=which) if before is not None else "",
    )


@blueprint.post("/exchange/<int:dispatch_id>/push")
@access(*_READERS)
def push(dispatch_id: int) -> Response:
    """Push again what was refused or has failed."""
    pushing.push_again(current_office(), current_actor(), dispatch_id)
    return _back(_("已列入待推送，几秒后发出。"))


@blueprint.post("/exchange/differences/<int:drift_id>/push")
@access(Role.SUPERVISOR, Role.ADMIN)
def push_difference(drift_id: int) -> Response:
    """Push what ends a difference."""
    pushing.push_difference(current_office(), current_actor(), drift_id)
    return _back(_("已列入待推送，下次核对时可见结果。"))


@blueprint.post("/exchange/strays/<int:stray_id>/seen")
@access(Role.SUPERVISOR, Role.ADMIN)
def seen(stray_id: int) -> Response:
    """Note that a receipt that fits nothing was looked at."""
    pushing.look_at_stray(current_office(), current_actor(), stray_id)
    return _back(_("已记录查看。"))


def _back(words: str) -> Response:
    flash(words, "done")
    which = request.form.get("show", "")
    return redirect(url_for("exchange.listing", show=which if which in SLICES else None), 303)


def _keeps_all(actor: Actor) -> bool:
    return actor.holds(Role.SUPERVISOR) or actor.holds(Role.ADMIN)


def _reach(actor: Actor) -> exchange.Reach:
    own = sorted(actor.organisations(*pushing.KEEPERS))
    return exchange.Reach(orgs=None if actor.holds(Role.ADMIN) else own, without_case=_keeps_all(actor))

