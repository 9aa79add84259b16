"""What waits for a person because a period of publicity or keeping is over; destruction lists of two people."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, Form, TextAreaField
from wtforms.validators import Optional

from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.forms import answer, bind, refuse, seen, validated
from webapp.menu import Entry
from workflows.domain.access import Role
from workflows.domain.errors import NotAllowed, NotFound, OfficeError
from workflows.domain.record_clock import ASKS
from workflows.domain.words import N_
from workflows.operations.destroy_records import KEEPERS, confirm, draw_up, drop, require_keeper
from workflows.operations.hold_record import HoldRecord, hold_record, may_hold, release_record
from workflows.operations.record_law import law_of_provider
from workflows.operations.record_standing import standing_of
from workflows.operations.verify_record import (
    CENTRE,
    OF_PROVIDER,
    VERIFIERS,
    VerifyRecord,
    places_of,
    read_record,
    verify_record,
)
from workflows.processes.forms import Text, plausible_day, required, text_length
from workflows.store import destruction, people, publicity

blueprint = Blueprint("retention", __name__, url_prefix="/retention")
READERS = (*CENTRE, *OF_PROVIDER)
MENU = (
    Entry(label=N_("公示与保存"), endpoint="retention.waiting", access=VERIFIERS, order=48, icon="hourglass-bottom"),
    Entry(label=N_("销毁清单"), endpoint="retention.lists", access=(Role.ADMIN,), order=49, icon="archive"),
)
LIST_STATES = {
    "drawn": N_("待另一人批准"),
    "confirmed": N_("已批准，正在销毁"),
    "done": N_("已销毁"),
    "dropped": N_("已撤回"),
}


class VerifyForm(Form):
    """What was found out of a record."""

    conduct_ended_on = DateField(
        N_("失信行为终止之日"),
        validators=[Optional(), plausible_day],
        description=N_("自然人的信息自这一天起计算保存期；还没有终止或者查不清的，留空。"),
    )
    fulfilled_on = DateField(
        N_("全部义务履行完毕之日"), validators=[Optional(), plausible_day], description=N_("还没有履行完毕的，留空。")
    )
    note = Text(N_("核实情况"), must=True, description=N_("写明查了什么、依据是什么。"))
    look_again_on = DateField(
        N_("下次核实的日期"),
        validators=[Optional(), plausible_day],
        description=N_("最长公示期已届满而还不能停止公示的，必须填写。"),
    )


class HoldForm(Form):
    """Why a record is put under legal hold, or no longer."""

    reason = TextAreaField(
        N_("理由"),
        validators=[*required(), text_length(200)],
        description=N_("写明依据，如法院、纪检监察机关的文书名称和文号，或者正在进行的复议、诉讼。"),
        render_kw={"rows": 3},
    )


@blueprint.get("")
@access(*VERIFIERS)
def waiting() -> str:
    """List the records that wait for the reader: publicity over, end of the conduct unknown, keeping over."""
    places, providers = places_of(current_office(), current_actor())
    with current_office().database.read() as connection:
        found = {asks: publicity.waiting(connection, asks, places=places, providers=providers) for asks in ASKS}
    keeps = any(current_actor().holds(role) for role in KEEPERS)
    return render_template("retention/waiting.html", found=found, words=ASKS, keeps=keeps)


@blueprint.route("/records/<int:record_id>", methods=["GET", "POST"])
@access(*READERS)
def record(record_id: int) -> Response:
    """Show how a record stands; note what was found out of it."""
    office = current_office()
    row = read_record(office, current_actor(), record_id)
    form = bind(
        VerifyForm, request, data={"conduct_ended_on": row.conduct_ended_on, "fulfilled_on": row.fulfilled_on}
    )
    if request.method == "POST" and form.validate():
        try:
            command = VerifyRecord(record_id=record_id, seen=seen(request), **validated(form))
            ended = verify_record(office, current_actor(), command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已记录，公示已停止。") if ended else _("已记录。"), "done")
            return redirect(url_for("retention.waiting"), 303)
    with office.database.read() as connection:
        law = law_of_provider(office, connection, row.provider_id, row.jurisdiction, today())
        found = standing_of(connection, row, law, today())
    may = any(current_actor().holds(role) for role in VERIFIERS)
    holds = may_hold(office, current_actor(), row)
    page = render_template(
        "retention/record.html", row=row, found=found, form=form, words=ASKS, may_verify=may, may_hold=holds
    )
    return answer(page, form)


@blueprint.route("/records/<int:record_id>/hold", methods=["GET", "POST"])
@access(Role.HEAD)
def hold(record_id: int) -> Response:
    """Set or lift the legal hold of a record, with the reason."""
    office = current_office()
    row = read_record(office, current_actor(), record_id)
    if not may_hold(office, current_actor(), row):
        raise NotAllowed()
    form, lift = bind(HoldForm, request), request.values.get("lift") == "1"
    if request.method == "POST" and form.validate():
        try:
            command = HoldRecord(record_id=record_id, seen=seen(request), **validated(form))
            (release_record if lift else hold_record)(office, current_actor(), command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("保全已解除，期限继续计算。") if lift else _("已依法保全，期限届满也不停止公示、不销毁。"), "done")
            return redirect(url_for("retention.record", record_id=record_id), 303)
    return answer(render_template("retention/hold.html", row=row, form=form, lift=bool(row.hold_reason)), form)


@blueprint.get("/lists")
@access(*KEEPERS)
def lists() -> str:
    """Show the destruction lists of the reader's authorities, and how many records are ripe for the next."""
    with current_office().database.read() as connection:
        organs = people.organisations_by_ids(connection, sorted(current_actor().organisations(*KEEPERS)))
        authorities = [row for row in organs if row.kind == "authority"]
        rows = destruction.lists(connection, [row.id for row in authorities])
        ripe = {row.id: len(destruction.ripe(connection, [row.jurisdiction])) for row in authorities}
    return render_template(
        "retention/lists.html", authorities=authorities, ripe=ripe, rows=rows, states=LIST_STATES
    )


@blueprint.post("/lists/draw/<int:organ_id>")
@access(*KEEPERS)
def draw(organ_id: int) -> Response:
    """Draw up a list of what is ripe."""
    list_id = draw_up(current_office(), current_actor(), organ_id)
    flash(_("销毁清单已提出，须由另一人批准。"), "done")
    return redirect(url_for("retention.one", list_id=list_id), 303)


@blueprint.get("/lists/<int:list_id>")
@access(*KEEPERS)
def one(list_id: int) -> str:
    """Show a list with its records; what has been destroyed has neither number nor name."""
    with current_office().database.read() as connection:
        found = destruction.by_id(connection, list_id)
        if found is None:
            raise NotFound()
        require_keeper(current_actor(), found.organ_id)
        rows = destruction.items(connection, list_id)
        drawer = people.user_by_id(connection, found.drawn_by)
    own = found.drawn_by == current_actor().user_id
    return render_template(
        "retention/one.html", found=found, rows=rows, drawer=drawer.name, own=own, states=LIST_STATES
    )


@blueprint.post("/lists/<int:list_id>/<any(confirm, drop):what>")
@access(*KEEPERS)
def settle(list_id: int, what: str) -> Any:
    """Confirm a list that somebody else drew up, or drop it."""
    act = {"confirm": confirm, "drop": drop}[what]
    act(current_office(), current_actor(), list_id)
    flash(_("已批准，系统随即销毁。") if what == "confirm" else _("清单已撤回。"), "done")
    return redirect(url_for("retention.one", list_id=list_id), 303)
