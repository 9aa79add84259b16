"""The people of the small office that tests work in, plainly fictional; codes carry valid check digits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.samples.penalties import code, resident
from workflows.domain.access import Actor, Role
from workflows.operations.office import Office
from workflows.store import people, records

AUTHORITY = "示例市公共信用信息中心"
PROVIDER = "示例市市场监督管理局"
OTHER_PROVIDER = "示例市生态环境局"
EXECUTOR = "示例市公共资源交易中心"
SUBJECT_CODE = code("91410184MA0000001")
OTHER_SUBJECT_CODE = code("91410184MA0000002")
PERSON_CODE = resident("41018419900307001")


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is in the small office, with one record about one subject."""

    office: Office
    authority: int
    provider: int
    other_provider: int
    executor: int
    subject: int
    record: int
    ids: dict[str, int]

    def actor(self, login: str) -> Actor:
        """The person who signs in as ``login``: applicant, reviewer, reviewer2, auditor, head, provider, …"""
        with self.office.database.read() as connection:
            return people.actor(connection, self.ids[login], login)


def demo_people(office: Office, *, pack: str = "xinzheng/2018-03-28") -> People:
    """Fill an empty office with organisations, one person for each role, and a record to object to."""
    now = office.clock()
    with office.database.act() as uow:
        connection = uow.connection

        def organisation(name: str, kind: str, word: str, case_word: str = "") -> int:
            return people.add_organisation(
                connection,
                {"name": name, "kind": kind, "letter_word": word, "case_word": case_word, "jurisdiction": "xinzheng"},
            )

        authority = organisation(AUTHORITY, "authority", "示信用", "SL")
        provider = organisation(PROVIDER, "provider", "示市监")
        other_provider = organisation(OTHER_PROVIDER, "provider", "示环")
        executor = organisation(EXECUTOR, "executor", "示交易")
        people.bind_pack(connection, authority, pack, date(2018, 3, 28))
        posts: dict[str, list[tuple[Role, int]]] = {
            "applicant": [],
            "stranger": [],
            "reviewer": [(Role.REVIEWER, authority)],
            "reviewer2": [(Role.REVIEWER, authority)],
            "auditor": [(Role.AUDITOR, authority)],
            "head": [(Role.HEAD, authority)],
            "provider": [(Role.PROVIDER, provider)],
            "provider2": [(Role.PROVIDER, other_provider)],
            "executor": [(Role.EXECUTOR, executor)],
            "supervisor": [(Role.SUPERVISOR, authority)],
            "admin": [(Role.ADMIN, authority)],
        }
        ids = {
            login: people.add_user(
                connection,
                {
                    "login": login,
                    "name": f"示例{login}",
                    "password_hash": "-",
                    "created_at": now,
                    "email": f"{login}@office.example",
                },
                held,
            )
            for login, held in posts.items()
        }
        subject = records.add_subject(
            connection,
            {
                "kind": "legal_person",
                "name": "示例甲商贸有限公司",
                "code_type": "uscc",
                "code": SUBJECT_CODE,
                "alt_ids": {},
            },
        )
        records.add_representation(
            connection,
            {"user_id": ids["applicant"], "subject_id": subject, "kind": "agent", "verified_at": now},
        )
        made = People(
            office=office,
            authority=authority,
            provider=provider,
            other_provider=other_provider,
            executor=executor,
            subject=subject,
            record=add_record(connection, subject, provider, "示市监罚决〔2026〕9001号"),
            ids=ids,
        )
        uow.commit()
    return made


def add_record(connection: Any, subject: int, provider: int, decision_number: str) -> int:
    """A penalty whose fine was typed wrongly (5 instead of 0.5 万元)."""
    return records.add(
        connection,
        {
            "subject_id": subject,
            "provider_id": provider,
            "decision_number": decision_number,
            "fields": {"CF_WSH": decision_number, "CF_NR": "罚款五千元", "CF_NR_FK": "5", "CF_JDRQ": "2026-06-05"},
            "decided_on": date(2026, 6, 5),
            "publish_until": date(2027, 6, 5),
        },
    )
