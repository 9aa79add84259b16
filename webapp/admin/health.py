"""How the office works: jobs of the worker, what waits, what did not arrive, what could not be fired."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.access import access
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office, current_settings
from workflows.domain.access import Role
from workflows.domain.words import N_
from workflows.operations.health import health_of
from workflows.operations.resend_message import resend_message
from workflows.operations.resend_notice import resend_notice
from workflows.operations.retry_deadline import retry_deadline
from workflows.store import board, messages, outbox, quarantine

#: Job of the worker → words.
JOBS = {
    "deadlines": N_("触发预警与逾期"),
    "notices": N_("投递通知"),
    "sms": N_("发送短信"),
    "webhooks": N_("回调通知"),
    "digest": N_("每日提要"),
    "records": N_("公示期和保存期"),
    "imports": N_("导入表格"),
    "messages": N_("办件间消息"),
    "dispatches": N_("推送平台"),
    "receipts": N_("读取回执"),
    "jobs": N_("批量作业"),
    "audit": N_("封存审计日志"),
    "night": N_("夜间巡检"),
    "nightly": N_("夜间核对"),
}


@blueprint.get("")
@access(Role.ADMIN)
def state() -> str:
    """Show how the office works: worker, outbox, lag, incidents, seal, disk."""
    health = health_of(current_office(), current_settings().data)
    return render_template("admin/state.html", health=health, job_names=JOBS)


@blueprint.get("/deliveries")
@access(Role.ADMIN)
def deliveries() -> str:
    """Show what did not arrive, which deadlines could not be fired and which files are lost."""
    office = current_office()
    with office.database.read() as connection:
        undelivered = outbox.undelivered(connection)
        unheard = messages.undelivered(connection)
        stuck = board.incidents(connection)
        missing = quarantine.missing(connection)
    return render_template(
        "admin/deliveries.html",
        undelivered=undelivered,
        messages=unheard,
        incidents=stuck,
        missing=missing,
        office=office,
    )


@blueprint.post("/notices/<int:notice_id>/resend")
@access(Role.ADMIN)
def resend(notice_id: int) -> ResponseReturnValue:
    """Send a notice again."""
    resend_notice(current_office(), current_actor(), notice_id)
    flash(_("已交回后台重新发送，一分钟后可在此查看结果。"), "done")
    return redirect(url_for("admin.deliveries"))


@blueprint.post("/messages/<int:message_id>/resend")
@access(Role.ADMIN)
def resend_between(message_id: int) -> ResponseReturnValue:
    """Deliver a message between cases again."""
    resend_message(current_office(), current_actor(), message_id)
    flash(_("已交回后台重新投递，一分钟后可在此查看结果。"), "done")
    return redirect(url_for("admin.deliveries"))


@blueprint.post("/incidents/<int:deadline_id>/retry")
@access(Role.ADMIN)
def retry(deadline_id: int) -> ResponseReturnValue:
    """Hand a deadline back to the workers."""
    retry_deadline(current_office(), current_actor(), deadline_id)
    flash(_("已交回后台重新处理，一分钟后可在此查看结果。"), "done")
    return redirect(url_for("admin.deliveries"))
