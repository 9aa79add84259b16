"""Lists (名单) for programs: the public register, the registers of staff, bans, and a subject's own listings."""

from typing import Any

from webapp import addresses
from webapp.access import PUBLIC, SIGNED_IN, access
from webapp.api.base import NAMED, blueprint, everybody, told
from webapp.api.paging import cut, day_and_id, mark, position
from webapp.api.schemas import lists as schemas
from webapp.context import current_actor, current_office, today
from webapp.lists import public
from webapp.lists.query import Query
from webapp.lists.staff import READERS, measures_by_listing, one, sees_watch_of
from workflows.catalogue import library as catalogue
from workflows.domain.access import Actor
from workflows.domain.listing import LEFT_REASONS, LIABLE_ROLES, MEASURE_STATES
from workflows.domain.words import N_
from workflows.operations.propose_exit import can_leave
from workflows.store import list_pages

_PAGE = 30


@blueprint.route("/lists/published")
@access(PUBLIC)
@everybody
@told(N_("名单公示"), "public")
@blueprint.arguments(schemas.PublishedQuery, location="query")
@blueprint.response(200, schemas.PublishedPage)
def published(query: dict[str, Any]) -> dict[str, Any]:
    """List the serious register with its six fields, or the removals that are announced."""
    rows, place = public.published(
        current_office(),
        left=query["show"] == "left",
        list_key=query.get("list_key", ""),
        words=addresses.words(query, "q", 120),
        before=position(query, day_and_id),
        today=today(),
        size=_PAGE,
    )
    return {"items": rows, "next": mark(place)}


@blueprint.route("/lists/register")
@access(*READERS)
@told(N_("名单管理"), "lists")
@blueprint.arguments(schemas.RegisterQuery, location="query")
@blueprint.response(200, schemas.Listings)
def register(query: dict[str, Any]) -> dict[str, Any]:
    """List the serious register, and the watch lists of the caller's organisations."""
    asked = Query(
        state=query["state"],
        register=query.get("register", ""),
        domain=query.get("domain", ""),
        list_key=query.get("list_key", ""),
        organ=query.get("organ_id"),
        until=query.get("until"),
        words=addresses.words(query, "q", 120),
    )
    actor, before = current_actor(), position(query, day_and_id)
    with current_office().database.read() as connection:
        rows = list_pages.registered(
            connection, asked.wanted, watch_organs=sees_watch_of(actor), before=before, limit=_PAGE + 1
        )
    shown, following = cut(rows, _PAGE, "listed_on")
    return {"items": [_line(row) for row in shown], "next": following}


@blueprint.route("/lists/register/<int:listing_id>")
@access(*READERS)
@told(N_("查看一条名单信息"), "lists", *NAMED)
@blueprint.response(200, schemas.OneListing)
def listing(listing_id: int) -> dict[str, Any]:
    """Return one listing: basis, periods, measures with receipts, liable persons, bans and cases."""
    found = one(current_office(), current_actor(), listing_id)
    return {
        **_line(found.row),
        "basis": found.row.basis,
        "of_listing_id": found.row.of_listing_id,
        "domains": found.domains,
        "persons": [{**_line(each), "name": public.shown_name(each)} for each in found.persons],
        "measures": [_measure(each, note=each.note) for each in found.measures],
        "bans": [_ban(each) for each in found.bans],
        "cases": [
            {"process": process, "number": number, "case_id": case_id} for process, number, case_id in found.cases
        ],
        "exit_number": "" if found.exit_case is None else found.exit_case.number,
        "may_propose": found.may_propose,
    }


@blueprint.route("/lists/own")
@access(SIGNED_IN)
@told(N_("本人可代表的主体所在的名单"), "lists")
@blueprint.response(200, schemas.OwnListings)
def own_listings() -> dict[str, Any]:
    """List the listings of the caller's subjects: since when, why, until when, which measures."""
    actor = current_actor()
    with current_office().database.read() as connection:
        rows = list_pages.of_subjects(connection, actor.subjects)
        measured = measures_by_listing(connection, rows)
        running = {
            row.id: list_pages.open_exit(connection, row.subject_id, row.list_key) for row in rows if can_leave(row)
        }
    return {
        "items": [
            {
                **_line(row, actor),
                "measures": [_measure(each) for each in measured[row.id]],
                "exit_number": case.number if (case := running.get(row.id)) is not None else "",
                "may_apply": row.id in running and running[row.id] is None,
            }
            for row in rows
        ]
    }


@blueprint.route("/lists/bans")
@access(*READERS)
@told(N_("市场和行业禁入"), "lists")
@blueprint.arguments(schemas.BanQuery, location="query")
@blueprint.response(200, schemas.Bans)
def bans(query: dict[str, Any]) -> dict[str, Any]:
    """List who is excluded from a market or trade."""
    with current_office().database.read() as connection:
        rows = list_pages.bans(
            connection,
            words=addresses.words(query, "q", 120),
            current_on=today() if query["show"] == "current" else None,
            before=query.get("before"),
            limit=_PAGE + 1,
        )
    following = str(rows[_PAGE - 1].id) if len(rows) > _PAGE else None
    return {"items": [_ban(row) for row in rows[:_PAGE]], "next": following}


def _line(row: Any, actor: Actor | None = None) -> dict[str, Any]:
    """Return a listing in words; its subject's name is whole only for ``actor``, where that is whose it is."""
    return {
        **row._mapping,
        "subject_name": public.shown_name(row, actor),
        "list_name": public.list_name(row.list_key),
        "liable_as": LIABLE_ROLES.get(row.liable_as, row.liable_as),
        "left_reason": LEFT_REASONS.get(row.left_reason, row.left_reason),
    }


def _measure(row: Any, **more: Any) -> dict[str, Any]:
    known = catalogue.measures().get(row.measure)
    names = ("measure", "organ_name", "from_on", "until_on", "state", "executed_on", "lifted_on")
    return {
        **{name: getattr(row, name) for name in names},
        "name": row.measure if known is None else known.name,
        "state_words": MEASURE_STATES.get(row.state, row.state),
        **more,
    }


def _ban(row: Any) -> dict[str, Any]:
    return {**row._mapping, "subject_name": public.shown_name(row)}
