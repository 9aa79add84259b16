"""A department with its own posts in the small office of the tests: two officers, a head and a supervisor."""

from datetime import date, datetime

from tests.support.people import AUTHORITY, PROVIDER
from tests.support.web import Web
from webapp.demo.drive import POSTS, Drive
from webapp.demo.people import Staffed
from workflows.domain.access import Role
from workflows.domain.time import at_office_hour
from workflows.processes import discover
from workflows.store import organisations, people

#: Login → post in the department.
OFFICERS = {
    "recogniser": Role.RECOGNISER,
    "recogniser2": Role.RECOGNISER,
    "chief": Role.HEAD,
    "inspector": Role.SUPERVISOR,
}


def staffed(site: Web, pack: str = "xinzheng/2018-03-28") -> Staffed:
    """Give the provider its officers, who share everybody's password, and bind it by a pack."""
    ids = dict(site.people.ids)
    with site.office.database.act() as uow:
        connection = uow.connection
        shared = people.user_by_login(connection, "reviewer").password_hash
        organisations.change(connection, site.people.provider, {"case_word": "SJ"})
        people.bind_pack(connection, site.people.provider, pack, date(2018, 3, 28))
        for login, role in OFFICERS.items():
            values = {
                "login": login, "name": f"示例{login}", "password_hash": shared, "created_at": site.office.clock(),
                "email": f"{login}@office.example",
            }  # fmt: skip
            ids[login] = people.add_user(connection, values, [(role, site.people.provider)])
        uow.commit()
    places = {AUTHORITY: site.people.authority, PROVIDER: site.people.provider}
    return Staffed(office=site.office, organisations=places, accounts=ids)


def drive(site: Web, process: str, begins: date) -> Drive:
    """Return what drives a case of a process in the department by the acts of its scenarios.

    Args:
        begins: the day on which the office's clock stands from now on, at ten o'clock.
    """

    def move(to: datetime) -> None:
        site.clock.now = max(site.clock.now, to)

    move(at_office_hour(begins, 10))
    return Drive(
        staffed=staffed(site), process=discover()[process], record=site.people.record, posts=POSTS, move=move
    )
