"""The feed of a person's deadlines (iCalendar), and the page on which its address is made, renewed and ended."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as AnyResponse

from notifications.ical import Day, calendar
from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.context import current_actor, current_office
from webapp.feed import appointment
from webapp.i18n import say
from webapp.security import limiter
from workflows.operations.calendar_feed import FeedEntry, end_feed, make_feed, read_feed
from workflows.store import feeds

blueprint = Blueprint("feed", __name__)
blueprint.register_blueprint(appointment.blueprint)

#: Seconds for which a calendar program may keep what it fetched.
_FRESH = 900


class _Calendar(Response):
    """A calendar file; its reader may keep it, unlike a page of the site, and asks again with its ETag."""

    default_mimetype = "text/calendar"

    def get_wsgi_headers(self, environ: dict[str, Any]) -> Headers:
        headers = super().get_wsgi_headers(environ)
        headers["Cache-Control"] = f"private, max-age={_FRESH}"
        return headers


def _not_found(response: AnyResponse) -> bool:
    return response.status_code == 404


@blueprint.get("/feed/<secret>.ics")
@access(PUBLIC)
@limiter.limit("60 per minute")
@limiter.limit("10 per minute", deduct_when=_not_found)
def show(secret: str) -> AnyResponse:
    """Return the calendar with this secret, or 304 where the reader has it already."""
    feed = read_feed(current_office(), secret)
    with force_locale(feed.locale):
        content = calendar(_("信案通期限"), (_day(entry) for entry in feed.entries))
    response = _Calendar(content)
    response.set_etag(sha256(content).hexdigest()[:32])
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response.make_conditional(request)


def _day(entry: FeedEntry) -> Day:
    base = current_office().base_url
    words = f"{entry.number} {say(entry.step)}"
    return Day(
        uid=f"{entry.uid}@{urlsplit(base).hostname}",
        on=entry.due_on,
        summary=_("%(what)s（暂定）", what=words) if entry.provisional else words,
        url=f"{base}/{'mine' if entry.own else 'cases'}/{entry.case_id}",
        stamp=entry.since,
        tentative=entry.provisional,
    )


@blueprint.get("/account/feed")
@access(SIGNED_IN)
def page() -> str:
    """Show whether the reader's deadlines are open to a calendar program."""
    return _page()


@blueprint.post("/account/feed")
@access(SIGNED_IN)
def make() -> str:
    """Make a new address and show it, this once; one that was made before leads nowhere from now on."""
    secret = make_feed(current_office(), current_actor())
    return _page(f"{current_office().base_url}{url_for('feed.show', secret=secret)}")


@blueprint.post("/account/feed/end")
@access(SIGNED_IN)
def end() -> AnyResponse:
    """End the reader's feed."""
    end_feed(current_office(), current_actor())
    flash(_("日历订阅已停止，原来的地址不再有效。"), "done")
    return redirect(url_for("feed.page"))


def _page(made: str = "") -> str:
    with current_office().database.read() as connection:
        living = feeds.has_feed(connection, current_actor().user_id)
    return render_template("feed/index.html", made=made, living=living)
