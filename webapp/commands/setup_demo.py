"""``flask setup-demo``: a database with the demonstration in it. Run again, it changes nothing."""

from collections.abc import Iterator

import click

from webapp.auth.passwords import PASSWORDS
from webapp.commands.output import json_option, tell
from webapp.context import current_office, current_settings
from webapp.demo import load, penalties
from webapp.demo.people import STAFF, Account
from workflows.domain.access import ROLE_NAMES
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.store.migrate import upgrade

#: Of every account; the demonstration is refused in production.
PASSWORD = "demo-2026"


class NoDemonstration(OfficeError):
    """In production nobody may sign in with a password that everybody knows."""

    message = N_("生产环境（CREDITCASE_ENV=production）不能装入演示数据。")
    status = 403


@click.command("setup-demo", help="建立数据库并装入演示数据（可重复运行；生产环境拒绝）")
@json_option
def command(as_json: bool) -> None:
    """Migrate the database, load the demonstration and print its accounts."""
    configuration = current_settings()
    if configuration.production:
        raise NoDemonstration()
    upgrade(configuration.database_url)
    loaded = load.load(current_office(), PASSWORDS.hash(PASSWORD))
    accounts = [*penalties.APPLICANTS, *STAFF]
    answer = {
        "loaded": loaded,
        "address": configuration.base_url,
        "password": PASSWORD,
        "accounts": [
            {"login": each.login, "name": each.name, "role": ROLE_NAMES[each.role], "organisation": each.organisation}
            for each in accounts
        ],
    }
    tell(answer, _text(loaded, configuration.base_url, accounts), as_json)


def _text(loaded: bool, address: str, accounts: list[Account]) -> Iterator[str]:
    yield "演示数据已装入。" if loaded else "演示数据已在库中，没有改动。"
    yield f"地址 {address}    所有账号的密码 {PASSWORD}"
    for each in accounts:
        yield f"  {each.login:<12}{ROLE_NAMES[each.role]}{'  ' + each.organisation if each.organisation else ''}"
