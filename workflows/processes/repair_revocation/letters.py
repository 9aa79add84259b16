"""The letters of a revocation: notice and defence (REP-12, 13), decision (REP-11, 14), service (SHR-01, 03)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.dossier import Dossier
from workflows.domain.letter_body import Body, Section
from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.address import you
from workflows.processes.letter_parts import date_cn, organ_letter, sentence
from workflows.processes.repair_revocation.words import CAUSES
from workflows.processes.service_letter import Served, paper_of_service, service_papers

LETTERS: dict[str, LetterType] = {
    letter.code: letter
    for letter in (
        LetterType(
            code="REP-11", title=N_("撤销信用修复决定书"), template="shared/notice", word="修撤", signer=Role.HEAD,
            recipient="applicant", relief=True,
        ),
        LetterType(
            code="REP-12", title=N_("拟撤销信用修复告知书"), template="shared/notice", word="修撤告", signer=Role.HEAD,
            recipient="applicant",
        ),
        LetterType(code="REP-13", title=N_("陈述申辩书"), template="shared/form", recipient="applicant"),
        LetterType(
            code="REP-14", title=N_("不予撤销信用修复告知书"), template="shared/notice", word="修不撤",
            signer=Role.HEAD, recipient="applicant",
        ),
        *service_papers(),
    )
}  # fmt: skip


def _decision(dossier: Dossier) -> Body:
    """REP-11: facts, what the subject said, reasons, basis, and until when the record is public again."""
    answers = _drafted(dossier)
    return Body(
        opening=(f"{_repair(dossier)}经查，存在{_cause(dossier)}的情形，现决定撤销该信用修复。",),
        sections=(
            Section(heading="查明的事实", paragraphs=(sentence(dossier.application.get("found")),)),
            Section(heading="陈述申辩", paragraphs=_heard(dossier, answers)),
            Section(heading="理由和依据", paragraphs=(sentence(answers.get("reasons")), _under(answers.get("basis")))),
            Section(heading="撤销的后果", paragraphs=(_follows(dossier.case.facts.get("restore_until")),)),
        ),
    )


def _notice(dossier: Dossier) -> Body:
    """REP-12: what is intended and why, and how the subject is heard."""
    facts, called = dossier.case.facts, you(dossier.subject)
    proposed = facts.get("proposed", {})
    longest = f"，最长至{_day(facts['last_on'])}" if facts.get("last_on") else ""
    return Body(
        opening=(f"{_repair(dossier)}经查，{called}涉嫌{_cause(dossier)}，本机关拟撤销该信用修复，现将有关事项告知如下。",),
        sections=(
            Section(heading="查明的事实", paragraphs=(sentence(dossier.application.get("found")),)),
            Section(
                heading="拟撤销的理由和依据",
                paragraphs=(sentence(proposed.get("reasons")), _under(proposed.get("basis"))),
            ),
            Section(
                heading="撤销的后果",
                paragraphs=(f"撤销后，该信息在最长公示期内恢复公示、共享和使用{longest}。",),
            ),
            Section(
                heading="陈述申辩的权利",
                paragraphs=(
                    f"{called}有权陈述、申辩并提交证据，期限为{proposed.get('answer_days', '')}个工作日，"
                    "自本告知书送达之次日起计算。可以登录本系统提出，也可以向本机关书面或者口头提出。逾期不提出的，视为放弃；本机关不因陈述申辩而加重处理。",
                ),
            ),
        ),
    )


def _statement(dossier: Dossier) -> Body:
    """REP-13: what the subject brings forward."""
    told = dossier.answers.get("state_defence", {})
    return Body(
        sections=(
            Section(
                fields=(
                    ("当事人", str(dossier.subject["name"])),
                    ("告知书文号", dossier.numbers.get("REP-12", "")),
                    ("证据材料", "、".join(dossier.attachments) or "无"),
                )
            ),
            Section(heading="陈述申辩意见", paragraphs=tuple(str(told.get("statement") or "").splitlines())),
            Section(heading="证据", paragraphs=tuple(str(told.get("evidence") or "").splitlines())),
        ),
        signatures=("当事人（签章）",),
    )


def _kept(dossier: Dossier) -> Body:
    """REP-14: the repair stands, and why."""
    answers = _drafted(dossier)
    return Body(
        opening=(f"{_repair(dossier)}经听取陈述申辩并复核，决定不予撤销，准予信用修复的决定继续有效。",),
        sections=(
            Section(heading="陈述申辩", paragraphs=_heard(dossier, answers)),
            Section(heading="理由和依据", paragraphs=(sentence(answers.get("reasons")), _under(answers.get("basis")))),
        ),
    )


def _drafted(dossier: Dossier) -> Mapping[str, Any]:
    redrafted = dossier.case.did("redraft_revocation") is not None
    return dossier.answers.get("redraft_revocation" if redrafted else "draft_revocation", {})


def _repair(dossier: Dossier) -> str:
    """What was repaired, by which decision."""
    return f"本机关{_granted(dossier)}准予修复{dossier.case.facts.get('number', '')}信息。"


def _cause(dossier: Dossier) -> str:
    return CAUSES.get(dossier.application.get("cause", ""), "")


def _heard(dossier: Dossier, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """That the subject was told and heard, and what was made of what it said."""
    facts, called = dossier.case.facts, you(dossier.subject)
    told = f"本机关已以{dossier.numbers.get('REP-12', '')}告知{called}拟撤销的事实、理由、依据和陈述申辩的权利。"
    if not facts.get("defence"):
        return (f"{told}{called}在规定期限内没有提出陈述、申辩。",)
    return (f"{told}{called}提出：{sentence(facts['defence'])}", f"复核意见：{sentence(answers.get('review'))}")


def _follows(until: str | None) -> str:
    if until is None:
        return "该信息的最长公示期已经届满，不再恢复公示；该信息不再作为已修复的信息对待。"
    return f"自本决定送达之日起恢复公示、共享和使用该信息，公示至{_day(until)}，期限届满不因节假日顺延。"


def _granted(dossier: Dossier) -> str:
    """How the repair was granted: the decision by number and date; where another house made it, when it took effect."""
    number = dossier.case.facts.get("number", "")
    for row in dossier.earlier:
        of_record = row["about"] == number or (not row["about"] and row["record"] == dossier.case.record_id)
        if row["process"] == "repair" and kind_of(row["code"]) == "REP-08" and of_record:
            return f"于{date_cn(row['signed_on'])}以《信用修复决定书》（{row['number']}）"
    ended_on = dossier.record.get("ended_on")
    return f"曾作出决定，自{date_cn(ended_on)}起" if ended_on else "曾作出决定，"


def _under(basis: object) -> str:
    return f"依据：{sentence(basis)}" if basis else ""


def _day(value: Any) -> str:
    return date_cn(date.fromisoformat(value)) if value else ""


#: Letter → the task that tells of its service.
_SERVED_AT = {"REP-11": "serve_revocation", "REP-12": "serve_notice"}
_BODIES: dict[str, Callable[[Dossier], Body]] = {
    "REP-11": _decision, "REP-12": _notice, "REP-13": _statement, "REP-14": _kept,
}  # fmt: skip


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints.

    Raises:
        KeyError: no such letter.
    """
    if code in _BODIES:
        recipient = "" if code == "REP-13" else str(dossier.subject["name"])
        return organ_letter(_BODIES[code](dossier), dossier, LETTERS[code], recipient=recipient)
    letter = str(dossier.case.facts.get("serving") or "REP-11")
    about = Served(node=_SERVED_AT[letter], codes=(letter,), cause="撤销信用修复")
    return paper_of_service(code, dossier, LETTERS, about, organ=dossier.authority)
