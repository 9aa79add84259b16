"""The case page of those who handle a case, and the acts that no step of the process asks for."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.cases import copies, told
from webapp.cases.forms import ExtendForm, ResumeForm, SuspendForm, VoidForm, WithdrawalForm
from webapp.context import current_actor, current_office
from webapp.exchange.board import board_of
from webapp.files.routes import viewable
from webapp.forms import act_key, answer, bind, refuse, seen
from webapp.i18n import say
from webapp.security import allow_style_attributes
from webapp.tasks.verbs import offered
from workflows.domain.access import Role
from workflows.domain.breach import BREACH_REASONS
from workflows.domain.case import CASE_STATE_NAMES, CHANNEL_NAMES, Channel
from workflows.domain.errors import Hidden, NotFound, OfficeError
from workflows.domain.service import METHODS
from workflows.domain.words import N_
from workflows.intake.filetypes import FileType
from workflows.operations import papers
from workflows.operations.case_page import OUTSIDE, CasePage, FileLine
from workflows.operations.clock_slips import STATE_NAMES
from workflows.operations.extend_deadline import ExtendDeadline, extend_deadline
from workflows.operations.read_case import read_case
from workflows.operations.reading import open_act
from workflows.operations.sign_letter import LetterAct, sign_letter, void_letter
from workflows.operations.suspend_clock import ResumeClock, SuspendClock, resume_clock, suspend_clock
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.processes.objection.words import GROUNDS
from workflows.store import cases

blueprint = Blueprint("cases", __name__)
blueprint.register_blueprint(copies.blueprint)

#: Tabs of the case page, in order.
TABS = {
    "matter": N_("概况"),
    "diagram": N_("流程图"),
    "timeline": N_("时间线"),
    "clocks": N_("时限"),
    "letters": N_("文书"),
    "papers": N_("材料"),
    "exchange": N_("推送与回执"),
}
LETTER_STATES = {"draft": N_("拟稿"), "signed": N_("已签发"), "issued": N_("已出具"), "void": N_("已作废")}


@blueprint.get("/cases/<int:case_id>")
@access(SIGNED_IN)
def show(case_id: int) -> Any:
    """Show a case to those who handle it; applicants are led to their own page of it."""
    page = read_case(current_office(), current_actor(), case_id)
    if page.side in OUTSIDE:
        return redirect(url_for("mine.case", case_id=case_id))
    tab = request.args.get("tab", "")
    return _page(page, tab if tab in TABS else "matter")


@blueprint.get("/cases/<int:case_id>/diagram.bpmn")
@access(SIGNED_IN)
def diagram(case_id: int) -> Response:
    """Return the diagram with which the case began."""
    read_case(current_office(), current_actor(), case_id)
    with current_office().database.read() as connection:
        stored = cases.load(connection, case_id)
        xml = None if stored is None else cases.diagram_xml(connection, stored.diagram_hash)
    if xml is None:
        raise NotFound()
    response = make_response(xml)
    response.mimetype = "application/xml"
    return response


@blueprint.get("/cases/<int:case_id>/letters/<int:letter_id>/preview")
@access(SIGNED_IN)
def preview(case_id: int, letter_id: int) -> Response:
    """Download a draft as it would look if it were signed now; it carries no number and nothing is kept."""
    page = read_case(current_office(), current_actor(), case_id)
    draft = next((letter for letter in page.letters if letter.id == letter_id and letter.state == "draft"), None)
    if draft is None:
        raise Hidden()
    data = papers.preview(open_act(current_office(), current_actor(), case_id, substantive=False), draft.code)
    name = f"{draft.title}{say(N_('（拟稿）'))}.docx"
    return send_file(BytesIO(data), mimetype=FileType.DOCX.media_type, as_attachment=True, download_name=name)


@blueprint.post("/cases/<int:case_id>/letters/<int:letter_id>/sign")
@access(SIGNED_IN)
def sign(case_id: int, letter_id: int) -> Response:
    """Sign a letter that a timer drafted."""

    def act() -> None:
        command = LetterAct(case_id=case_id, letter_id=letter_id, seen=seen(request), key=act_key(request))
        sign_letter(current_office(), current_actor(), command)

    return _do(case_id, "letters", None, "", act, _("文书已签发。"))


@blueprint.post("/cases/<int:case_id>/letters/<int:letter_id>/void")
@access(SIGNED_IN)
def void(case_id: int, letter_id: int) -> Response:
    """Void a signed letter with its reason."""
    form = bind(VoidForm, request)

    def act() -> None:
        command = LetterAct(
            case_id=case_id,
            letter_id=letter_id,
            seen=seen(request),
            key=act_key(request),
            reason=form.reason.data or "",
        )
        void_letter(current_office(), current_actor(), command)

    return _do(case_id, "letters", form, f"void-{letter_id}", act, _("文书已作废，文号保留在发文登记簿中。"))


@blueprint.post("/cases/<int:case_id>/suspend")
@access(SIGNED_IN)
def suspend(case_id: int) -> Response:
    """Suspend the clocks of a case."""
    page = read_case(current_office(), current_actor(), case_id)
    form = bind(SuspendForm, request)
    form.suspend_reason.choices = [(reason, reason) for reason in told.powers(current_actor(), page).suspend_for]

    def act() -> None:
        command = SuspendClock(
            case_id=case_id,
            seen=seen(request),
            reason=form.suspend_reason.data or "",
            evidence=form.evidence.data or "",
            key=act_key(request),
        )
        suspend_clock(current_office(), current_actor(), command)

    return _do(case_id, "clocks", form, "suspend", act, _("计时已暂停。"))


@blueprint.post("/cases/<int:case_id>/resume")
@access(SIGNED_IN)
def resume(case_id: int) -> Response:
    """Let the clocks of a case run on."""
    form = bind(ResumeForm, request)

    def act() -> None:
        command = ResumeClock(
            case_id=case_id, seen=seen(request), evidence=form.resume_evidence.data or "", key=act_key(request)
        )
        resume_clock(current_office(), current_actor(), command)

    return _do(case_id, "clocks", form, "resume", act, _("计时已恢复。"))


@blueprint.post("/cases/<int:case_id>/extend")
@access(SIGNED_IN)
def extend(case_id: int) -> Response:
    """Extend one deadline of a case."""
    page = read_case(current_office(), current_actor(), case_id)
    form = bind(ExtendForm, request)
    form.rule.choices = list(told.powers(current_actor(), page).extend)

    def act() -> None:
        command = ExtendDeadline(
            case_id=case_id,
            seen=seen(request),
            rule=form.rule.data or "",
            n=form.n.data or 0,
            reason=form.extend_reason.data or "",
            key=act_key(request),
        )
        extend_deadline(current_office(), current_actor(), command)

    return _do(case_id, "clocks", form, "extend", act, _("期限已延长，申请人会收到通知。"))


@blueprint.post("/cases/<int:case_id>/withdraw")
@access(SIGNED_IN)
def withdraw(case_id: int) -> Response:
    """Take in a withdrawal that was brought to the counter on paper."""
    form = bind(WithdrawalForm, request)

    def act() -> None:
        command = WithdrawCase(
            case_id=case_id, seen=seen(request), reason=form.withdrawal_reason.data or "", key=act_key(request)
        )
        withdraw_case(current_office(), current_actor(), command)

    return _do(case_id, "matter", form, "withdraw", act, _("已登记撤回，终止办理告知书待签发。"))


def _do(case_id: int, tab: str, form: Form | None, name: str, act: Callable[[], None], words: str) -> Response:
    """Carry out an act and lead back to its tab; a refusal shows the newest state with what was typed."""
    shown = form if form is not None else Form()
    if shown.validate():
        try:
            act()
        except (Hidden, NotFound):
            raise
        except OfficeError as error:
            refuse(shown, error)
        else:
            flash(words, "done")
            return redirect(url_for("cases.show", case_id=case_id, tab=tab), 303)
    page = read_case(current_office(), current_actor(), case_id)
    return _page(page, tab, {name: shown})


def _page(page: CasePage, tab: str, sent: dict[str, Form] | None = None) -> Response:
    if tab == "diagram":
        allow_style_attributes()
    powers, board = told.powers(current_actor(), page), board_of(page)
    if board is None and tab == "exchange":
        tab = "matter"
    shown = render_template(
        "cases/show.html",
        case=page,
        tab=tab,
        tabs={key: name for key, name in TABS.items() if key != "exchange" or board is not None},
        exchange=board,
        shown=_shown_file(page),
        tokens=told.tokens(page),
        marks=told.MARKS,
        details=told.details,
        powers=powers,
        verbs=partial(offered, current_actor(), page),
        forms_of={**_blank(powers), **(sent or {})},
        refused=next(iter((sent or {}).values()), None),
        state_words=CASE_STATE_NAMES[page.view.state],
        channel=CHANNEL_NAMES[page.view.channel],
        prints_receipt=page.view.channel == Channel.COUNTER
        and current_actor().holds(Role.REVIEWER, page.view.authority_id),
        grounds=GROUNDS,
        letter_states=LETTER_STATES,
        clock_states=STATE_NAMES,
        breach_reasons=BREACH_REASONS,
        methods=METHODS,
    )
    return answer(shown, next(iter((sent or {}).values()), Form()))


def _shown_file(page: CasePage) -> FileLine | None:
    """Return the file that the address asks to look at, or else the first that can be shown in place."""
    wanted = addresses.row_id(request.args.get("file"))
    seen_here = [file for file in page.files if viewable(file)]
    return next((file for file in seen_here if file.id == wanted), seen_here[0] if seen_here else None)


def _blank(powers: told.Powers) -> dict[str, Form]:
    suspend_form, extend_form = SuspendForm(), ExtendForm()
    suspend_form.suspend_reason.choices = [(reason, reason) for reason in powers.suspend_for]
    extend_form.rule.choices = list(powers.extend)
    return {"suspend": suspend_form, "resume": ResumeForm(), "extend": extend_form, "withdraw": WithdrawalForm()}
