"""The register of commitments for staff, the follow-up of each, and what is published for everybody."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.commitments import public
from webapp.commitments.query import SLICES, read
from webapp.context import current_actor, current_office, today
from webapp.forms import act_key, answer, bind, refuse, seen, validated
from webapp.menu import Entry
from workflows.domain.access import Actor, Role
from workflows.domain.commitment import CONFIRMERS, FOLLOWERS, KINDS, SCOPES, STATES, CommitmentState, may_break
from workflows.domain.errors import NotFound, OfficeError
from workflows.domain.words import N_
from workflows.operations import follow_commitment as follow
from workflows.operations.follow_commitment import FollowUp
from workflows.processes.forms import Text
from workflows.store import commitments

blueprint = Blueprint("commitments", __name__)
READERS = (*FOLLOWERS, *CONFIRMERS, Role.SUPERVISOR)
MENU = (
    Entry(label=N_("信用承诺"), endpoint="commitments.listing", access=READERS, order=55, icon="file-earmark-check"),
    Entry(label=N_("承诺公示"), endpoint="commitments.published", access=(PUBLIC,), order=32, icon="megaphone"),
)

_PAGE = 30
#: Name in the address → what is done, and the words that say that it was.
ACTS: Mapping[str, tuple[Callable[..., None], str]] = {
    "running": (follow.find_running, N_("已登记为履约中。")),
    "kept": (follow.find_kept, N_("已登记为已履约。")),
    "ask": (follow.propose_broken, N_("已提请认定违诺，由另一人审核。")),
    "confirm": (follow.confirm_broken, N_("已认定违诺。")),
    "spare": (follow.spare, N_("已登记不予认定违诺，继续跟踪。")),
}


class NoteForm(Form):
    """What was found and how it was checked."""

    note = Text(N_("核实情况或者理由"), description=N_("登记已履约、提请或者不予认定违诺时必须填写。"))


@blueprint.get("/commitments")
@access(*READERS)
def listing() -> str:
    """Show a page of the commitments that the reader's organisations follow up; filters stay in the address."""
    query, before = read(request.args), addresses.place(request.args.get("before", ""), "_")
    organs = sorted(current_actor().organisations(*READERS))
    with current_office().database.read() as connection:
        rows = list(
            commitments.page(connection, organs=organs, before=before, limit=_PAGE + 1, **query.conditions(today()))
        )
    return render_template(
        "commitments/listing.html",
        rows=rows[:_PAGE],
        query=query,
        slices=SLICES,
        kinds=KINDS,
        scopes=SCOPES,
        states=STATES,
        following=_following("commitments.listing", rows, query.address()),
        first=url_for("commitments.listing", **query.address()) if before is not None else "",
    )


@blueprint.get("/commitments/<int:commitment_id>")
@access(SIGNED_IN)
def show(commitment_id: int) -> Response:
    """Show one commitment, clause by clause, to who follows it up and to who made it."""
    return _page(commitment_id, NoteForm())


@blueprint.post("/commitments/<int:commitment_id>/<act>")
@access(*FOLLOWERS, *CONFIRMERS)
def follow_up(commitment_id: int, act: str) -> Response:
    """Note what was found."""
    if act not in ACTS:
        raise NotFound()
    form = bind(NoteForm, request)
    carry_out, words = ACTS[act]
    if form.validate():
        command = FollowUp(
            commitment_id=commitment_id, seen=seen(request), key=act_key(request), note=validated(form)["note"] or ""
        )
        try:
            carry_out(current_office(), current_actor(), command)
        except NotFound:
            raise
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_(words), "done")
            return redirect(url_for("commitments.show", commitment_id=commitment_id), 303)
    return _page(commitment_id, form)


@blueprint.get("/commitments/published")
@access(PUBLIC)
def published() -> str:
    """Show what subjects have published: no telephone, no number of a person, names of natural persons masked."""
    query, before = read({**request.args, "show": "all"}), addresses.place(request.args.get("before", ""), "_")
    shown, place = public.published(current_office(), query, before=before, today=today(), size=_PAGE)
    return render_template(
        "commitments/published.html",
        rows=shown,
        query=query,
        kinds=KINDS,
        scopes=SCOPES,
        states=STATES,
        following=_next("commitments.published", place, query.address(show=None)),
        first=url_for("commitments.published", **query.address(show=None)) if before is not None else "",
    )


def _page(commitment_id: int, form: Form) -> Response:
    actor = current_actor()
    row = follow.read_commitment(current_office(), actor, commitment_id)
    shown = render_template(
        "commitments/show.html",
        row=row,
        form=form,
        kinds=KINDS,
        scopes=SCOPES,
        states=STATES,
        may=offered(row, actor, today()),
        early=not may_break(row.kind, row.due_on, today()),
        staff=bool(actor.organisations(*READERS)),
    )
    return answer(shown, form)


def offered(row: Any, actor: Actor, on: date) -> Sequence[str]:
    """Return what the reader may note of a commitment on a day; that it is broken, only once it can be (S0-02)."""
    if not CommitmentState(row.state).open:
        return ()
    follows = any(actor.holds(role, row.organ_id) for role in FOLLOWERS)
    confirms = any(actor.holds(role, row.organ_id) for role in CONFIRMERS) and row.asked_by != actor.user_id
    offered = ["kept"] if follows else []
    offered += ["running"] if follows and row.state == CommitmentState.PENDING else []
    due = may_break(row.kind, row.due_on, on)
    offered += ["ask"] if due and follows and row.asked_by is None else []
    decides = confirms and row.asked_by is not None
    return [*offered, *(["confirm"] if decides and due else []), *(["spare"] if decides else [])]


def _following(endpoint: str, rows: Sequence[Any], address: dict[str, Any]) -> str:
    last = rows[_PAGE - 1] if len(rows) > _PAGE else None
    return _next(endpoint, None if last is None else (last.made_on, last.id), address)


def _next(endpoint: str, place: tuple[date, int] | None, address: dict[str, Any]) -> str:
    return "" if place is None else url_for(endpoint, **address, before=f"{place[0].isoformat()}_{place[1]}")
