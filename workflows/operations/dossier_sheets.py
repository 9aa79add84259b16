"""The sheets of an exported dossier in the words of the registers, and what its letters are called there."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.catalogue import library as catalogue
from workflows.domain import commitment
from workflows.domain.letter_code import place_of
from workflows.domain.listing import measure_words
from workflows.domain.service import METHODS, OWN_INBOX
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.case_page import CasePage, LetterLine
from workflows.operations.export_board import Sheet
from workflows.operations.subject_dossier import SubjectDossier

#: State of a record → words.
RECORD_STATES: Mapping[str, str] = {
    "published": N_("公示中"),
    "withheld": N_("不予公示"),
    "ended": N_("已停止公示"),
    "withdrawn": N_("已撤销"),
}
_LISTING_STATES: Mapping[str, str] = {"listed": N_("在列"), "left": N_("已移出")}
_RECORDS = (("文号", 36), ("提供单位", 30), ("决定日期", 14), ("状态", 14))
_PROMISES = (("作出", 14), ("到期", 14), ("类型", 18), ("范围", 18), ("状态", 12))
_LISTINGS = (("列入", 14), ("移出", 14), ("名单", 30), ("认定单位", 30), ("状态", 12))
_MEASURES = (
    ("列入", 14), ("措施", 40), ("执行部门", 30), ("执行情况", 22), ("执行日期", 14), ("解除日期", 14), ("说明", 40)
)  # fmt: skip
_SERVICES = (
    ("办件", 24), ("文书", 36), ("对象", 16), ("文号", 30), ("收件人", 20), ("方式", 24), ("送达日期", 14), ("凭据", 60)
)  # fmt: skip


def sheets(found: SubjectDossier, measures: Sequence[Any], services: Sequence[Any]) -> list[Sheet]:
    """Return records, commitments, listings, measures and services of a dossier, a sheet each.

    Args:
        measures: what was ordered because of its listings, as the store has it.
        services: how its letters were served, as the store has it.
    """
    lists = catalogue.lists()
    records = [
        (each.decision_number, each.provider_name, each.decided_on, RECORD_STATES.get(each.state, each.state))
        for each in found.records
    ]
    promises = [
        (
            each.made_on, each.due_on or "长期", commitment.KINDS[each.kind],
            commitment.SCOPES[each.scope] if each.scope else "", commitment.STATES[each.state],
        )
        for each in found.commitments
    ]  # fmt: skip
    listings = [
        (
            each.listed_on, each.left_on or "", lists[each.list_key].name if each.list_key in lists else each.list_key,
            each.organ_name, _LISTING_STATES.get(each.state, each.state),
        )
        for each in found.listings
    ]  # fmt: skip
    known, of = catalogue.measures(), {each.id: each for each in found.listings}
    taken = [
        (
            of[each.listing_id].listed_on, known[each.measure].name if each.measure in known else each.measure,
            each.organ_name, measure_words(each.state, left=of[each.listing_id].state == "left"),
            each.executed_on or "", each.lifted_on or "", each.note,
        )
        for each in measures
    ]  # fmt: skip
    how = {each.letter_id: each for each in services}
    served = [
        (
            case.view.number, letter.title, letter.about, letter.number, letter.served_to, METHODS[letter.method],
            office_date(letter.served_at), _proof(how[letter.id]),
        )
        for case in found.cases
        for letter in case.letters
        if letter.served_at is not None and letter.id in how
    ]  # fmt: skip
    return [
        Sheet(title="信用信息", headings=_RECORDS, rows=records),
        Sheet(title="信用承诺", headings=_PROMISES, rows=promises),
        Sheet(title="名单", headings=_LISTINGS, rows=listings),
        Sheet(title="惩戒措施", headings=_MEASURES, rows=taken),
        Sheet(title="送达", headings=_SERVICES, rows=served),
    ]


def letter_name(case: CasePage, letter: LetterLine) -> str:
    """Return what a letter is called in the dossier: its title, whom or what it is for, its number.

    A paper of a service (送达回证) is called after the letters that were served with it.
    """
    handed = [
        case.process.letter(event.data["code"]).title
        for event in case.events
        if event.kind == "letter_served"
        and event.at == letter.signed_at
        and place_of(event.data["code"]) == place_of(letter.code)
        and letter.kind.startswith("SHR")
    ]
    return "_".join(filter(None, (letter.title, letter.about, "、".join(dict.fromkeys(handed)), letter.number)))


def _proof(service: Any) -> str:
    """Return what proves a service."""
    said: Mapping[str, Any] = service.details
    told = (
        ("与受送达人关系：", said.get("relation")),
        ("见证人：", said.get("witness")),
        ("", "已拍照或者录像" if said.get("recorded") else ""),
        ("邮件单号：", said.get("tracking")),
        ("特定系统：", (said.get("system") or OWN_INBOX) if service.method == "electronic" else ""),
        ("", said.get("note")),
    )
    return "；".join(f"{label}{words}" for label, words in told if words)
