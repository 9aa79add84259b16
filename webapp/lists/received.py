"""Registering what courts and other authorities decided on lists, and that they have ended it (S1-27)."""

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, Form, StringField
from wtforms.validators import InputRequired, Optional

from webapp.access import access
from webapp.context import current_actor, current_office, today
from webapp.files.evidence import Evidence, gather
from webapp.forms import act_key, answer, bind, problems, refuse, seen, validated
from webapp.lists import public
from webapp.lists.frame import blueprint
from webapp.lists.staff import READERS
from workflows.domain.errors import Hidden, NotFound, OfficeError
from workflows.domain.listing import BASIS_KINDS
from workflows.domain.words import N_, Cited
from workflows.operations.end_registered_listing import EndRegisteredListing, end_registered_listing, may_end
from workflows.operations.passed_file import passed_file
from workflows.operations.register_listing import RECEIVER, Decided, RegisterListing, receivable, register_listing
from workflows.processes.forms import Pick, Text, plausible_day, required, text_length
from workflows.store import list_pages, people, received


class DecidedForm(Form):
    """Who decided, with number and day, as the document says."""

    organ = StringField(
        N_("作出决定的机关"),
        validators=[*required(), text_length(120)],
        description=N_("按收到的文书填写全称，例如：示例市示例区人民法院。"),
    )
    number = StringField(N_("决定文号"), validators=[*required(), text_length(60)])
    decided_on = DateField(N_("决定日期"), validators=[InputRequired(N_("请填写决定日期。")), plausible_day])


class ReceivedForm(DecidedForm):
    """A decision by which a subject is on a list."""

    code = StringField(
        N_("主体代码"), validators=[*required(), text_length(40)], description=N_("统一社会信用代码或者公民身份号码。")
    )
    list_key = Pick(N_("名单"), validators=[*required(N_("请选择名单。"))])
    kind = Pick(N_("文书种类"), choices=list(BASIS_KINDS.items()), validators=[*required(N_("请选择文书种类。"))])
    reason = Text(N_("列入原因"), must=True, description=N_("照文书写明的事由填写。"))
    until_on = DateField(
        N_("列入期限至"), validators=[Optional(), plausible_day], description=N_("文书没有写明期限的不填。")
    )
    for_organisation = Pick(N_("登记单位"), validators=[*required()], coerce=int)


@blueprint.route("/lists/register/received", methods=["GET", "POST"])
@access(RECEIVER)
def receive() -> Response:
    """Register a decision that was received: nothing is decided, published or ordered here."""
    office, actor = current_office(), current_actor()
    form = bind(ReceivedForm, request)
    with office.database.read() as connection:
        own = people.organisations_by_ids(connection, sorted(actor.organisations(RECEIVER)))
    form.for_organisation.choices = [(row.id, row.name) for row in own]
    form.list_key.choices = [(key, Cited(each.name)) for key, each in receivable(today()).items()]
    evidence = _evidence("received", form)
    if _sent(form, evidence):
        told = validated(form)
        command = RegisterListing(
            organ_id=told["for_organisation"], code=told["code"], list_key=told["list_key"], kind=told["kind"],
            reason=told["reason"], until_on=told["until_on"], decided=_decided(told, evidence), key=act_key(request),
        )  # fmt: skip
        try:
            made = register_listing(office, actor, command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已登记收到的列入决定。"), "done")
            return redirect(url_for("lists.show", listing_id=made), 303)
    return answer(render_template("lists/received.html", form=form, evidence=evidence, row=None), form)


@blueprint.route("/lists/register/received/<int:listing_id>/end", methods=["GET", "POST"])
@access(RECEIVER)
def end(listing_id: int) -> Response:
    """Register the decision by which the authority has ended it."""
    office, actor = current_office(), current_actor()
    with office.database.read() as connection:
        row = list_pages.load(connection, listing_id)
    if row is None:
        raise NotFound()
    if not may_end(actor, row):
        raise Hidden()
    form = bind(DecidedForm, request, {"organ": row.basis["organ"]})
    evidence = _evidence(f"ended-{listing_id}", form)
    if _sent(form, evidence):
        command = EndRegisteredListing(
            listing_id=listing_id, seen=seen(request), decided=_decided(validated(form), evidence), key=act_key(request)
        )
        try:
            end_registered_listing(office, actor, command)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已登记收到的解除决定。"), "done")
            return redirect(url_for("lists.show", listing_id=listing_id), 303)
    page = render_template(
        "lists/received.html", form=form, evidence=evidence, row=row, name=public.shown_name(row),
        list_name=public.list_name,
    )  # fmt: skip
    return answer(page, form)


@blueprint.get("/lists/register/received/papers/<int:decision_id>")
@access(*READERS)
def paper(decision_id: int) -> Response:
    """Download the document of a received decision; its type is not told to the browser, which must not show it."""
    office = current_office()
    with office.database.read() as connection:
        found = received.load(connection, decision_id)
    if found is None:
        raise NotFound()
    opened = passed_file(office, found.sha256).open("rb")
    response = send_file(opened, mimetype="application/octet-stream", as_attachment=True, download_name=found.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _evidence(form_name: str, form: Form) -> Evidence:
    found = gather(request, form_name)
    for problem in found.problems:
        refuse(form, problem)
    return found


def _sent(form: Form, evidence: Evidence) -> bool:
    """Tell whether the form was sent whole: well filled in, and with the one document."""
    if request.method == "GET" or request.form.get("go") == "edit":
        return False
    form.validate()
    if len(evidence.files) != 1 and not evidence.problems:
        refuse(form, NoDocument())
    return not problems(form)


def _decided(told: dict[str, Any], evidence: Evidence) -> Decided:
    return Decided(
        organ=told["organ"].strip(), number=told["number"].strip(), decided_on=told["decided_on"],
        paper=evidence.files[0],
    )  # fmt: skip


class NoDocument(OfficeError):
    """The received document is missing, or there are several."""

    message = N_("请上传收到的决定文书，一份一个文件。")
    status = 422
