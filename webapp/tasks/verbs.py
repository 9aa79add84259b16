"""What may be done with a task besides completing it: each verb has a page that says what follows and asks why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import Form, SelectField

from webapp import addresses
from webapp.access import access
from webapp.context import current_actor, current_office
from webapp.forms import act_key, answer, bind, refuse, seen
from webapp.i18n import say
from webapp.tasks.staff import STAFF
from workflows.domain.access import Actor, Role
from workflows.domain.errors import Hidden, NotAllowed, NotFound, OfficeError, TaskNotOpen
from workflows.domain.words import N_
from workflows.operations.case_page import CasePage, TaskLine
from workflows.operations.delegate_task import answer_task, delegate_task
from workflows.operations.office import Office
from workflows.operations.read_case import read_case
from workflows.operations.recall_task import recall_task
from workflows.operations.task_acts import TaskAct, colleagues
from workflows.operations.transfer_task import transfer_task
from workflows.operations.urge_task import may_urge, urge_task
from workflows.processes.forms import Text
from workflows.store import tasks

blueprint = Blueprint("verbs", __name__)

_CLOCK = N_("办理时限照常计算，不因此重新起算。")
_KEPT = N_("操作人、时间和理由记入办件记录，不能更改。")


class ReasonForm(Form):
    """Why."""

    reason = Text(N_("理由"), must=True, rows=3)


class ColleagueForm(Form):
    """To whom, and why."""

    # What is not offered is refused by the operation, in words.
    to = SelectField(N_("交给谁"), choices=[], validate_choice=False)
    reason = Text(N_("理由"), must=True, rows=3)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One thing that may be done with a task."""

    key: str
    label: str
    #: What will happen and to whom, message ids.
    told: tuple[str, ...]
    #: Said when it is done.
    done: str
    act: Callable[[Office, Actor, TaskAct], int]
    #: Whether a reader may use it on an open task of the staff; the operation decides again.
    may: Callable[[Actor, CasePage, TaskLine], bool]
    #: Whether a colleague is named.
    names: bool = False
    icon: str = "arrow-right"


def _own(_actor: Actor, _case: CasePage, task: TaskLine) -> bool:
    return task.mine and task.org_id is not None


def _delegated(actor: Actor, _case: CasePage, task: TaskLine) -> bool:
    return task.owner_id is not None and actor.user_id in (task.owner_id, task.assignee_id)


def _others(actor: Actor, case: CasePage, task: TaskLine) -> bool:
    return may_urge(actor, case.view.authority_id, task.assignee_id) and not _own(actor, case, task)


def _put_up(actor: Actor, case: CasePage, task: TaskLine) -> bool:
    recall = case.process.tasks[task.node].recall
    if recall is None or task.assignee_id is not None:
        return False
    try:
        recall(case.view, actor)
    except NotAllowed:
        return False
    return True


VERBS = (
    Verb(
        key="transfer",
        label=N_("转办"),
        told=(N_("待办改由所选同事办理，您不再持有；对方会收到站内消息和邮件。"), _CLOCK, _KEPT),
        done=N_("已转办，对方会收到通知。"),
        act=transfer_task,
        may=_own,
        names=True,
        icon="arrow-left-right",
    ),
    Verb(
        key="delegate",
        label=N_("委派"),
        told=(
            N_("请所选同事答复意见；答复后待办回到您手中，由您办理。对方会收到站内消息和邮件。"),
            N_("答复之前待办不能办理，您可以随时收回。"),
            _CLOCK,
            _KEPT,
        ),
        done=N_("已委派，对方答复后待办会回到您手中。"),
        act=delegate_task,
        may=_own,
        names=True,
        icon="person-up",
    ),
    Verb(
        key="answer",
        label=N_("答复或收回委派"),
        told=(N_("待办回到委派人手中，由其继续办理；对方会收到站内消息和邮件。"), _CLOCK, _KEPT),
        done=N_("委派已结束，待办已回到委派人手中。"),
        act=answer_task,
        may=_delegated,
        icon="reply",
    ),
    Verb(
        key="urge",
        label=N_("催办"),
        told=(
            N_("持有该待办的人员会收到站内消息和邮件；尚未签收的，通知该岗位的全部人员。"),
            N_("同一待办每个工作日只能催办一次。"),
            _KEPT,
        ),
        done=N_("已催办，办理人会收到通知。"),
        act=urge_task,
        may=_others,
        icon="bell",
    ),
    Verb(
        key="recall",
        label=N_("撤回送审"),
        told=(
            N_("送审的内容回到您手中修改，拟制的文书作废；审核岗会收到站内消息和邮件。"),
            N_("撤回不计入退回次数。"),
            _CLOCK,
            _KEPT,
        ),
        done=N_("已撤回，请修改后重新送审。"),
        act=recall_task,
        may=_put_up,
        icon="arrow-counterclockwise",
    ),
)


def offered(actor: Actor, case: CasePage, task: TaskLine) -> tuple[Verb, ...]:
    """Return the verbs that a reader may use on a task now; the operations decide again."""
    if task.state != "open" or task.role == Role.APPLICANT:
        return ()
    return tuple(verb for verb in VERBS if verb.may(actor, case, task))


@blueprint.route(f"/tasks/<int:task_id>/<any({','.join(verb.key for verb in VERBS)}):verb>", methods=["GET", "POST"])
@access(*STAFF)
def do(task_id: int, verb: str) -> Any:
    """Say what a verb will do and to whom; do it with a reason."""
    office, actor = current_office(), current_actor()
    with office.database.read() as connection:
        stored = tasks.load(connection, task_id)
    if stored is None:
        raise NotFound()
    case = read_case(office, actor, stored.case_id)
    task = next((each for each in case.tasks if each.id == task_id), None)
    if task is None:
        raise Hidden()
    kind = next(each for each in VERBS if each.key == verb)
    form: Form = bind(ColleagueForm, request) if kind.names else bind(ReasonForm, request)
    if kind.names:
        offered_to = colleagues(office, stored, actor.user_id)
        form["to"].choices = [("", say(N_("（请选择）"))), *((str(number), name) for number, name in offered_to)]
    if request.method == "POST" and form.validate():
        command = TaskAct(
            task_id=task_id,
            seen=seen(request),
            key=act_key(request),
            reason=form["reason"].data or "",
            to=addresses.row_id(form["to"].data) or 0 if kind.names else 0,
        )
        try:
            kind.act(office, actor, command)
        except (Hidden, NotFound):
            raise
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(say(kind.done), "done")
            return redirect(url_for("cases.show", case_id=stored.case_id), 303)
    elif request.method == "GET":
        if task.state != "open":
            raise TaskNotOpen()
        if kind not in offered(actor, case, task):
            raise Hidden()
    title = _("%(verb)s：%(step)s", verb=say(kind.label), step=say(task.name))
    newest = read_case(office, actor, stored.case_id) if request.method == "POST" else case
    shown = render_template("tasks/verb.html", verb=kind, task=task, case=newest, form=form, title=title)
    return answer(shown, form)
