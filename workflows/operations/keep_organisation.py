"""Keeps the organisations: authorities, providers and executors, their tree, and what letters take from them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, NotFound
from workflows.domain.words import N_
from workflows.operations.keep_user import EMAIL, ChangedMeanwhile, mark_of
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import organisations

#: Kind of organisation → words.
KIND_NAMES: Mapping[str, str] = {
    "authority": N_("信用中心"),
    "superior": N_("上级机关"),
    "provider": N_("信息提供单位"),
    "executor": N_("惩戒部门"),
}

_CASE_WORD = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_POSTCODE = re.compile(r"[0-9]{6}")
_NAME_TAKEN = N_("已有同名单位，请核对。")
_NEEDED = N_("信用中心必须填写此项，文书和编号要用。")


@dataclass(frozen=True, kw_only=True)
class OrganisationData:
    """What an administrator writes about an organisation."""

    name: str
    #: authority, provider or executor.
    kind: str
    parent_id: int | None = None
    #: 机关代字 of letter numbers, and the letters in front of case numbers.
    letter_word: str = ""
    case_word: str = ""
    #: Jurisdiction of the rules that may bind it; empty for those that no rules bind.
    jurisdiction: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    contact_post: str = ""
    email: str = ""
    #: Where relief is sought (复议机关, 管辖法院), printed in letters.
    review_body: str = ""
    court: str = ""
    #: The department's own rules for objections (S1-08), shown to handlers.
    rules_text: str = ""


def organisation_mark(row: Any) -> int:
    """Return the mark of an organisation's row: what a form sends back as ``seen``."""
    return mark_of(tuple(row))


def add_organisation(office: Office, actor: Actor, data: OrganisationData) -> int:
    """Add an organisation and return its id.

    Raises:
        NotAllowed: not an administrator.
        FieldErrors: something is missing, taken or does not fit.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        _require_sound(office, data, organisations.lock_all(uow.connection), None)
        org_id = organisations.add(uow.connection, asdict(data))
        if org_id is None:
            raise FieldErrors({"name": [_NAME_TAKEN]})
        note_within(office, uow, actor.user_id, "organisation_added", org=org_id, name=data.name, of_kind=data.kind)
        uow.commit()
    return org_id


def change_organisation(office: Office, actor: Actor, org_id: int, data: OrganisationData, *, seen: int) -> None:
    """Change an organisation. Letters that are signed keep what they say.

    Args:
        seen: :func:`organisation_mark` of what the administrator saw.

    Raises:
        NotAllowed: not an administrator.
        NotFound: no such organisation.
        FieldErrors: something is missing, taken or does not fit; the kind of one in use does not change.
        ChangedMeanwhile: see there.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        known = organisations.lock_all(uow.connection)
        row = known.get(org_id)
        if row is None:
            raise NotFound()
        if organisation_mark(row) != seen:
            raise ChangedMeanwhile()
        _require_sound(office, data, known, org_id)
        if data.kind != row.kind and organisations.in_use(uow.connection, org_id):
            raise FieldErrors({"kind": [N_("该单位已有岗位、信息或办件，不能改变性质。请另建一个单位。")]})
        values = asdict(data)
        changed = [field for field, value in values.items() if getattr(row, field) != value]
        organisations.change(uow.connection, org_id, values)
        note_within(office, uow, actor.user_id, "organisation_changed", org=org_id, fields=changed)
        uow.commit()


def _require_sound(office: Office, data: OrganisationData, known: Mapping[int, Any], org_id: int | None) -> None:
    """Raise FieldErrors with everything that is wrong, so that it is mended in one go."""
    errors: dict[str, list[str]] = {}
    others = [row for row in known.values() if row.id != org_id]
    if not data.name.strip():
        errors["name"] = [N_("请填写单位名称。")]
    elif any(row.name == data.name for row in others):
        errors["name"] = [_NAME_TAKEN]
    if data.kind not in KIND_NAMES:
        errors["kind"] = [N_("请选择单位性质。")]
    if data.parent_id is not None and (data.parent_id not in known or _above(data.parent_id, known, org_id)):
        errors["parent"] = [N_("上级单位不能是本单位，也不能是本单位的下级。")]
    if data.jurisdiction and data.jurisdiction not in _jurisdictions(office):
        errors["jurisdiction"] = [N_("没有该辖区的规则。")]
    if data.postcode and not _POSTCODE.fullmatch(data.postcode):
        errors["postcode"] = [N_("邮政编码应为 6 位数字。")]
    if data.email and not EMAIL.fullmatch(data.email):
        errors["email"] = [N_("电子邮箱格式不正确，例如 name@example.com。")]
    if data.case_word and not _CASE_WORD.fullmatch(data.case_word):
        errors["case_word"] = [N_("应为 2 至 10 个大写字母或数字，以字母开头。")]
    elif data.case_word and any(row.case_word == data.case_word for row in others):
        errors["case_word"] = [N_("另一个单位已使用该字头，编号会混淆。")]
    if data.kind == "authority":
        for field in ("letter_word", "case_word", "jurisdiction"):
            if not getattr(data, field):
                errors.setdefault(field, [_NEEDED])
    if errors:
        raise FieldErrors(errors)


def _jurisdictions(office: Office) -> Collection[str]:
    return {pack.jurisdiction for pack in office.packs.values()}


def _above(parent_id: int, known: Mapping[int, Any], org_id: int | None) -> bool:
    """Tell whether ``org_id`` stands at or above ``parent_id`` in the tree."""
    at: int | None = parent_id
    passed: set[int] = set()
    while at is not None and at in known and at not in passed:
        if at == org_id:
            return True
        passed.add(at)
        at = known[at].parent_id
    return False
