"""The lists' pages: public register and catalogue, registers of staff with one listing's page, bans, own listings."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import APPLICANT, PUBLIC, SIGNED_IN, access
from webapp.context import current_actor, current_office, today
from webapp.files.evidence import gather
from webapp.forms import act_key, answer, bind, problems, refuse, seen, validated
from webapp.lists import public, query, received
from webapp.lists.frame import blueprint
from webapp.lists.staff import READERS, measures_by_listing, one, sees_watch_of
from webapp.menu import SERVICES, Entry
from webapp.security import limiter
from workflows.catalogue import library as catalogue
from workflows.domain import listing as words_of
from workflows.domain.access import Role
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_, Cited
from workflows.operations.end_watch import Release, release_watch
from workflows.operations.propose_exit import (
    ProposeExit,
    can_leave,
    exit_listing,
    may_apply,
    propose_exit,
    require_listed,
)
from workflows.operations.reconcile_lists import last_reconciled
from workflows.operations.register_listing import RECEIVER
from workflows.operations.unbound_lists import unbound_lists
from workflows.processes import discover
from workflows.processes.forms import Text
from workflows.store import list_pages

__all__ = ["MENU", "blueprint", "received"]
MENU = (
    Entry(
        label=N_("名单公示"), endpoint="lists.published", access=(PUBLIC,), order=75, icon="list-columns",
        group=SERVICES,
    ),
    Entry(label=N_("名单管理"), endpoint="lists.register", access=READERS, order=52, icon="list-check"),
    Entry(label=N_("我的名单"), endpoint="lists.own", access=(APPLICANT,), order=56, icon="list-ul"),
)  # fmt: skip
_PAGE = 30
_EXIT_FORM = discover()["blacklist_exit"].filing_form


class ReleaseForm(Form):
    """Why a watch listing ends before its last day."""

    reason = Text(N_("解除理由"), must=True, description=N_("例如：已经整改到位，写明核实情况。"))


@blueprint.get("/lists")
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=get_remote_address)
def published() -> str:
    """Show the serious register with its six fields, or the removals that are announced; nothing personal."""
    office, left = current_office(), request.args.get("show") == "left"
    key, words = request.args.get("list", ""), addresses.words(request.args, "q", 120)
    key = key if key in catalogue.lists() else ""
    before = addresses.place(request.args.get("before", ""), "_")
    rows, place = public.published(
        office, left=left, list_key=key, words=words, before=before, today=today(), size=_PAGE
    )
    address: dict[str, Any] = {"list": key or None, "q": words or None, "show": "left" if left else None}
    return render_template(
        "lists/published.html",
        rows=rows,
        left=left,
        words=words,
        chosen=key,
        kinds={each.key: Cited(each.name) for each in catalogue.lists().values() if each.register == "serious"},
        days=public.ANNOUNCED_DAYS,
        following=_next("lists.published", place, address),
        first=url_for("lists.published", **address) if before is not None else "",
    )


@blueprint.get("/lists/catalogue")
@access(PUBLIC)
@limiter.limit("60 per minute", key_func=get_remote_address)
def measures() -> str:
    """Show the catalogue: every list with its five parts, every measure with basis and department (S1-15, S4-02)."""
    return render_template(
        "lists/catalogue.html",
        kinds=list(catalogue.lists().values()),
        measures=list(catalogue.measures().values()),
        registers=words_of.REGISTERS,
        domains=words_of.DOMAINS,
        name_of=public.list_name,
    )


@blueprint.get("/lists/register")
@access(*READERS)
def register() -> str:
    """Show a page of the serious register, and of the watch lists of the reader's organs; filters in the address."""
    office, actor, asked = current_office(), current_actor(), query.read(request.args)
    before = addresses.place(request.args.get("before", ""), "_")
    with office.database.read() as connection:
        rows = list(
            list_pages.registered(
                connection, asked.wanted, watch_organs=sees_watch_of(actor), before=before, limit=_PAGE + 1
            )
        )
        domains = list_pages.domains_of(connection, [row.subject_id for row in rows])
        organs = {row.id: row.name for row in list_pages.organs(connection)}
    shown = rows[:_PAGE]
    place = (shown[-1].listed_on, shown[-1].id) if len(rows) > _PAGE else None
    return render_template(
        "lists/register.html",
        rows=shown,
        query=asked,
        states=query.STATES,
        registers=words_of.REGISTERS,
        domain_names=words_of.DOMAINS,
        kinds={each.key: Cited(each.name) for each in catalogue.lists().values()},
        organs=organs,
        domains=domains,
        many=words_of.MANY_DOMAINS,
        reasons=words_of.LEFT_REASONS,
        list_name=public.list_name,
        shown_name=public.shown_name,
        reconciled=last_reconciled(office),
        may_receive=actor.holds(RECEIVER),
        unbound=unbound_lists(office, today()),
        following=_next("lists.register", place, asked.address()),
        first=url_for("lists.register", **asked.address()) if before is not None else "",
    )


@blueprint.get("/lists/register/<int:listing_id>")
@access(*READERS)
def show(listing_id: int) -> Response:
    """Show one listing: basis, reason, periods, measures with receipts, liable persons, cases, and the ways out."""
    return _page(listing_id, ReleaseForm())


@blueprint.post("/lists/register/<int:listing_id>/release")
@access(Role.HEAD)
def release(listing_id: int) -> Response:
    """End a watch listing before its last day."""
    form = bind(ReleaseForm, request)
    if form.validate():
        command = Release(listing_id=listing_id, seen=seen(request), reason=validated(form)["reason"])
        try:
            release_watch(current_office(), current_actor(), command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已解除重点关注。"), "done")
            return redirect(url_for("lists.show", listing_id=listing_id), 303)
    return _page(listing_id, form)


@blueprint.get("/lists/bans")
@access(*READERS)
def bans() -> str:
    """Show who is excluded from a market or trade (S0-10), newest first."""
    words, everything = addresses.words(request.args, "q", 120), request.args.get("show") == "all"
    before = addresses.row_id(request.args.get("before"))
    with current_office().database.read() as connection:
        rows = list(
            list_pages.bans(
                connection, words=words, current_on=None if everything else today(), before=before, limit=_PAGE + 1
            )
        )
    address: dict[str, Any] = {"q": words or None, "show": "all" if everything else None}
    following = url_for("lists.bans", **address, before=rows[_PAGE - 1].id) if len(rows) > _PAGE else ""
    return render_template(
        "lists/bans.html", rows=rows[:_PAGE], words=words, everything=everything, following=following,
        shown_name=public.shown_name, first=url_for("lists.bans", **address) if before is not None else "",
    )  # fmt: skip


@blueprint.get("/lists/own")
@access(SIGNED_IN)
def own() -> str:
    """Show a subject its own listings: since when, why, until when, from which day it may ask, which measures."""
    with current_office().database.read() as connection:
        rows = list_pages.of_subjects(connection, current_actor().subjects)
        measured = measures_by_listing(connection, rows)
        running = {
            row.id: list_pages.open_exit(connection, row.subject_id, row.list_key) for row in rows if can_leave(row)
        }
    return render_template(
        "lists/own.html", rows=rows, measured=measured, running=running, list_name=public.list_name,
        registers=words_of.REGISTERS, reasons=words_of.LEFT_REASONS, liable=words_of.LIABLE_ROLES,
        names=catalogue.measures(), measure_words=words_of.measure_words,
    )  # fmt: skip


@blueprint.route("/lists/<int:listing_id>/exit", methods=["GET", "POST"])
@access(SIGNED_IN)
def leave(listing_id: int) -> Response:
    """Ask for removal from a list: the subject by application (LST-10), the recogniser of the organ's own motion."""
    office, actor = current_office(), current_actor()
    row = exit_listing(office, actor, listing_id)
    if request.method == "GET":
        require_listed(row)
    form = bind(_EXIT_FORM, request)
    del form.list_key
    evidence = gather(request, f"exit-{listing_id}")
    for problem in evidence.problems:
        refuse(form, problem)
    if request.method == "POST" and request.form.get("go") != "edit" and form.validate() and not problems(form):
        command = ProposeExit(
            listing_id=listing_id, data=validated(form), files=evidence.files, key=act_key(request)
        )
        try:
            opened = propose_exit(office, actor, command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已提出移出，办件编号 %(number)s。", number=opened.number), "done")
            address = "mine.case" if may_apply(actor, row) else "cases.show"
            return redirect(url_for(address, case_id=opened.case_id), 303)
    page = render_template(
        "lists/exit.html", row=row, form=form, evidence=evidence, applies=may_apply(actor, row),
        name=public.shown_name(row, actor), list_name=public.list_name,
    )  # fmt: skip
    return answer(page, form)


def _page(listing_id: int, form: Form) -> Response:
    found = one(current_office(), current_actor(), listing_id)
    page = render_template(
        "lists/show.html",
        found=found,
        row=found.row,
        form=form,
        list_name=public.list_name,
        shown_name=public.shown_name,
        registers=words_of.REGISTERS,
        domain_names=words_of.DOMAINS,
        basis_kinds=words_of.BASIS_KINDS,
        liable=words_of.LIABLE_ROLES,
        reasons=words_of.LEFT_REASONS,
        measure_words=words_of.measure_words,
        catalogue=catalogue.measures(),
        many=words_of.MANY_DOMAINS,
    )
    return answer(page, form)


def _next(endpoint: str, place: Any, address: dict[str, Any]) -> str:
    return "" if place is None else url_for(endpoint, **address, before=f"{place[0].isoformat()}_{place[1]}")
