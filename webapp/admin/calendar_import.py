"""Taking in a State Council schedule: first what it would move, then the import itself, by the same administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import FileField, Form, TextAreaField
from wtforms.validators import Length

from webapp.access import access
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office
from webapp.forms import act_key, answer, bind, refuse, sent
from workflows.domain.access import Role
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_
from workflows.operations.import_calendar import plan_import, start_calendar_import

#: Largest schedule file, in bytes; a year has some two kilobytes.
LARGEST = 200_000
_TOO_LARGE = N_("文件过大，不是放假安排。")


class CalendarForm(Form):
    """A schedule as a file, or pasted."""

    schedule = FileField(
        N_("放假安排文件"),
        description=N_("按国务院办公厅通知整理的 TOML 文件，写明 year、published、makeup、notices 和 off。"),
    )
    text = TextAreaField(
        N_("或者粘贴内容"), validators=[Length(max=LARGEST, message=_TOO_LARGE)], render_kw={"rows": 8}
    )


@blueprint.route("/calendar/import", methods=["GET", "POST"])
@access(Role.ADMIN)
def import_schedule() -> ResponseReturnValue:
    """Take a schedule, show which deadlines it moves, and import it once that was confirmed."""
    form = bind(CalendarForm, request)
    plan = None
    if sent(request) and form.validate():
        office = current_office()
        try:
            text = _sent_text(form)
            plan = plan_import(office, text)
            # What was confirmed is what was shown: with another calendar in force meanwhile it is shown again.
            if request.form.get("confirmed") == plan.version:
                job_id = start_calendar_import(
                    office, current_actor(), text, key=act_key(request), back=url_for("admin.calendar")
                )
                flash(_("%(year)s年放假安排已导入，正在后台逐件重新计算期限。", year=plan.schedule.year), "done")
                return redirect(url_for("jobs.show", job_id=job_id), 303)
            form.text.data = text
        except OfficeError as error:
            refuse(form, error)
    return answer(render_template("admin/calendar_import.html", form=form, plan=plan), form)


def _sent_text(form: CalendarForm) -> str:
    upload = request.files.get("schedule")
    if upload is None or not upload.filename:
        if not (form.text.data or "").strip():
            raise FieldErrors({"schedule": [N_("请选择文件，或者粘贴内容。")]})
        return str(form.text.data)
    data = upload.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FieldErrors({"schedule": [_TOO_LARGE]})
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FieldErrors({"schedule": [N_("文件不是 UTF-8 文本。")]}) from error
