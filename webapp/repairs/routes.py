"""An applicant's own records and when each of them can be repaired."""

from flask import Blueprint, render_template

from webapp.access import APPLICANT, SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.menu import Entry
from workflows.domain.words import N_
from workflows.operations.ask_representation import own_requests
from workflows.operations.record_standing import own_records

blueprint = Blueprint("repairs", __name__)
MENU = (
    Entry(label=N_("信用修复"), endpoint="repairs.listing", access=(APPLICANT,), order=25, icon="arrow-repeat"),
)


@blueprint.get("/repairs")
@access(SIGNED_IN)
def listing() -> str:
    """List the records of those for whom the reader may act, each with the day from which it can be repaired."""
    office, actor = current_office(), current_actor()
    rows = own_records(office, actor)
    asked = () if actor.subjects else own_requests(office, actor)
    return render_template("repairs/listing.html", rows=rows, subjects=actor.subjects, requests=asked)
