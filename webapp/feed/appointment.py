"""The calendar file of an appointment (约谈): for whom it is made and for who handles the case."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response
from flask_babel import gettext as _

from webapp.access import SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.feed.ical import Appointment, calendar
from webapp.i18n import say
from workflows.domain.errors import NotFound
from workflows.domain.time import at_office_hour
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
    base = current_office().base_url
    hour, minute = planned["at"].split(":")
    own = page.side is Side.APPLICANT
    event = Appointment(
        uid=f"appointment-{page.view.id}-{planned['on']}@{urlsplit(base).hostname}",
        begins_at=at_office_hour(date.fromisoformat(planned["on"]), int(hour)) + timedelta(minutes=int(minute)),
        minutes=int(planned["minutes"]),
        summary=f"{say(page.process.name)} {page.view.number}",
        place=planned["place"],
        url=f"{base}/{'mine' if own else 'cases'}/{page.view.id}",
        stamp=current_office().clock(),
    )
    answer = Response(calendar(_("约谈"), [event]), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="appointment-{page.view.id}.ics"'
    return answer
