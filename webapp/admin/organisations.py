"""Organisations: the tree, and forms to add and change one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.access import access
from webapp.admin.account_forms import OrganisationForm
from webapp.admin.pages import blueprint
from webapp.context import current_actor, current_office
from webapp.forms import answer, bind, refuse, seen, sent, validated
from workflows.domain.access import Role
from workflows.domain.errors import NotFound, OfficeError
from workflows.operations.keep_organisation import (
    KIND_NAMES,
    OrganisationData,
    add_organisation,
    change_organisation,
    organisation_mark,
)
from workflows.store import people


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One organisation in the tree."""

    row: Any
    #: 0 at the top.
    depth: int
    #: Name of the organisation above; empty at the top.
    above: str


@blueprint.get("/organisations")
@access(Role.ADMIN)
def organisations() -> str:
    """Show the tree of organisations."""
    with current_office().database.read() as connection:
        found = people.organisations(connection)
    return render_template("admin/organisations.html", branches=list(_tree(found)), kinds=KIND_NAMES)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@access(Role.ADMIN)
def new_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = bind(OrganisationForm, request)
    if sent(request) and form.validate():
        try:
            add_organisation(current_office(), current_actor(), _data(form))
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("单位已建立。"), "done")
            return redirect(url_for("admin.organisations"))
    return answer(render_template("admin/organisation.html", form=form, organisation=None, mark=None), form)


@blueprint.route("/organisations/<int:org_id>", methods=["GET", "POST"])
@access(Role.ADMIN)
def organisation(org_id: int) -> ResponseReturnValue:
    """Show one organisation and change it."""
    with current_office().database.read() as connection:
        row = people.organisation_by_id(connection, org_id)
    if row is None:
        raise NotFound()
    mark = organisation_mark(row)
    form = bind(OrganisationForm, request, {**row._mapping, "parent": str(row.parent_id or "")})
    if sent(request):
        # A form that is refused keeps what it saw: sent again it must not overwrite what came in between.
        mark = seen(request)
    if sent(request) and form.validate():
        try:
            change_organisation(current_office(), current_actor(), org_id, _data(form), seen=mark)
        except OfficeError as error:
            refuse(form, error)
        else:
            flash(_("已保存。"), "done")
            return redirect(url_for("admin.organisations"))
    return answer(render_template("admin/organisation.html", form=form, organisation=row, mark=mark), form)


def _data(form: OrganisationForm) -> OrganisationData:
    values = validated(form)
    parent = values.pop("parent")
    known = {field.name for field in fields(OrganisationData)}
    texts = {name: (value or "").strip() for name, value in values.items() if name in known}
    return OrganisationData(**texts, parent_id=int(parent) if parent else None)


def _tree(rows: Sequence[Any]) -> Iterator[Branch]:
    """Yield each organisation below the one above it; whatever hangs on a ring stands at the top."""
    below: dict[int | None, list[Any]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    shown: set[int] = set()

    def walk(row: Any, depth: int, above: str) -> Iterator[Branch]:
        if row.id in shown:
            return
        shown.add(row.id)
        yield Branch(row=row, depth=depth, above=above)
        for child in below.get(row.id, ()):
            yield from walk(child, depth + 1, row.name)

    for row in (*below.get(None, ()), *rows):
        yield from walk(row, 0, "")
