"""The administrator's pages: law, calendar, training clock; the other files of this folder hold the rest."""

from datetime import timedelta
from math import ceil

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.access import access
from webapp.addresses import row_id
from webapp.admin import audit, calendar_import, health, letters, organisations, roles, users
from webapp.admin.calendars import overview
from webapp.admin.forms import BindForm, ClockForm, UnbindForm
from webapp.admin.law import authorities, packs_by_place
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office, today
from webapp.forms import act_key, answer, bind, refuse, sent, validated
from webapp.i18n import aside, instant_cn, say
from webapp.menu import Entry
from workflows.domain.access import Role
from workflows.domain.errors import NotFound, OfficeError
from workflows.domain.policy import EVENT_NAMES
from workflows.domain.time import at_office_hour
from workflows.domain.words import N_
from workflows.operations import bind_pack as binding
from workflows.operations.advance_clock import advance_clock
from workflows.operations.unbound_lists import DECIDING, unbound_lists
from workflows.processes import rule_names
from workflows.store import people

__all__ = [
    "MENU", "audit", "blueprint", "calendar_import", "health", "letters", "organisations", "roles", "users",
]
MENU = (Entry(label=N_("管理"), endpoint="admin.state", access=(Role.ADMIN,), order=90, icon="gear", group=None),)

@blueprint.get("/packs")
@access(Role.ADMIN)
def packs() -> str:
    """Show which packs bind which authority, and every pack there is."""
    office = current_office()
    return render_template(
        "admin/packs.html",
        authorities=authorities(office, today()),
        unbound=unbound_lists(office, today()),
        places=packs_by_place(office, today()),
        rule_name=lambda rule: rule_names().get(rule, rule),
        start_name=lambda limit: limit.start_text or EVENT_NAMES.get(limit.start, limit.start),
    )


@blueprint.route("/packs/bind", methods=["GET", "POST"])
@access(Role.ADMIN)
def bind_pack() -> ResponseReturnValue:
    """Bind an authority, or a department that decides, to one more pack."""
    office = current_office()
    asked = {"org_id": row_id(request.args.get("org")), "on": today(), "pack_id": request.args.get("pack", "")}
    form = bind(BindForm, request, asked)
    with office.database.read() as connection:
        form.org_id.choices = [
            (each.id, each.name) for kind in DECIDING for each in people.organisations(connection, kind)
        ]
    form.pack_id.choices = [
        (pack.id, f"{pack.name}{aside(say(pack.rank.label))} {pack.valid_from.isoformat()}")
        for pack in office.packs.values()
    ]
    if sent(request) and form.validate():
        try:
            binding.bind_pack(office, current_actor(), **validated(form))
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("规则已绑定。"), "done")
            return redirect(url_for("admin.packs"))
    return answer(render_template("admin/bind.html", form=form), form)


@blueprint.route("/packs/<int:org_id>/<path:pack_id>/unbind", methods=["GET", "POST"])
@access(Role.ADMIN)
def unbind_pack(org_id: int, pack_id: str) -> ResponseReturnValue:
    """End the binding of a pack, after saying from when."""
    office = current_office()
    with office.database.read() as connection:
        organisation = people.organisation_by_id(connection, org_id)
    pack = office.packs.get(pack_id)
    if organisation is None or pack is None:
        raise NotFound()
    form = bind(UnbindForm, request, {"on": today()})
    if sent(request) and form.validate():
        try:
            binding.unbind_pack(office, current_actor(), org_id=org_id, pack_id=pack_id, **validated(form))
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("规则绑定将按所填日期解除。"), "done")
            return redirect(url_for("admin.packs"))
    return answer(render_template("admin/unbind.html", form=form, organisation=organisation, pack=pack), form)


@blueprint.get("/calendar")
@access(Role.ADMIN)
def calendar() -> str:
    """Show the years that the office counts with, each with its source."""
    found = current_office().calendar()
    return render_template("admin/calendar.html", years=overview(found, today()), version=found.version)


@blueprint.route("/clock", methods=["GET", "POST"])
@access(Role.ADMIN)
def clock() -> ResponseReturnValue:
    """Move the training clock forward. In earnest there is no such page."""
    office = current_office()
    if not office.training:
        raise NotFound()
    form = bind(ClockForm, request)
    if sent(request) and form.validate():
        span = timedelta(days=form.days.data or 0, hours=form.hours.data or 0)
        if form.to.data is not None:
            # The clock moves by whole seconds; a part of one less, and what falls due at nine would not be due yet.
            span = timedelta(seconds=ceil((at_office_hour(form.to.data, 9) - office.clock()).total_seconds()))
        try:
            moved = advance_clock(office, current_actor(), span, key=act_key(request))
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("办公时间已调整到%(time)s。到期的预警和逾期由后台在一分钟内触发。", time=instant_cn(moved)), "done")
            return redirect(url_for("admin.clock"))
    return answer(render_template("admin/clock.html", form=form), form)
