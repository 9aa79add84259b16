"""``flask setup``: bring the database to this program's schema, and found the office in one that has none yet."""

from collections.abc import Iterator

import click

from webapp.auth.passwords import PASSWORDS
from webapp.commands.output import OPERATOR, json_option, tell
from webapp.context import current_office, current_settings
from workflows.operations.found_office import Administrator, found_office, is_founded
from workflows.operations.keep_organisation import OrganisationData
from workflows.store.migrate import upgrade


@click.command("setup", help="建立数据库，或者升级到本程序的版本；首次使用时同时建立信用中心和第一名管理员")
@click.option("--authority", default="", help="信用中心全称，如 某某市公共信用信息中心")
@click.option("--jurisdiction", default="", help="辖区，即 workflows/policies 下的目录名，如 national")
@click.option("--letter-word", default="", help="机关代字，用于文号，如 示信用")
@click.option("--case-word", default="", help="办件编号的字头，2 至 10 个大写字母或数字")
@click.option("--pack", "packs", multiple=True, help="自今日起适用的规则，如 national/2026-04-01；可以写多次")
@click.option("--admin", "login", default="", help="第一名管理员的用户名")
@click.option("--admin-name", "name", default="", help="管理员姓名")
@click.option("--admin-email", "email", default="", help="管理员电子邮箱")
@json_option
def command(as_json: bool, authority: str, packs: tuple[str, ...], login: str, **words: str) -> None:
    """Migrate, then found the office where an authority is given."""
    configuration = current_settings()
    upgrade(configuration.database_url)
    office = current_office()
    answer: dict[str, object] = {"address": configuration.base_url}
    if authority or login:
        answer["login"] = login
        answer["password"] = found_office(
            office,
            PASSWORDS,
            OPERATOR,
            authority=OrganisationData(
                name=authority,
                kind="authority",
                jurisdiction=words["jurisdiction"],
                letter_word=words["letter_word"],
                case_word=words["case_word"],
            ),
            packs=packs,
            administrator=Administrator(login=login, name=words["name"], email=words["email"]),
        )
    answer["founded"] = is_founded(office)
    tell(answer, _text(answer), as_json)


def _text(answer: dict[str, object]) -> Iterator[str]:
    yield "数据库已是本程序的版本。"
    if "password" in answer:
        yield f"机构已建立。管理员 {answer['login']}，密码 {answer['password']}（只显示这一次，登录后请立即修改）"
        yield f"下一步：启动网站和后台程序，在 {answer['address']}/sign-in 登录，添加其他单位和账号。"
    elif not answer["founded"]:
        yield "还没有管理员：请加上 --authority 等参数再运行一次，各参数见 flask --app webapp setup --help。"
