"""The calendar file of an appointment (约谈): for whom it is made and for who handles the case."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from notifications.appointment import appointment_of
from notifications.ical import calendar
from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.i18n import say
from workflows.domain.errors import NotFound
from workflows.operations.case_page import Side
from workflows.operations.read_case import read_case

blueprint = Blueprint("appointment", __name__)


@blueprint.get("/cases/<int:case_id>/appointment.ics")
@access(SIGNED_IN)
def show(case_id: int) -> Response:
    """Return the appointment of a case that the reader may see, to be opened in a calendar program."""
    page = read_case(current_office(), current_actor(), case_id)
    planned = page.view.facts.get("appointment")
    if planned is None:
        raise NotFound()
    office = current_office()
    event = appointment_of(
        page.view.id,
        planned,
        summary=f"{say(page.process.name)} {page.view.number}",
        link=f"{office.base_url}/{'mine' if page.side is Side.APPLICANT else 'cases'}/{page.view.id}",
        base_url=office.base_url,
        stamp=office.clock(),
    )
    answer = Response(calendar(_("约谈"), [event]), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="appointment-{page.view.id}.ics"'
    return answer
