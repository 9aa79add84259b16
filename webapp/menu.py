"""The top bar: each noun declares its entries, each reader sees those whose access rule admits them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from webapp.access import Rule, admits
from workflows.domain.access import Actor, Role


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


def install(app: Flask, entries: Sequence[Entry]) -> None:
    """Keep the entries, in order."""
    app.extensions["menu"] = sorted(entries, key=lambda entry: (entry.order, entry.endpoint))


def entries_for(actor: Actor | None) -> list[Entry]:
    """Return the entries that a reader sees; ``None`` is a reader who has not signed in."""
    entries: list[Entry] = current_app.extensions["menu"]
    return [entry for entry in entries if admits(entry.access, actor)]


def nearest(endpoints: Sequence[str]) -> str:
    """Return which of several pages the present one is or lies below, by its address; empty for none of them."""
    found = {url_for(endpoint): endpoint for endpoint in endpoints}
    above = [path for path in found if f"{request.path}/".startswith(f"{path.rstrip('/')}/")]
    return found[max(above, key=len)] if above else ""


def landing(actor: Actor) -> str:
    """Return the address of the reader's own first page."""
    own = [entry for entry in entries_for(actor) if Rule.PUBLIC not in entry.access]
    return url_for(own[0].endpoint) if own else "/"
