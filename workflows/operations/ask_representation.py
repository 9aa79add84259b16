"""Asking to act for a subject: oneself, the legal person that one heads, or a principal with an authority letter.

Nothing may be filed for a subject before a reviewer has looked at the proof (decide_representation).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import Actor
from workflows.domain.errors import BadIdentifier, FieldErrors, OfficeError
from workflows.domain.identifiers import is_sole_trader, mask_code, mask_resident_id, parse_resident_id, parse_uscc
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.intake.filestore import StoredFile
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import representations
from workflows.store.unit_of_work import UnitOfWork

#: Kind of subject → words.
SUBJECT_KINDS: Mapping[str, str] = {
    "natural_person": N_("个人"),
    "legal_person": N_("企业或其他组织"),
    "individual_business": N_("个体工商户"),
}
#: In which capacity a person acts → words.
CAPACITIES: Mapping[str, str] = {
    "self": N_("本人"),
    "legal_representative": N_("法定代表人、负责人或经营者"),
    "agent": N_("受委托的代理人（须有授权委托书）"),
}
#: State of a request → words.
REQUEST_STATES: Mapping[str, str] = {
    "pending": N_("等待核验"),
    "verified": N_("已通过"),
    "refused": N_("未通过"),
}
#: Told where the capacity does not fit the kind of subject.
NOT_FITTING = N_(
    "个人请选“本人”或“代理人”；企业、组织和个体工商户请选“法定代表人、负责人或经营者”或“代理人”。"
)
#: Requests of one person that may wait at the same time.
MOST_WAITING = 5


class TooManyWaiting(OfficeError):
    """A person has as many undecided requests as anybody needs; params: ``most``."""

    message = N_("您已有 %(most)s 项核验申请在等待，请等核验有结果后再提交。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """For whom somebody wants to act, in which capacity, and the proof."""

    subject_kind: str
    name: str
    code: str
    kind: str
    evidence: StoredFile

    @property
    def code_type(self) -> str:
        """Which number names the subject."""
        return "resident_id" if self.subject_kind == "natural_person" else "uscc"

    def checked(self, today: date) -> "Mandate":
        """Return the mandate with its code normalised.

        Args:
            today: the office's date.

        Raises:
            FieldErrors: the code fails its check digits, or the capacity does not fit the kind of subject.
        """
        errors: dict[str, list[str]] = {}
        code = self.code
        try:
            code = parse_resident_id(code, today) if self.code_type == "resident_id" else parse_uscc(code)
        except BadIdentifier as error:
            errors["code"] = [str(error)]
        if (self.kind == "self") != (self.subject_kind == "natural_person") and self.kind != "agent":
            errors["kind"] = [NOT_FITTING]
        if self.subject_kind == "individual_business" and "code" not in errors and not is_sole_trader(code):
            errors["subject_kind"] = [N_("个体工商户的统一社会信用代码以 92 开头，请核对主体类型或代码。")]
        if errors:
            raise FieldErrors(errors)
        return Mandate(
            subject_kind=self.subject_kind, name=self.name.strip(), code=code, kind=self.kind, evidence=self.evidence
        )


@dataclass(frozen=True, kw_only=True)
class OwnRequest:
    """One line of a person's own requests; a personal number is masked."""

    id: int
    name: str
    code: str
    kind_words: str
    state: str
    state_words: str
    reason: str
    asked_at: datetime


def ask_representation(office: Office, actor: Actor, mandate: Mandate) -> None:
    """Ask to act for one more subject.

    Raises:
        FieldErrors: see Mandate.checked; or the person asks for what waits or stands already.
        TooManyWaiting: see there.
    """
    checked = mandate.checked(office_date(office.clock()))
    with office.database.act() as uow:
        if representations.waiting_of(uow.connection, actor.user_id) >= MOST_WAITING:
            raise TooManyWaiting(most=MOST_WAITING)
        known = representations.subject_of(uow.connection, checked.code_type, checked.code)
        if known is not None and representations.stands(uow.connection, actor.user_id, known.id):
            raise FieldErrors({"code": [N_("您已经可以代表该主体，不用重复申请。")]})
        mine = representations.of_user(uow.connection, actor.user_id)
        if any(row.state == "pending" and row.code == checked.code for row in mine):
            raise FieldErrors({"code": [N_("您对该主体的申请正在核验，请等待结果。")]})
        add_request(office, uow, actor.user_id, checked)
        uow.commit()


def add_request(office: Office, uow: UnitOfWork, user_id: int, checked: Mandate) -> None:
    """Write a request within an act; the caller has checked the mandate and commits."""
    request_id = representations.add(
        uow.connection,
        {
            "user_id": user_id,
            "subject_kind": checked.subject_kind,
            "name": checked.name,
            "code_type": checked.code_type,
            "code": checked.code,
            "kind": checked.kind,
            "evidence_sha256": checked.evidence.sha256,
            "evidence_name": checked.evidence.display_name,
            "asked_at": office.clock(),
        },
    )
    note_within(office, uow, user_id, "representation_asked", request=request_id, capacity=checked.kind)


def own_requests(office: Office, actor: Actor) -> list[OwnRequest]:
    """Return a person's requests, newest first."""
    with office.database.read() as connection:
        rows = representations.of_user(connection, actor.user_id)
    return [
        OwnRequest(
            id=row.id,
            name=row.name,
            code=shown_code(row),
            kind_words=CAPACITIES[row.kind],
            state=row.state,
            state_words=REQUEST_STATES[row.state],
            reason=row.reason or "",
            asked_at=row.asked_at,
        )
        for row in rows
    ]


def shown_code(row: Any) -> str:
    """Return the code of a request, masked where it is a person's."""
    if row.code_type == "resident_id":
        return mask_resident_id(row.code)
    return mask_code(row.code) if is_sole_trader(row.code) else str(row.code)
