"""The top bar: each noun declares its entries, each reader sees those whose access rule admits them, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from webapp.access import Rule, admits
from workflows.domain.access import Actor, Role
from workflows.domain.words import N_


@dataclass(frozen=True, kw_only=True)
class Group:
    """Entries that stand below one heading of the top bar."""

    #: Chinese message id; never the label of an entry.
    label: str
    #: Position from left to right, among groups and entries that stand alone.
    order: int
    #: Name of a Bootstrap icon, without ``bi-``.
    icon: str


#: Work on cases, whatever their process.
CASES = Group(label=N_("办件管理"), order=20, icon="folder2")
#: Records and what is made of them: where a noun belongs that says nothing else.
CREDIT = Group(label=N_("信用业务"), order=40, icon="journal-text")
#: What everybody may ask without signing in.
SERVICES = Group(label=N_("公众查询"), order=70, icon="question-circle")

#: So many entries stand side by side; more are grouped.
FEW = 5


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One link of the top bar."""

    #: Chinese message id.
    label: str
    endpoint: str
    #: Who sees it; as in ``@access``.
    access: tuple[Role | Rule, ...]
    #: Position from left to right; the first entry of a signed-in reader is where sign-in leads.
    order: int
    #: Name of a Bootstrap icon, without ``bi-``.
    icon: str = "dot"
    #: Below which heading; None stands alone. What is public stands with what everybody may ask.
    group: Group | None = CREDIT

    @property
    def heading(self) -> Group | None:
        """Below which heading it stands where there are many."""
        return SERVICES if Rule.PUBLIC in self.access else self.group


@dataclass(frozen=True, kw_only=True)
class Part:
    """One place of the top bar: an entry, or a heading with several."""

    #: None where one entry stands alone.
    group: Group | None
    entries: tuple[Entry, ...]


def install(app: Flask, entries: Sequence[Entry]) -> None:
    """Keep the entries, in order."""
    app.extensions["menu"] = sorted(entries, key=lambda entry: (entry.order, entry.endpoint))


def entries_for(actor: Actor | None) -> list[Entry]:
    """Return the entries that a reader sees; ``None`` is a reader who has not signed in."""
    entries: list[Entry] = current_app.extensions["menu"]
    return [entry for entry in entries if admits(entry.access, actor)]


def parts(entries: Sequence[Entry]) -> list[Part]:
    """Arrange the entries of one reader, in order: a heading is worth it where several entries are below it."""
    alone = [entry for entry in entries if entry.heading is None or len(entries) <= FEW]
    below: dict[Group, list[Entry]] = {}
    for entry in entries:
        if entry.heading is not None and entry not in alone:
            below.setdefault(entry.heading, []).append(entry)
    placed = [(entry.order, Part(group=None, entries=(entry,))) for entry in alone]
    placed += [
        (group.order, Part(group=group if len(found) > 1 else None, entries=tuple(found)))
        for group, found in below.items()
    ]
    return [part for _order, part in sorted(placed, key=lambda each: each[0])]


def nearest(endpoints: Sequence[str]) -> str:
    """Return which of several pages the present one is or lies below, by its address; empty for none of them."""
    found = {url_for(endpoint): endpoint for endpoint in endpoints}
    above = [path for path in found if f"{request.path}/".startswith(f"{path.rstrip('/')}/")]
    return found[max(above, key=len)] if above else ""


def landing(actor: Actor) -> str:
    """Return the address of the reader's own first page."""
    own = [entry for entry in entries_for(actor) if Rule.PUBLIC not in entry.access]
    return url_for(own[0].endpoint) if own else "/"
