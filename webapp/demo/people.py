"""Organisations and people of the demonstration: plainly fictional names, one account for every post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.operations.office import Office
from workflows.store import organisations as offices
from workflows.store import people, records

AUTHORITY = "示例市公共信用信息中心"
MARKET = "示例市市场监督管理局"
ECOLOGY = "示例市生态环境局"
LABOUR = "示例市人力资源和社会保障局"
TRADING = "示例市公共资源交易中心"
FINANCE = "示例市财政局"
SUPERIOR = "示例省辖市市场监督管理局"

_PLACE = {"jurisdiction": "xinzheng", "address": "示例市示例路1号", "postcode": "451100", "phone": "0371-00000000"}

#: Name → what else is known of an organisation.
ORGANISATIONS: Mapping[str, Mapping[str, str]] = {
    AUTHORITY: {
        "kind": "authority", "letter_word": "示信用", "case_word": "SL", "contact_post": "信用信息受理岗",
        "review_body": "示例市人民政府", "court": "示例市人民法院",
    },
    MARKET: {
        "kind": "provider", "letter_word": "示市监", "case_word": "SJ", "contact_post": "信用监管科",
        "review_body": "示例市人民政府", "court": "示例市人民法院",
        "rules_text": "异议核查由原办案机构调阅案卷，经法制机构审核后答复。",
    },
    ECOLOGY: {
        "kind": "provider", "letter_word": "示环", "case_word": "SH", "contact_post": "法规科",
        "review_body": "示例市人民政府", "court": "示例市人民法院",
    },
    LABOUR: {
        "kind": "provider", "letter_word": "示人社", "case_word": "SR", "contact_post": "劳动监察大队",
        "review_body": "示例市人民政府", "court": "示例市人民法院",
    },
    TRADING: {"kind": "executor", "letter_word": "示交易", "contact_post": "综合科"},
    FINANCE: {"kind": "executor", "letter_word": "示财", "contact_post": "政府采购科"},
    SUPERIOR: {"kind": "superior", "letter_word": "示省市监", "contact_post": "信用监督处"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of the demonstration."""

    login: str
    #: The name shown in the history.
    name: str
    #: The post, and the organisation in which it is held; none for applicants.
    role: Role
    organisation: str = ""
    #: Codes of the subjects for whom an applicant may act.
    subjects: Sequence[str] = ()


#: In the order in which they are printed. Applicants' subjects are given by :mod:`webapp.demo.penalties`.
STAFF: tuple[Account, ...] = (
    Account(login="reviewer", name="示例受理员甲", role=Role.REVIEWER, organisation=AUTHORITY),
    Account(login="reviewer2", name="示例受理员乙", role=Role.REVIEWER, organisation=AUTHORITY),
    Account(login="auditor", name="示例审核员", role=Role.AUDITOR, organisation=AUTHORITY),
    Account(login="head", name="示例负责人", role=Role.HEAD, organisation=AUTHORITY),
    Account(login="provider", name="示例市监核查员", role=Role.PROVIDER, organisation=MARKET),
    Account(login="provider2", name="示例环保核查员", role=Role.PROVIDER, organisation=ECOLOGY),
    Account(login="provider3", name="示例人社核查员", role=Role.PROVIDER, organisation=LABOUR),
    Account(login="recogniser", name="示例市监认定员甲", role=Role.RECOGNISER, organisation=MARKET),
    Account(login="recogniser2", name="示例市监认定员乙", role=Role.RECOGNISER, organisation=MARKET),
    Account(login="recogniser3", name="示例环保认定员", role=Role.RECOGNISER, organisation=ECOLOGY),
    Account(login="legal", name="示例市监法制员", role=Role.LEGAL, organisation=MARKET),
    Account(login="chief", name="示例市监负责人", role=Role.HEAD, organisation=MARKET),
    Account(login="chief2", name="示例环保负责人", role=Role.HEAD, organisation=ECOLOGY),
    Account(login="inspector", name="示例市监督办员", role=Role.SUPERVISOR, organisation=MARKET),
    Account(login="superior", name="示例上级机关专员", role=Role.SUPERIOR, organisation=SUPERIOR),
    Account(login="executor", name="示例交易中心专员", role=Role.EXECUTOR, organisation=TRADING),
    Account(login="executor2", name="示例财政专员", role=Role.EXECUTOR, organisation=FINANCE),
    Account(login="supervisor", name="示例督办员", role=Role.SUPERVISOR, organisation=AUTHORITY),
    Account(login="admin", name="示例管理员", role=Role.ADMIN, organisation=AUTHORITY),
)


@dataclass(frozen=True, kw_only=True)
class Staffed:
    """An office with people in it."""

    office: Office
    #: Organisation → id.
    organisations: Mapping[str, int]
    #: Login → account id.
    accounts: Mapping[str, int]

    @property
    def authority(self) -> int:
        """Id of the authority."""
        return self.organisations[AUTHORITY]

    def actor(self, login: str) -> Actor:
        """Return a person with posts and subjects, as at sign-in."""
        with self.office.database.read() as connection:
            account = people.user_by_id(connection, self.accounts[login])
            return people.actor(connection, account.id, account.name)

    def employer(self, login: str) -> int:
        """Return the id of the organisation in which a member of staff works."""
        return self.organisations[next(each.organisation for each in STAFF if each.login == login)]


def staff(
    office: Office, applicants: Sequence[Account], subjects: Mapping[str, int], password_hash: str, packs: Sequence[str]
) -> Staffed:
    """Put organisations and accounts into an office that has none, and bind authority and departments by ``packs``.

    Args:
        applicants: accounts without a post.
        subjects: code → id of those for whom they act.
        password_hash: of the password that all share.
        packs: ids of the packs.
    """
    now = office.clock()
    with office.database.act() as uow:
        connection = uow.connection
        organisations = {
            name: people.add_organisation(connection, {"name": name, **_PLACE, **known})
            for name, known in ORGANISATIONS.items()
        }
        for name in (MARKET, ECOLOGY, LABOUR):
            offices.change(connection, organisations[name], {"parent_id": organisations[SUPERIOR]})
        # Departments that recognise and decide are bound as the authority of their place is.
        bound = [name for name, known in ORGANISATIONS.items() if known["kind"] in ("authority", "provider")]
        for pack in packs:
            since = date.fromisoformat(pack.partition("/")[2])
            for name in bound:
                people.bind_pack(connection, organisations[name], pack, since)
        accounts = {
            each.login: people.add_user(
                connection,
                _account(each, password_hash, now),
                [(each.role, organisations[each.organisation])] if each.organisation else [],
            )
            for each in (*applicants, *STAFF)
        }
        for each in applicants:
            for code in each.subjects:
                records.add_representation(
                    connection,
                    {
                        "user_id": accounts[each.login],
                        "subject_id": subjects[code],
                        "kind": "agent",
                        "evidence": "授权委托书（演示）",
                        "verified_at": now,
                    },
                )
        uow.commit()
    return Staffed(office=office, organisations=organisations, accounts=accounts)


def _account(account: Account, password_hash: str, now: datetime) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "password_hash": password_hash,
        "email": f"{account.login}@demo.example",
        "created_at": now,
        "e_service": account.role is Role.APPLICANT,
    }
