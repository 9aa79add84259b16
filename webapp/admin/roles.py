"""Who may do what: read off the tasks of every process and the access rules of the routes, never written by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template

from webapp.access import Rule, access, rules_of
from webapp.admin.pages import blueprint
from webapp.context import current_office
from webapp.menu import Entry
from workflows.domain.access import ROLE_NAMES, Role
from workflows.operations.office import Office
from workflows.store import accounts, people


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a role does in one process; words are message ids."""

    process: str
    steps: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Who holds a role in one organisation."""

    org_id: int
    organisation: str
    people: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One role: what it does, what it may open, who holds it."""

    role: Role
    name: str
    works: tuple[Work, ...]
    #: Entries of the top bar, message ids.
    menu: tuple[str, ...]
    #: Addresses that are open to this role by name.
    addresses: tuple[str, ...]
    holders: tuple[Holders, ...]


@blueprint.get("/roles")
@access(Role.ADMIN)
def roles() -> str:
    """Show for each role what it may do and who holds it where."""
    office = current_office()
    holders = _holders(office)
    sheets = [_sheet(office, role, holders.get(role, ())) for role in Role]
    return render_template("admin/roles.html", sheets=sheets)


def _sheet(office: Office, role: Role, holders: Sequence[Holders]) -> Sheet:
    return Sheet(
        role=role,
        name=ROLE_NAMES[role],
        works=tuple(_works(office, role)),
        menu=tuple(entry.label for entry in _menu() if _opens(entry.endpoint, role)),
        addresses=tuple(_addresses(role)),
        holders=tuple(holders),
    )


def _works(office: Office, role: Role) -> list[Work]:
    found = []
    for process in office.processes.values():
        steps = tuple(dict.fromkeys(task.name for task in process.tasks.values() if task.role is role))
        signs = tuple(letter.title for letter in process.letters.values() if letter.signer is role)
        if steps or signs:
            found.append(Work(process=process.name, steps=steps, signs=signs))
    return found


def _menu() -> Sequence[Entry]:
    entries: Sequence[Entry] = current_app.extensions["menu"]
    return entries


def _rules_for(role: Role) -> frozenset[Role | Rule]:
    """Return the rules that let a holder in; an applicant is somebody without a post."""
    own = Rule.APPLICANT if role is Role.APPLICANT else role
    return frozenset({own, Rule.SIGNED_IN})


def _opens(endpoint: str, role: Role) -> bool:
    return bool(_rules_for(role).intersection(rules_of(current_app.view_functions[endpoint])))


def _addresses(role: Role) -> list[str]:
    """Return the addresses whose rule names this very role; those of everybody who has signed in are left out."""
    own = _rules_for(role) - {Rule.SIGNED_IN}
    return sorted(
        {
            rule.rule
            for rule in current_app.url_map.iter_rules()
            if own.intersection(rules_of(current_app.view_functions[rule.endpoint]))
        }
    )


def _holders(office: Office) -> Mapping[Role, list[Holders]]:
    with office.database.read() as connection:
        names = {row.id: row.name for row in people.organisations(connection)}
        rows = accounts.staff(connection)
    grouped: dict[tuple[Role, int], list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        grouped[Role(row.role), row.org_id].append((row.user_id, row.name))
    found: dict[Role, list[Holders]] = defaultdict(list)
    for (role, org_id), held in grouped.items():
        found[role].append(Holders(org_id=org_id, organisation=names[org_id], people=tuple(held)))
    return found
