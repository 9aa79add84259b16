"""The supervisor's board, its lists with their exports, and the bulk acts 督办 and 改派."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import addresses
from webapp.access import access
from webapp.board import listing, query
from webapp.board import statistics as figures
from webapp.board.forms import ReassignForm, UrgeForm
from webapp.context import current_actor, current_office, today
from webapp.forms import act_key, answer, bind, refuse, sent, validated
from webapp.menu import CASES, Entry
from webapp.security import safe_next
from workflows.domain.access import Role
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations import export_board
from workflows.operations.board import authorities_of, read_board
from workflows.operations.reassign_tasks import ReassignTasks, reassign_tasks
from workflows.operations.supervise_cases import SuperviseCases, supervise_cases
from workflows.store import board_tasks, people

blueprint = Blueprint("board", __name__)
MENU = (
    Entry(
        label=N_("督办看板"),
        endpoint="board.show",
        access=(Role.SUPERVISOR,),
        order=30,
        icon="grid-3x3-gap",
        group=CASES,
    ),
)

#: Tasks that are chosen at once: they stand in the address, whose length servers limit.
BULK_LIMIT = 200


class TooManyItems(OfficeError):
    """More was chosen than one bulk act takes; params: ``limit``."""

    message = N_("一次最多办理 %(limit)s 件，请分次选择。")
    status = 422


@blueprint.get("/board")
@access(Role.SUPERVISOR)
def show() -> str:
    """Show where the work of the office stands today."""
    return render_template("board/show.html", board=read_board(current_office(), current_actor()))


@blueprint.get("/board/list")
@access(Role.SUPERVISOR)
def tasks() -> str:
    """Show a page of the tasks behind a number; filters and position stay in the address."""
    office, asked = current_office(), query.read(current_office(), request.args)
    after = addresses.place(request.args.get("after", ""), "_")
    cut = query.cut(office, asked, office.calendar(), today())
    with office.database.read() as connection:
        found = board_tasks.page(
            connection, authorities_of(current_actor()), cut, after=after, limit=asked.size + 1
        )
        organisations = people.organisations(connection)
    following = ""
    if len(found) > asked.size:
        last = found[asked.size - 1]
        following = url_for("board.tasks", **asked.address(after=f"{last.due_on.isoformat()}_{last.id}"))
    return render_template(
        "board/list.html",
        query=asked,
        lines=[listing.line(office, row) for row in found[: asked.size]],
        organisations=organisations,
        steps=query.steps(office),
        clocks=query.clocks(office),
        cards=query.CARDS,
        sizes=query.SIZES,
        row_limit=export_board.ROW_LIMIT,
        bulk_limit=BULK_LIMIT,
        following=following,
        first=url_for("board.tasks", **asked.address()) if after else "",
    )


@blueprint.post("/board/list/export")
@access(Role.SUPERVISOR)
def export() -> Response:
    """Hand out the whole list as a workbook; the filters are those of the address."""
    office, actor = current_office(), current_actor()
    asked = query.read(office, request.args)
    sheet = listing.sheet(office, authorities_of(actor), query.cut(office, asked, office.calendar(), today()))
    file = export_board.export_list(office, actor, "board", [sheet], **asked.address())
    name = _("待办清单_%(day)s.xlsx", day=today().isoformat())
    return send_file(file, FileType.XLSX.media_type, as_attachment=True, download_name=name)


@blueprint.get("/board/statistics")
@access(Role.SUPERVISOR)
def statistics() -> str:
    """Show months, clocks, breach reasons and the league of departments, each table with its chart."""
    found = figures.recent()
    return render_template("board/statistics.html", found=found, tables=figures.tables(found))


@blueprint.post("/board/statistics/export")
@access(Role.SUPERVISOR)
def export_statistics() -> Response:
    """Hand out the tables of the statistics, each as a sheet."""
    sheets = figures.sheets(figures.recent())
    file = export_board.export_list(current_office(), current_actor(), "statistics", sheets)
    name = _("督办统计_%(day)s.xlsx", day=today().isoformat())
    return send_file(file, FileType.XLSX.media_type, as_attachment=True, download_name=name)


@blueprint.route("/board/supervise", methods=["GET", "POST"])
@access(Role.SUPERVISOR)
def supervise() -> Any:
    """Ask for the note and the promised day, and supervise the chosen cases."""
    office, actor, form = current_office(), current_actor(), bind(UrgeForm, request)
    rows = _chosen()
    if not rows:
        return _nothing_chosen()
    if sent(request) and form.validate():
        cases = list(dict.fromkeys(row.case_id for row in rows))
        command = SuperviseCases(case_ids=cases, key=act_key(request), back=_back(), **validated(form))
        try:
            return _to_job(supervise_cases(office, actor, command))
        except OfficeError as error:
            refuse(form, error)
    return _asked("board/supervise.html", form, rows)


@blueprint.route("/board/reassign", methods=["GET", "POST"])
@access(Role.SUPERVISOR)
def reassign() -> Any:
    """Ask for the colleague and the reason, and reassign the chosen tasks."""
    office, actor, form = current_office(), current_actor(), bind(ReassignForm, request)
    rows = _chosen()
    if not rows:
        return _nothing_chosen()
    form.to_user.choices = listing.colleagues(office, rows)
    if sent(request) and form.validate():
        chosen = [row.id for row in rows]
        command = ReassignTasks(task_ids=chosen, key=act_key(request), back=_back(), **validated(form))
        try:
            return _to_job(reassign_tasks(office, actor, command))
        except OfficeError as error:
            refuse(form, error)
    return _asked("board/reassign.html", form, rows)


def _chosen() -> list[Any]:
    """Return the chosen tasks that belong to the reader's authorities.

    Raises:
        TooManyItems: more than a bulk act takes.
    """
    ids = [number for text in request.values.getlist("task") if (number := addresses.row_id(text)) is not None]
    if len(ids) > BULK_LIMIT:
        raise TooManyItems(limit=BULK_LIMIT)
    with current_office().database.read() as connection:
        return board_tasks.chosen(connection, authorities_of(current_actor()), ids)


def _back() -> str:
    return safe_next(request.values.get("back")) or url_for("board.tasks")


def _nothing_chosen() -> Response:
    flash(_("请先在清单中勾选要办理的待办。"), "warning")
    return redirect(_back())


def _asked(template: str, form: Any, rows: Sequence[Any]) -> Response:
    lines = [listing.line(current_office(), row) for row in rows]
    return answer(render_template(template, form=form, lines=lines, back=_back()), form)


def _to_job(job_id: int) -> Response:
    return redirect(url_for("jobs.show", job_id=job_id), 303)
