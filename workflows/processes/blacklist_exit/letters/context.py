"""Fills the letters of removal from the dossier of a case."""

from collections.abc import Callable, Mapping

from workflows.domain.case import CaseView
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.letter_code import kind_of, place_of
from workflows.domain.listing import ANNULLING, LIABLE_ROLES, REMOVAL_REASONS
from workflows.processes import letter_parts
from workflows.processes import list_letters as parts
from workflows.processes.blacklist_exit.letters.catalogue import LETTERS
from workflows.processes.blacklist_exit.letters.listing import (
    entry_decision,
    list_kind,
    listed_fields,
    measures_to_lift,
)
from workflows.processes.blacklist_exit.rules.removal import decision_letter
from workflows.processes.service_letter import Served, paper_of_service


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    kind = kind_of(code)
    letter, organ = LETTERS[kind], parts.department(dossier)
    if kind.startswith("SHR"):
        return paper_of_service(code, dossier, LETTERS, _served(dossier), organ=organ)
    dossier = letter_parts.only(dossier, place_of(code), "persons")
    recipient = str(dossier.subject["name"]) if letter.signer else ""
    if code == "LST-12":
        names = [dossier.organs[org].name for org in dossier.case.facts.get("executors", [])]
        recipient = "、".join(names) or "各有关部门"
    if letter.recipient == "persons":
        recipient = "、".join(each["name"] for each in dossier.case.facts["persons"])
    return letter_parts.organ_letter(_BODIES[kind](dossier), dossier, letter, recipient=recipient, organ=organ)


def letter_about(case: CaseView, code: str) -> str:
    """Return the liable person whom a letter is for; empty for the subject's."""
    return str(case.facts["persons"][place_of(code) - 1]["name"]) if place_of(code) else ""


def _cause(dossier: Dossier) -> str:
    return str(dossier.case.facts.get("cause") or dossier.application["cause"])


def _reason(dossier: Dossier) -> str:
    return REMOVAL_REASONS[_cause(dossier)]


def _list_name(dossier: Dossier) -> str:
    return list_kind(dossier).name


def _listed_by(dossier: Dossier) -> str:
    """How the subject came onto the list, as a whole sentence; nothing where the register does not know."""
    decision = entry_decision(dossier)
    return f"本机关以{decision}将你（单位）列入{_list_name(dossier)}。" if decision else ""


def _this_list(dossier: Dossier) -> str:
    """The list, which the sentence of :func:`_listed_by` has named already."""
    return "该名单" if entry_decision(dossier) else _list_name(dossier)


def _reasons(dossier: Dossier) -> Section:
    """The reasons of the examination; of an emergency removal, which nobody examined, what it was begun with."""
    reasons = dossier.case.facts.get("reasons") or dossier.application.get("statement")
    return Section(heading="理由", paragraphs=(letter_parts.sentence(reasons),))


def _basis(dossier: Dossier) -> Section:
    """The text of the list, with the article of the period or what it rules; then what it says of leaving."""
    kind, cause = list_kind(dossier), _cause(dossier)
    period = {"repair": kind.minimum, "expiry": kind.maximum}.get(cause)
    ruled = "关于撤销列入决定的规定" if cause in ANNULLING else "关于移出名单的规定"
    article = ruled if period is None else period.article
    return Section(heading="依据", paragraphs=(f"{kind.basis}{article}。", letter_parts.sentence(kind.exit)))


def _application(dossier: Dossier) -> Body:
    said = dossier.application
    return Body(
        sections=(
            Section(
                fields=(
                    *parts.subject_fields(dossier),
                    ("所列名单", _list_name(dossier)),
                    ("移出事由", _reason(dossier)),
                    ("事实与理由", str(said.get("statement") or "")),
                    ("联系人", str(said.get("contact_name") or "")),
                    ("联系电话", str(said.get("contact_phone") or "")),
                    ("送达地址", str(said.get("address") or "")),
                )
            ),
        ),
        closing=("本项服务不收取任何费用。",),
        signatures=("申请人（签名或者盖章）",),
    )


def _removal(dossier: Dossier) -> Body:
    # What has expired has left already; the decision says so and changes nothing.
    left = parts.day_cn(dossier.case.facts.get("left_on")) if _cause(dossier) == "expiry" else ""
    said = f"列入期限届满，你（单位）已于{left}移出" if left else "经审查，决定将你（单位）移出"
    return Body(
        opening=(f"{_listed_by(dossier)}{said}{_this_list(dossier)}。",),
        sections=(
            Section(heading="移出事由", paragraphs=(_reason(dossier) + "。",)),
            _reasons(dossier),
            _basis(dossier),
            Section(
                heading="效力",
                paragraphs=(
                    f"自{left or '本决定作出之日'}起移出名单，停止公示、停止共享和使用，"
                    "解除对你（单位）及责任人员的惩戒措施。",
                ),
            ),
        ),
        closing=("办理不收取任何费用。" if left else "本决定自作出之日起生效。办理不收取任何费用。",),
    )


def _persons(dossier: Dossier) -> Body:
    """What a liable person is told: they leave with the subject, and nothing is held against them any more (S1-13)."""
    role = LIABLE_ROLES[dossier.case.facts["persons"][0]["role"]]
    left = parts.day_cn(dossier.case.facts.get("left_on")) or "移出决定作出之日"
    annulled = decision_letter(dossier.case) == "LST-13"
    what = "将你列入该名单的决定一并撤销" if annulled else "你随同移出该名单"
    return Body(
        opening=(
            f"你作为{dossier.subject['name']}的{role}被列入{_list_name(dossier)}。因{_reason(dossier)}，{what}。",
        ),
        sections=(
            _basis(dossier),
            Section(
                heading="效力", paragraphs=(f"自{left}起停止公示、停止共享和使用，解除对你实施的惩戒措施。",)
            ),
        ),
        closing=("办理不收取任何费用。",),
    )


def _refusal(dossier: Dossier) -> Body:
    unaccepted = dossier.case.facts.get("not_accepted")
    node, refused = ("accept", "不予受理") if unaccepted else ("examine", "不予移出")
    return Body(
        opening=(f"{_listed_by(dossier)}你（单位）申请移出{_this_list(dossier)}，经审查，决定{refused}。",),
        sections=(
            _reasons(dossier),
            _basis(dossier),
            Section(heading="补救办法和再次申请", paragraphs=(parts.answer(dossier, node, "remedy"),)),
        ),
        closing=("本项服务不收取任何费用。",),
    )


def _annulment(dossier: Dossier) -> Body:
    decision, name = entry_decision(dossier), _list_name(dossier)
    what = f"{decision}，不再将你（单位）列入{name}" if decision else f"将你（单位）列入{name}的决定"
    return Body(
        opening=(f"经审查，本机关决定撤销{what}。",),
        sections=(
            Section(heading="撤销事由", paragraphs=(_reason(dossier) + "。",)),
            _reasons(dossier),
            _basis(dossier),
            Section(
                heading="效力",
                paragraphs=(
                    f"已于{parts.day_cn(dossier.case.facts.get('left_on'))}即时移出、撤下公示并解除惩戒措施。",
                ),
            ),
        ),
        closing=("对由此给你（单位）造成的不良影响，本机关将予以消除。",),
    )


def _lifting(dossier: Dossier) -> Body:
    number = dossier.numbers.get("LST-11", "")
    removed = f"经本机关《移出名单决定书》（{number}）决定，" if number else ""
    decision = entry_decision(dossier)
    why = f"移出事由：{_reason(dossier)}"
    listed = f"（列入决定为{decision}；{why}）" if decision else f"（{why}）"
    return Body(
        opening=(
            f"{removed}{dossier.subject['name']}已于{parts.day_cn(dossier.case.facts.get('left_on'))}"
            f"移出{_list_name(dossier)}{listed}。请立即解除对其及责任人员实施的惩戒措施，并登录系统逐项回执解除日期。",
        ),
        sections=(Section(fields=parts.subject_fields(dossier)), measures_to_lift(dossier), _basis(dossier)),
        closing=("特此通知。",),
    )


def _announcement(dossier: Dossier) -> Body:
    return Body(
        opening=(f"下列主体已移出{_list_name(dossier)}，通过原发布渠道予以公告。",),
        sections=(
            Section(
                fields=(
                    ("主体名称", parts.public_name(dossier)),
                    *listed_fields(dossier),
                    ("移出原因", _reason(dossier)),
                    ("移出日期", parts.day_cn(dossier.case.facts.get("left_on"))),
                    ("作出移出决定机关", parts.department(dossier).name),
                )
            ),
            parts.public_objection(dossier),
        ),
        closing=("特此公告。",),
    )


def _served(dossier: Dossier) -> Served:
    """Return what the service of the case is about: the refusal, the annulment or the removal."""
    refused = "serve_refusal" in dossier.answers
    code = "LST-11N" if refused else decision_letter(dossier.case)
    personal = "" if refused else f"{code}P"
    node = "serve_refusal" if refused else "serve_removal"
    return Served(node=node, codes=(code,), personal=personal, cause="名单移出")


_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "LST-08": _announcement,
    "LST-10": _application,
    "LST-11": _removal,
    "LST-11P": _persons,
    "LST-11N": _refusal,
    "LST-12": _lifting,
    "LST-13": _annulment,
    "LST-13P": _persons,
}
