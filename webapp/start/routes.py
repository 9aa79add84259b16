"""发起办件: choose the matter, find whom it is about, fill in, check, open."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import access
from webapp.auth.carried import keeps_typed
from webapp.context import current_actor, current_office
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, validated
from webapp.menu import CASES, Entry
from webapp.start import opening
from webapp.start.forms import MatterForm
from webapp.start.opening import About
from webapp.tasks.worktable import typed_answers
from webapp.typed import carried
from workflows.domain.case import Channel
from workflows.domain.errors import OfficeError
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.open_case import OpenCase, open_case

blueprint = Blueprint("start", __name__)
_POSTS = opening.opening_posts()
MENU = (
    Entry(label=N_("发起办件"), endpoint="start.listing", access=_POSTS, order=35, icon="plus-square", group=CASES),
)


@blueprint.get("/start")
@access(*_POSTS)
def listing() -> str:
    """List what the reader may open, and on which of the texts that bind there it rests."""
    return render_template("start/listing.html", offers=opening.offers(current_office(), current_actor()))


@blueprint.get("/start/<process_key>")
@access(*_POSTS)
def find(process_key: str) -> str:
    """Find whom the case is about, by code or name, or by a decision number."""
    office, actor = current_office(), current_actor()
    process = opening.process_for(office, actor, process_key)
    words = addresses.words(request.args, "q", 120)
    found = opening.search(office, process, actor, words)
    return render_template("start/find.html", process=process, words=words, found=found)


@blueprint.route("/start/<process_key>/subjects/<int:subject_id>", methods=["GET", "POST"])
@access(*_POSTS)
@keeps_typed
def fill(process_key: str, subject_id: int) -> Response:
    """Fill in (``go=edit``), check (``go=check``) and open (``go=send``); nothing typed is lost on the way."""
    office, actor = current_office(), current_actor()
    process = opening.process_for(office, actor, process_key)
    about = opening.about(office, process, actor, subject_id)
    chosen = addresses.row_id(request.args.get("record", ""))
    matter = bind(MatterForm, request, {"about_records": [chosen] if chosen else []})
    matter.for_organisation.choices = list(opening.organisations_for(office, actor, process).items())
    matter.about_records.choices = [(each.id, each.decision_number) for each in about.records]
    if matter.for_organisation.data is None:
        matter.for_organisation.data = matter.for_organisation.choices[0][0]
    form = bind(process.filing_form, request)
    if request.method == "GET":
        return _form(process, about, matter, form, Evidence())
    evidence = gather(request, f"start-{process.key}-{subject_id}")
    step = request.form.get("go", "check")
    if step != "edit":
        form.validate()
        matter.validate()
    for problem in evidence.problems:
        refuse(form, problem)
    if step == "edit" or problems(form) or problems(matter):
        return _form(process, about, matter, form, evidence)
    if step != "send":
        return _check(process, about, matter, form, evidence)
    return _open(process, about, matter, form, evidence)


def _open(process: ProcessType, about: About, matter: Form, form: Form, evidence: Evidence) -> Response:
    records = tuple(matter["about_records"].data or ())
    command = OpenCase(
        process=process.key,
        authority_id=matter["for_organisation"].data,
        subject_id=None if records else about.subject.id,
        record_ids=records,
        channel=Channel.OFFICE,
        application=validated(form),
        files=evidence.files,
        key=act_key(request),
    )
    try:
        opened = open_case(current_office(), current_actor(), command)
    except OfficeError as error:
        refuse(form, error)
        return _form(process, about, matter, form, evidence)
    flash(_("已发起，办件编号 %(number)s。", number=opened.number), "done")
    return redirect(url_for("cases.show", case_id=opened.case_id), 303)


def _form(process: ProcessType, about: About, matter: Form, form: Form, evidence: Evidence) -> Response:
    shown = {"process": process, "about": about, "matter": matter, "form": form, "evidence": evidence}
    return answer(render_template("start/fill.html", **shown), matter if problems(matter) else form)


def _check(process: ProcessType, about: About, matter: Form, form: Form, evidence: Evidence) -> Response:
    shown: dict[str, Any] = {
        "process": process,
        "about": about,
        "chosen": [each for each in about.records if each.id in (matter["about_records"].data or ())],
        "organisation": dict(matter["for_organisation"].choices)[matter["for_organisation"].data],
        "answers": typed_answers(form, validated(form)),
        "evidence": evidence,
        "carried": [*carried(matter), *carried(form)],
    }
    return answer(render_template("start/check.html", **shown), form)
